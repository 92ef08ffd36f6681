"""Whom somebody recognised as a victim of trafficking, or as possibly one."""

from typing import ClassVar

from babel import Locale
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.roles import Role
from cairn.guard.sealed import SealedJSON, SealedText
from cairn.programmes.casework.models.cases import WORKS_ON_CASES
from cairn.programmes.casework.models.parts import PartOfCase
from cairn.programmes.casework.trafficking.codes import (
    DecisionMaker,
    Exploitation,
    IdentifiedBy,
    TraffickingStatus,
)


class Identification(PartOfCase):
    """On a day an organisation said of a person what their status is. A later one says what changed."""

    identified_on = models.DateField(_("on"))
    identified_by = models.CharField(_("identified by"), max_length=20, choices=IdentifiedBy.choices)
    organisation = SealedText(_("which organisation"), max_length=120, blank=True)
    status = SealedText(_("status"), choices=TraffickingStatus.choices, max_length=40)
    decided_by = SealedText(_("who decided on it"), choices=DecisionMaker.choices, max_length=40, blank=True)
    exploitation = SealedJSON(_("exploitation"), default=list, blank=True)
    country = SealedText(_("country of exploitation"), max_length=2, blank=True)
    place = SealedText(_("place of exploitation"), max_length=120, blank=True)

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(
        WORKS_ON_CASES,
        (
            "identified_on", "identified_by", "organisation", "status", "decided_by", "exploitation", "country", "place",
            "made_at", "made_by",
        ),
    )  # fmt: skip

    class Meta(PartOfCase.Meta):
        verbose_name = _("identification")
        verbose_name_plural = _("identifications")
        ordering = ("-identified_on", "-made_at", "id")
        indexes = [models.Index(fields=["identified_on"], name="identifications_by_day")]

    def clean(self) -> None:
        wrong: dict[str, object] = {}
        if self.identified_on and self.identified_on > timezone.localdate():
            wrong["identified_on"] = _("This day is still to come.")
        if not isinstance(self.exploitation, list) or not set(self.exploitation) <= set(Exploitation.values):
            wrong["exploitation"] = _("Choose from the list.")
        if self.country and self.country not in Locale("en").territories:
            wrong["country"] = _("Choose a country from the list.")
        if wrong:
            raise ValidationError(wrong)
        self.exploitation = [code for code in Exploitation.values if code in self.exploitation]
