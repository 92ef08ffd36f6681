"""What sealed fields refuse, without a word of what they hold."""

from django.core.exceptions import FieldError


class SealedFieldError(FieldError):
    """Somebody asks the database for something it cannot do with what it cannot read."""
