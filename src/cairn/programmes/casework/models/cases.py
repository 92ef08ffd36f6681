"""The case file: whose it is, what kind of work it is, and how far it is."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.roles import Role
from cairn.guard.scoped import Scoped
from cairn.guard.sealed import SealedText
from cairn.people.models import Person
from cairn.programmes.casework.codes import OPEN_STATES, CaseState, ClosingReason, Risk, Work

WORKS_ON_CASES = (Role.CASE_SUPERVISOR, Role.CASEWORKER, Role.DATA_PROTECTION)


class Case(Scoped):
    """One kind of work with one person, or with their household. It is sealed with the person's key, and ends with it."""

    # Work goes on with the record that remains when two are joined.
    goes_with_person = True

    reference = models.CharField(_("reference"), max_length=11, unique=True, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="cases", editable=False, verbose_name=_("person")
    )
    kind = models.CharField(_("kind of work"), max_length=20, choices=Work.choices, editable=False)
    # Where in the way of its kind it stands; the state follows from it.
    stage = models.CharField(_("stage"), max_length=40, editable=False)
    state = models.CharField(_("state"), max_length=20, choices=CaseState.choices, editable=False)
    risk = models.CharField(_("risk"), max_length=10, choices=Risk.choices, default=Risk.UNKNOWN)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now, editable=False)
    stage_since = models.DateTimeField(_("at this stage since"), default=timezone.now, editable=False)
    review_on = models.DateField(_("next review"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    closing_reason = models.CharField(
        _("why it was closed"), max_length=20, choices=ClosingReason.choices, blank=True, editable=False
    )
    follow_up_on = models.DateField(_("follow up on"), null=True, blank=True)
    # Its other members find the case on their pages; it stays sealed with the key of the person for whom it was opened.
    of_household = models.BooleanField(_("with the whole household"), default=False)

    about = SealedText(_("what it is about"), multiline=True, max_length=5000, blank=True)
    plan = SealedText(_("plan"), multiline=True, max_length=20_000, blank=True)
    goals = SealedText(_("what the person wants"), multiline=True, max_length=5000, blank=True)
    closing_note = SealedText(_("how it ended"), multiline=True, max_length=5000, blank=True)

    FILE: ClassVar[tuple[str, ...]] = (
        "risk", "review_on", "follow_up_on", "of_household", "about", "goals", "plan",
    )  # fmt: skip
    _ALL: ClassVar[tuple[str, ...]] = (
        "reference", "office", "team", "worker", "person", "kind", "stage", "state", "opened_at", "stage_since",
        "closed_at", "closing_reason", "closing_note", *FILE,
    )  # fmt: skip
    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(WORKS_ON_CASES, _ALL)

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ("-opened_at", "id")
        indexes = [
            models.Index(fields=["-opened_at", "id"], name="cases_latest_first"),
            models.Index(fields=["office", "-opened_at", "id"], name="cases_of_an_office"),
            models.Index(fields=["team", "-opened_at", "id"], name="cases_of_a_team"),
            models.Index(fields=["worker", "-opened_at", "id"], name="cases_of_a_worker"),
            models.Index(fields=["worker", "state", "review_on"], name="cases_to_be_reviewed"),
            # Few are urgent: without it a list of them looks at every case of the mission.
            models.Index(fields=["risk", "-opened_at", "id"], name="cases_of_a_risk"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=OPEN_STATES, closed_at=None)
                | (~models.Q(state__in=OPEN_STATES) & models.Q(closed_at__isnull=False)),
                name="a_case_is_open_or_was_closed",
                violation_error_message=_("A case is either open, or was closed on a day."),
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES
