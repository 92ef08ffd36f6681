"""A release: a state of the facts, counted, protected, attacked, approved by a second person, and never changed again."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.evidence.models.series import Series


class State(models.TextChoices):
    """The way of a release, from the choice of its indicators to the day on which another takes its place."""

    DRAFT = "draft", _("draft")
    BUILDING = "building", _("being built")
    REFUSED = "refused", _("gives people away")
    ATTACKED = "attacked", _("built, attacked and safe")
    ASKED = "asked", _("waiting for approval")
    APPROVED = "approved", _("approved")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("superseded")
    WITHDRAWN = "withdrawn", _("withdrawn")


OPEN = (State.DRAFT, State.BUILDING, State.REFUSED, State.ATTACKED, State.ASKED, State.APPROVED)
# What readers have seen; of these nothing changes any more but the state itself.
OUT = (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN)


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Releases by how far they are."""

    def out(self) -> Self:
        """Everything that was ever published."""
        return self.filter(state__in=OUT)

    def standing(self) -> Self:
        """What may still be quoted: published, and not withdrawn since."""
        return self.filter(state__in=(State.PUBLISHED, State.SUPERSEDED))


class Release(models.Model):
    """One number of a series."""

    MOVES: ClassVar[dict[State, tuple[State, ...]]] = {
        State.DRAFT: (State.BUILDING,),
        State.BUILDING: (State.DRAFT, State.REFUSED, State.ATTACKED),
        State.REFUSED: (State.DRAFT, State.BUILDING),
        State.ATTACKED: (State.DRAFT, State.BUILDING, State.ASKED),
        State.ASKED: (State.DRAFT, State.APPROVED),
        State.APPROVED: (State.DRAFT, State.PUBLISHED),
        State.PUBLISHED: (State.SUPERSEDED, State.WITHDRAWN),
        State.SUPERSEDED: (State.WITHDRAWN,),
        State.WITHDRAWN: (),
    }

    # What Django adds by itself.
    made_by_id: int
    chosen_by_id: int | None
    built_by_id: int | None
    series_id: int
    released: Any
    get_state_display: Callable[[], str]

    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, related_name="releases", verbose_name=_("series")
    )
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    indicators = models.JSONField(_("indicators"), default=list)
    cut_off = models.DateField(_("last day that counts"))
    # The facts it is made from; empty until it is built for the first time.
    snapshot = models.CharField(max_length=64, blank=True)
    known_on = models.DateField(_("known on"), null=True)
    # The sha256 of its release.json, which names the sha256 of each of its files.
    digest = models.CharField(max_length=64, blank=True)
    code_version = models.CharField(max_length=40, blank=True)
    report = models.JSONField(_("report of the attack"), default=dict)
    # How many releases were out when it was attacked: with one more, it has to be attacked again.
    attacked_after = models.PositiveIntegerField(default=0)
    trouble = models.TextField(_("why it could not be built"), blank=True)
    step = models.CharField(_("what is being done"), max_length=100, blank=True)
    changes = models.JSONField(_("what changed since the one before, and why"), default=dict, blank=True)

    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    # Whoever changed the choice last, and whoever ordered the build last, made the figures as well.
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    built_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    sent_back = models.TextField(_("why it was sent back"), blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approver_role = models.CharField(_("approver’s role"), max_length=30, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True)
    published_at = models.DateTimeField(_("published"), null=True)
    signature = models.CharField(max_length=100, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_why = models.JSONField(_("why it was withdrawn"), default=dict)

    objects: ClassVar[Any] = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ("series__code", "-number")
        constraints = [
            models.UniqueConstraint(fields=("series", "number"), name="evidence_one_release_of_a_number"),
            models.UniqueConstraint(
                fields=("series",), condition=Q(state__in=OPEN), name="evidence_one_open_release_of_a_series"
            ),
            models.UniqueConstraint(
                fields=("series",),
                condition=Q(state=State.PUBLISHED),
                name="evidence_one_current_release_of_a_series",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=models.F("made_by")), name="evidence_approved_by_a_second_person"
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=models.F("chosen_by")) & ~Q(approved_by=models.F("built_by")),
                name="evidence_approved_by_nobody_who_had_a_hand",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(State.DRAFT, State.BUILDING, State.REFUSED)) | ~Q(digest=""),
                name="evidence_nothing_unbuilt_goes_on",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(State.APPROVED, *OUT)) | Q(approved_by__isnull=False),
                name="evidence_nothing_is_out_without_approval",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("evidence:release", args=[self.pk])

    @property
    def name(self) -> str:
        """As ledgers, citations and files call it."""
        return f"{self.series.code}-{self.number}"

    @property
    def makers(self) -> frozenset[int | None]:
        """By their ids, who began it, who chose last and who ordered the build last: none of them approves it."""
        return frozenset({self.made_by_id, self.chosen_by_id, self.built_by_id})

    @property
    def choice(self) -> str:
        """What was chosen, in short: whoever chooses anew says on which choice they look."""
        told = [self.indicators, str(self.cut_off), self.changes]
        return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def is_out(self) -> bool:
        return self.state in OUT

    @property
    def address(self) -> str:
        """Where the public finds it, after the language."""
        return f"data/releases/{self.series.code}/{self.number}/"

    def may_move(self, to: Any) -> bool:
        return State(to) in self.MOVES[State(self.state)]
