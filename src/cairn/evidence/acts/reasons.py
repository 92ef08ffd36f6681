"""Reasons that others will read have to say something."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST_REASON = 10


def refuse_short(reasons: Mapping[str, str]) -> None:
    """One of the languages has to say it."""
    if max((len(" ".join(reason.split())) for reason in reasons.values()), default=0) < SHORTEST_REASON:
        raise ValidationError({"why": _("Say why in a few words: readers of the figure will ask.")})
