"""Form fields for what is sealed: they take a closed value as their start, and open it when it is drawn."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cairn.guard.sealed.plain import MASK, Masked


class Sealed(Masked):
    """A value of a row that is not opened yet."""

    __slots__ = ("field", "instance")

    def __init__(self, instance: Any, field: Any) -> None:
        self.instance, self.field = instance, field

    def __str__(self) -> str:
        return MASK

    def open(self) -> Any:
        return getattr(self.instance, self.field.attname)


def opened(value: Any) -> Any:
    return value.open() if isinstance(value, Sealed) else value


class OpensSealed:
    """What every form field of a sealed one does besides its own work."""

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value(opened(value))  # type: ignore[misc]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(opened(initial), data)  # type: ignore[misc]

    def clean(self, value: Any) -> Any:
        from cairn.guard.sealed.field import DUMPED

        if isinstance(value, str) and value.startswith(DUMPED):
            raise ValidationError(_("This cannot be kept: write it in other words."), code="dumped")
        return super().clean(opened(value))  # type: ignore[misc]


class SealedCharField(OpensSealed, forms.CharField):
    pass


class SealedChoiceField(OpensSealed, forms.TypedChoiceField):
    pass


class SealedDateField(OpensSealed, forms.DateField):
    pass


class SealedIntegerField(OpensSealed, forms.IntegerField):
    pass


class SealedBooleanField(OpensSealed, forms.BooleanField):
    pass


class SealedNullBooleanField(OpensSealed, forms.NullBooleanField):
    pass


class SealedJSONField(OpensSealed, forms.JSONField):
    pass
