"""A journey home, leg by leg."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.guard.roles import Role
from cairn.guard.sealed import SealedText
from cairn.programmes.casework.models.cases import WORKS_ON_CASES
from cairn.programmes.casework.models.parts import PartOfCase


class Escort(models.TextChoices):
    """Who travels along."""

    NONE = "none", _("nobody")
    OPERATIONAL = "operational", _("a colleague")
    MEDICAL = "medical", _("a doctor or nurse")
    FAMILY = "family", _("family or guardian")


class Leg(PartOfCase):
    """One part of the journey: from a place to a place, on a day."""

    number = models.PositiveSmallIntegerField(_("number"))
    leaves_from = SealedText(_("from"), max_length=120)
    goes_to = SealedText(_("to"), max_length=120)
    # When it leaves, as on the ticket, with the offset of the place it leaves from.
    leaves_at = models.DateTimeField(_("leaves"))
    carrier = SealedText(_("flight, train, bus or ship"), max_length=120, blank=True)
    escort = models.CharField(
        _("who travels along"), max_length=12, choices=Escort.choices, default=Escort.NONE
    )
    transit_help = SealedText(_("help on the way, and by whom"), max_length=500, blank=True)
    boarded_at = models.DateTimeField(_("boarded"), null=True, editable=False)

    _ALL: ClassVar[tuple[str, ...]] = (
        "number", "leaves_from", "goes_to", "leaves_at", "carrier", "escort", "transit_help", "boarded_at",
        "made_at", "made_by",
    )  # fmt: skip
    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(WORKS_ON_CASES, _ALL)

    class Meta(PartOfCase.Meta):
        verbose_name = _("leg of the journey")
        verbose_name_plural = _("legs of the journey")
        ordering = ("number", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("case", "number"),
                name="one_leg_of_a_number",
                violation_error_message=_("The journey has a leg of this number already."),
            )
        ]
