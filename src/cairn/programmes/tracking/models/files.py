"""Files that were brought in, and what became of each of their lines. They name nobody."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.people.references import new_reference
from cairn.programmes.tracking.codes import Confidence, FileKind, FileState, Method, Outcome


class BroughtFileQuerySet(models.QuerySet[Any]):
    """A file is seen by whoever brought it; what it recorded is seen by all who record."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(by=user.pk) if user.is_active and user.is_authenticated else self.none()


class BroughtFile(models.Model):
    """A file of tracking on its way: how far it is read stands here, so that nothing else has to remember."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(
        _("reference"), max_length=9, unique=True, default=new_reference, editable=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("brought by"),
    )
    kind = models.CharField(_("what the file holds"), max_length=12, choices=FileKind.choices)
    known_on = models.DateField(_("known since"))
    # Files of displacement tracking are published without these: told once, they hold where a line says nothing.
    method = models.CharField(_("method"), max_length=20, choices=Method.choices, blank=True)
    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence.choices, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    is_trial = models.BooleanField(_("only a trial"), default=True)
    # Reasons and the notice are for whoever brought it, and the worker speaks no language of its own.
    language = models.CharField(_("language of the report"), max_length=12, default="en", editable=False)
    # Empty when the file is through, because it is gone then.
    stored_name = models.CharField(_("stored as"), max_length=40, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=FileState.choices, default=FileState.READING, editable=False
    )
    position = models.PositiveBigIntegerField(_("last line that is done"), default=1, editable=False)
    brought_at = models.DateTimeField(_("brought"), default=timezone.now, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, editable=False)
    failed = models.CharField(_("why it stopped"), max_length=500, blank=True, editable=False)

    objects = BroughtFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of tracking")
        verbose_name_plural = _("files of tracking")
        ordering = ("-brought_at",)

    def __str__(self) -> str:
        return self.reference

    @property
    def is_at_work(self) -> bool:
        return self.state == FileState.READING

    @property
    def told_once(self) -> dict[str, str]:
        """What holds for each line that does not say it itself."""
        told = {"method": self.method, "confidence": self.confidence, "source": self.source}
        return {name: words for name, words in told.items() if words}

    def counts(self) -> dict[str, int]:
        """How many lines had each outcome, also those that none had."""
        found = self.lines.order_by().values_list("outcome").annotate(models.Count("pk"))
        return dict.fromkeys(Outcome.values, 0) | dict(found)


class BroughtLine(models.Model):
    """One line of a file, what became of it, and why."""

    of = models.ForeignKey(
        BroughtFile, on_delete=models.CASCADE, related_name="lines", verbose_name=_("file")
    )
    number = models.PositiveBigIntegerField(_("line"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    reasons = models.JSONField(_("reasons"), default=list)
    # What a trial would have recorded, and where: kept as long as it runs, because nothing else of it stays.
    cells = models.JSONField(_("cells"), null=True, editable=False)
    identity = models.CharField(_("what it is about"), max_length=64, blank=True, editable=False)
    place = models.CharField(_("place of which it tells"), max_length=40, blank=True, editable=False)

    class Meta:
        verbose_name = _("line of a file of tracking")
        verbose_name_plural = _("lines of files of tracking")
        ordering = ("of", "number")
        indexes = [
            models.Index(fields=["of", "outcome", "number"], name="tracking_lines_by_outcome"),
            models.Index(fields=["of", "identity"], name="tracking_lines_tried"),
            models.Index(fields=["of", "place", "number"], name="tracking_lines_tried_at_places"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["of", "number"],
                name="a_line_of_tracking_is_told_once",
                violation_error_message=_("This line was told already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.of_id} {self.number}"
