"""What is open at this moment, and to whom."""

from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from cairn.guard.glass.models import Glass


def open_glass(user: Any, model: type[Model]) -> QuerySet[Glass]:
    return Glass.objects.filter(
        user=user.pk, subject_model=model._meta.label_lower, closes_at__gt=timezone.now()
    )


def opened_by(user: Any, model: type[Model]) -> list[str]:
    """The rows that a colleague has opened and that have not closed again."""
    return list(open_glass(user, model).values_list("subject_id", flat=True))
