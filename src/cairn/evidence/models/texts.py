"""An indicator that a colleague wrote in the workspace: a text, which counts when a second person has reviewed it."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.evidence.indicators.declaration import Indicator
from cairn.evidence.indicators.reading import WrongIndicator, parse_indicator


class TextState(models.TextChoices):
    """Where a text stands between its writer and the mission."""

    DRAFT = "draft", _("draft")
    WAITING = "waiting", _("waiting for review")
    REVIEWED = "reviewed", _("in force")
    RETIRED = "retired", _("retired")


AT_WORK = (TextState.DRAFT, TextState.WAITING)


class IndicatorTextQuerySet(models.QuerySet["IndicatorText"]):
    """Texts by how far they are."""

    def at_work(self) -> Self:
        return self.filter(state__in=AT_WORK)

    def in_force(self) -> Self:
        return self.filter(state=TextState.REVIEWED)


class IndicatorText(models.Model):
    """One version of an indicator. What was reviewed is never changed: it is retired, or a higher version is written."""

    MOVES: ClassVar[dict[TextState, tuple[TextState, ...]]] = {
        TextState.DRAFT: (TextState.WAITING, TextState.RETIRED),
        TextState.WAITING: (TextState.DRAFT, TextState.REVIEWED, TextState.RETIRED),
        TextState.REVIEWED: (TextState.RETIRED,),
        TextState.RETIRED: (),
    }

    # What Django adds by itself.
    written_by_id: int
    get_state_display: Any

    code = models.CharField(_("code"), max_length=80, db_index=True)
    version = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("declaration"))
    state = models.CharField(_("state"), max_length=10, choices=TextState.choices, default=TextState.DRAFT)
    # How often the text was kept: whoever keeps an older one is told that somebody else wrote meanwhile.
    edition = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    sent_back = models.TextField(_("why it was sent back"), blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("reviewed by")
    )  # fmt: skip
    reviewed_at = models.DateTimeField(_("reviewed"), null=True)
    retired_at = models.DateTimeField(_("retired"), null=True)
    # Every change of its state: by the latest of them the library knows that it has to read again.
    moved_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects: ClassVar[Any] = IndicatorTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator text")
        verbose_name_plural = _("indicator texts")
        ordering = ("code", "-version")
        constraints = [
            models.UniqueConstraint(
                fields=("code", "version"), name="evidence_one_text_of_a_version_of_an_indicator"
            ),
            models.UniqueConstraint(
                fields=("code",), condition=Q(state__in=AT_WORK), name="evidence_one_text_of_an_indicator_at_work"
            ),
            models.CheckConstraint(
                condition=~Q(reviewed_by=F("written_by")), name="evidence_a_text_is_reviewed_by_a_second_person"
            ),
            models.CheckConstraint(
                condition=~Q(state=TextState.REVIEWED) | Q(reviewed_by__isnull=False),
                name="evidence_no_text_is_in_force_without_review",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("evidence:text", args=[self.pk])

    @property
    def file_name(self) -> str:
        """As a refusal calls it."""
        return f"{self.code}.toml"

    def may_move(self, to: Any) -> bool:
        return TextState(to) in self.MOVES[TextState(self.state)]

    @property
    def declared(self) -> Indicator | None:
        """What the text declares; nothing while it cannot be read."""
        try:
            return parse_indicator(self.text, self.file_name)
        except WrongIndicator:
            return None
