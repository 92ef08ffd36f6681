"""Sheets that came in, and lists that left."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.offices import Office, Team
from cairn.guard.rights import Can
from cairn.guard.sealed import Protected, ProtectedQuerySet, SealedJSON, SealedText


class MineQuerySet(ProtectedQuerySet):
    """A sheet is seen by whoever brought or asked for it, and by nobody else."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(by=user.pk) if user.is_active and user.is_authenticated else self.none()


class Sheet(Protected):
    """A file with many people in it, sealed with a key of its own that ends with it."""

    reference = models.CharField(_("reference"), max_length=9, unique=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("by"),
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, editable=False)
    file = models.ForeignKey(
        "guard.Attachment",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("file"),
    )
    rows_total = models.PositiveBigIntegerField(_("rows"), default=0, editable=False)

    objects = MineQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("-made_at",)


class ImportState(models.TextChoices):
    """From the file to the register; a dry run comes before anything is written."""

    UPLOADED = "uploaded", _("columns to be named")
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked: nothing is written yet")
    RUNNING = "running", _("being written")
    DONE = "done", _("through")
    FAILED = "failed", _("stopped")


class Import(Sheet):
    """A sheet of people from elsewhere."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED, editable=False
    )
    # Blind, so that it says of a file only whether it is the same.
    file_token = models.CharField(max_length=32, db_index=True, editable=False)
    header = SealedJSON(_("columns of the sheet"), default=list)
    mapping = SealedJSON(_("what each column is"), default=dict)
    day_first = models.BooleanField(_("days are written day first"), default=True)
    position = models.PositiveBigIntegerField(_("last line that is done"), default=1, editable=False)
    failed = SealedText(_("why it stopped"), blank=True, max_length=500)

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        ImportState.UPLOADED: (ImportState.CHECKING,),
        ImportState.CHECKING: (ImportState.CHECKED, ImportState.FAILED),
        ImportState.CHECKED: (ImportState.CHECKING, ImportState.RUNNING),
        ImportState.RUNNING: (ImportState.DONE, ImportState.FAILED),
        ImportState.DONE: (),
        ImportState.FAILED: (ImportState.CHECKING,),
    }

    class Meta(Sheet.Meta):
        verbose_name = _("import")
        verbose_name_plural = _("imports")


class RowOutcome(models.TextChoices):
    """What became of a row, or would."""

    NEW = "new", _("new")
    KNOWN = "known", _("imported before")
    REFUSED = "refused", _("refused")


class ImportRow(Protected):
    """One line of a sheet: what became of it, and why."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows", verbose_name=_("import"))
    line = models.PositiveBigIntegerField(_("line"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=RowOutcome.choices)
    is_dry = models.BooleanField(_("of the dry run"))
    # Blind: equal rows have equal tokens, so that the same row never makes a second person.
    token = models.CharField(max_length=32, db_index=True, editable=False)
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("person")
    )
    reasons = SealedJSON(_("reasons"), default=list)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ("of", "line")
        constraints = [
            models.UniqueConstraint(
                fields=["token"],
                condition=models.Q(person__isnull=False),
                name="a_row_makes_one_person",
                violation_error_message=_("This row was imported before."),
            ),
            models.UniqueConstraint(
                fields=["of", "line", "is_dry"],
                name="a_line_is_told_once",
                violation_error_message=_("This line was told already."),
            ),
        ]

    @property
    def reference(self) -> str:
        return f"{self.of} line {self.line}"


class ImportMapping(models.Model):
    """What the columns of sheets from one place mean, remembered for the next one."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+", verbose_name=_("office"))
    header_token = models.CharField(max_length=32, editable=False)
    mapping = models.JSONField(_("what each column is"), default=dict)
    day_first = models.BooleanField(_("days are written day first"), default=True)
    used_at = models.DateTimeField(_("used"), default=timezone.now)

    class Meta:
        verbose_name = _("remembered mapping")
        verbose_name_plural = _("remembered mappings")
        constraints = [
            models.UniqueConstraint(
                fields=["office", "header_token"],
                name="a_header_is_remembered_once",
                violation_error_message=_("This header is remembered already."),
            )
        ]

    def __str__(self) -> str:
        return f"mapping {self.pk}"


class ExportState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("being written")
    READY = "ready", _("ready to take")
    EXPIRED = "expired", _("expired and destroyed")
    FAILED = "failed", _("stopped")


class ExportQuerySet(MineQuerySet):
    """Whoever ordered a list sees it; whoever reads the trace sees of every list that it left, and what for."""

    def visible_to(self, user: Any, can: Any = None) -> Self:
        from cairn.guard.scope import may

        if can != Can.TRACE_READ:
            return super().visible_to(user)
        return self.all() if may(user, can) else self.none()


class Export(Sheet):
    """A list of people that a colleague takes along, with the reason, until it expires."""

    state = models.CharField(
        _("state"), max_length=10, choices=ExportState.choices, default=ExportState.WAITING, editable=False
    )
    format = models.CharField(_("format"), max_length=10)
    columns = models.JSONField(_("columns"), default=list)
    only = models.JSONField(_("filter"), default=dict)
    reason = SealedText(_("reason"), multiline=True, max_length=2000)
    expires_at = models.DateTimeField(_("expires"))
    rows_done = models.PositiveBigIntegerField(_("rows written"), default=0, editable=False)
    digest = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True, editable=False)

    objects = ExportQuerySet.as_manager()

    class Meta(Sheet.Meta):
        verbose_name = _("export")
        verbose_name_plural = _("exports")
