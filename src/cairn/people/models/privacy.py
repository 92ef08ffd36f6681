"""What a person may ask of the mission, and what became of it: access, a hold, the end of keeping, erasure."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard import retention
from cairn.guard.rights import Can
from cairn.guard.roles import Role
from cairn.guard.scoped import PartlySeen
from cairn.guard.sealed import Protected, ProtectedQuerySet, SealedText
from cairn.people.models.parts import PartOfPerson

SHORTEST_REASON = 20


def colleague(name: object, **options: object) -> models.ForeignKey:
    """Who did it; the account stays as long as the row that names it."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=name,
        **options,
    )


class Disclosure(PartOfPerson):
    """Everything held about a person was packed for them. The package is sealed here too, and goes after two weeks."""

    READY_FOR = dt.timedelta(days=14)

    asked_how = SealedText(_("how they asked, and how it was made sure that it was they"), max_length=1000)
    language = models.CharField(_("language"), max_length=20)
    made_by = colleague(_("made by"))
    expires_at = models.DateTimeField(_("goes"), editable=False)
    rows = models.PositiveIntegerField(_("records in it"), default=0, editable=False)
    digests = models.JSONField(_("SHA-256 of each part"), default=list, editable=False)

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = {
        Role.DATA_PROTECTION: ("asked_how", "language", "made_by", "made_at", "expires_at", "rows", "digests")
    }

    class Meta(PartOfPerson.Meta):
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")


class DisclosedPart(PartOfPerson):
    """One file of a package, as long as it can be fetched."""

    disclosure = models.ForeignKey(
        Disclosure, on_delete=models.CASCADE, related_name="parts", verbose_name=_("disclosure")
    )
    attachment = models.ForeignKey(
        "guard.Attachment", on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("file")
    )

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = {Role.DATA_PROTECTION: ("attachment",)}

    class Meta(PartOfPerson.Meta):
        verbose_name = _("part of a disclosure")
        verbose_name_plural = _("parts of disclosures")


class LegalHold(PartOfPerson):
    """A court, a claim or an inquiry needs the record: nothing of it is erased until the hold is lifted."""

    reason = SealedText(_("who needs it, and for what"), multiline=True, max_length=2000)
    placed_by = colleague(_("placed by"))
    review_on = models.DateField(_("look again on"))
    lifted_at = models.DateTimeField(_("lifted"), null=True, editable=False)
    lifted_by = colleague(_("lifted by"), null=True)

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = {
        Role.DATA_PROTECTION: ("reason", "placed_by", "made_at", "review_on", "lifted_at", "lifted_by")
    }

    class Meta(PartOfPerson.Meta):
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")

    @property
    def is_in_force(self) -> bool:
        return self.lifted_at is None


class Fate(models.TextChoices):
    """What is decided about a record whose time is over."""

    OPEN = "open", _("waits for a decision")
    KEEP = "keep", _("kept for a while longer, for a reason")
    ARCHIVE = "archive", _("archived: on no list, until it is erased")
    ERASE = "erase", _("to be erased")


class RetentionReview(PartlySeen):
    """The time of a record is over: a colleague decides what becomes of it. It stays with its record in a merge."""

    scope_through = "person__"
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="retentionreviews", verbose_name=_("person")
    )
    found_at = models.DateTimeField(_("found"), default=timezone.now, editable=False)
    category = models.CharField(_("category"), max_length=40, choices=retention.CHOICES)
    due_on = models.DateField(_("due on"))
    fate = models.CharField(_("decision"), max_length=10, choices=Fate.choices, default=Fate.OPEN)
    reason = SealedText(_("reason"), multiline=True, max_length=2000, blank=True)
    keep_until = models.DateField(_("kept until"), null=True, blank=True)
    decided_by = colleague(_("decided by"), null=True)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = {
        Role.DATA_PROTECTION: (
            "category",
            "due_on",
            "fate",
            "reason",
            "keep_until",
            "decided_by",
            "decided_at",
        )
    }

    class Meta:
        verbose_name = _("retention review")
        verbose_name_plural = _("retention reviews")
        ordering = ("due_on", "id")
        indexes = [models.Index(fields=["fate", "due_on", "id"], name="reviews_earliest_first")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(fate=Fate.OPEN),
                name="a_record_waits_once",
                violation_error_message=_("This record waits for a decision already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(fate=Fate.KEEP) | models.Q(keep_until__isnull=False),
                name="what_is_kept_is_kept_until_a_day",
                violation_error_message=_("Say until when the record is kept."),
            ),
        ]

    @property
    def reference(self) -> str:
        return f"{self.person} {self.due_on}"


class ErasedWhy(models.TextChoices):
    """On what ground a person was erased."""

    ASKED = "asked", _("the person asked for it")
    CONSENT_WITHDRAWN = "consent-withdrawn", _("the person withdrew the consent that it stood on")
    MISTAKE = "mistake", _("it should not have been registered")
    RETENTION_OVER = "retention-over", _("its time was over")


class ErasureQuerySet(ProtectedQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Whoever may erase anywhere sees what was erased; there is no person left to stand beside."""
        from cairn.guard.scope import may

        return self if may(user, Can.PERSON_ERASE) else self.none()


class Erasure(Protected):
    """The register of erasures: that somebody was erased, when, by which role, how many rows of what kind.

    Nothing in it says who it was. The reference is kept as a keyed hash, so that the mission can answer the same
    person, who still has the code, that they were erased. The reason has a key of its own.
    """

    number = models.BigIntegerField(_("number"), unique=True, editable=False)
    erased_at = models.DateTimeField(_("erased"), default=timezone.now, editable=False)
    role = models.CharField(_("by role"), max_length=200, editable=False)
    why = models.CharField(_("ground"), max_length=20, choices=ErasedWhy.choices)
    reason = SealedText(_("reason"), multiline=True, max_length=2000)
    category = models.CharField(_("category"), max_length=40, choices=retention.CHOICES)
    reference_hash = models.CharField(_("keyed hash of the reference"), max_length=32, db_index=True)
    receipt = models.JSONField(_("receipt"), default=dict, editable=False)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ("-number",)

    @property
    def reference(self) -> str:
        return f"erasure {self.number}"


class DeletionStatement(models.Model):
    """What was erased in one month, by category and ground, signed. Counts only."""

    month = models.CharField(_("month"), max_length=7, primary_key=True)
    statement = models.JSONField(_("statement"), default=dict)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("statement of deletions")
        verbose_name_plural = _("statements of deletions")
        ordering = ("-month",)

    def __str__(self) -> str:
        return self.month
