"""Two records that may be one person, and what was decided about them."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.roles import Role
from cairn.people.models.parts import PartOfPerson
from cairn.people.models.person import Person


class Decision(models.TextChoices):
    """What a reviewer said of a pair."""

    OPEN = "open", _("waits for review")
    MERGED = "merged", _("one person: merged")
    APART = "apart", _("two people: keep apart")
    UNSURE = "unsure", _("not sure: look again later")


class PossibleDoubleQuerySet(models.QuerySet["PossibleDouble"]):
    def visible_to(self, user: Any) -> Self:
        """A pair is seen by whoever sees both of its people."""
        seen = Person.objects.visible_to(user)
        return self.filter(one__in=seen, other__in=seen)

    def waiting(self) -> Self:
        return self.filter(decision=Decision.OPEN, one__is_archived=False, other__is_archived=False)


class PossibleDouble(models.Model):
    """A pair of people with how likely they are one. It holds codes, and no word about either."""

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name=_("one"))
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name=_("the other"))
    probability = models.FloatField(
        _("how likely"), validators=[MinValueValidator(0.0), MaxValueValidator(1.0)]
    )
    reasons = models.JSONField(_("reasons"), default=list)
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices, default=Decision.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = PossibleDoubleQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible double")
        verbose_name_plural = _("possible doubles")
        ordering = ("-probability", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"],
                name="a_pair_stands_once",
                violation_error_message=_("This pair is in the queue already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(one=models.F("other")),
                name="a_pair_is_of_two",
                violation_error_message=_("A pair is of two different records."),
            ),
        ]
        indexes = [models.Index(fields=["decision", "-probability", "id"], name="doubles_likeliest_first")]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}"


class DoubleSearch(models.Model):
    """One look through the whole register for doubles: how far it is, and what it found."""

    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True)
    done = models.PositiveBigIntegerField(_("done"), default=0)
    total = models.PositiveBigIntegerField(_("of"), default=0)
    step = models.CharField(_("step"), max_length=80, blank=True)
    found = models.PositiveIntegerField(_("new pairs"), default=0)
    failed = models.CharField(_("failed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("search for doubles")
        verbose_name_plural = _("searches for doubles")
        ordering = ("-started_at",)

    def __str__(self) -> str:
        return f"search for doubles {self.pk}"

    @property
    def percent(self) -> int:
        return 100 if self.finished_at else min(99, self.done * 100 // self.total if self.total else 0)


class Merge(PartOfPerson):
    """One record was joined to another. Nothing was copied or lost, so it can be taken apart again.

    The joined record stays as it was, archived; what hung on it hangs on the other now. `moved` lists those rows
    by kind and opaque number, and `took` the fields of which the remaining record took the other's value, with the
    version that made it so.
    """

    goes_with_person = False

    absorbed = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="merges_into", verbose_name=_("joined record")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    moved = models.JSONField(_("what hangs on the other now"), default=list)
    took = models.JSONField(_("fields taken over"), default=dict)
    undone_at = models.DateTimeField(_("taken apart"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("taken apart by"),
    )

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(
        (Role.CASE_SUPERVISOR, Role.CASEWORKER, Role.DATA_PROTECTION, Role.INFORMATION),
        ("absorbed", "by", "made_at", "undone_at", "undone_by"),
    )

    class Meta(PartOfPerson.Meta):
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=models.Q(undone_at=None),
                name="a_record_is_joined_to_one",
                violation_error_message=_("This record is joined to another already."),
            )
        ]
