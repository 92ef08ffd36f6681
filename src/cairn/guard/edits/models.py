"""What was changed in a protected row, and where two colleagues changed the same."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.sealed.fields import SealedJSON
from cairn.guard.sealed.protected import Protected


class OfAField(Protected):
    """Speaks of one field of one protected row; sealed with that row's key, and gone with it."""

    subject_model = models.CharField(_("kind of row"), max_length=80, editable=False)
    subject_id = models.CharField(_("row"), max_length=40, editable=False)
    field = models.CharField(_("field"), max_length=80, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    class Meta:
        abstract = True


class Change(OfAField):
    """One field of one row went from one value to another and made the row this version."""

    made_version = models.PositiveIntegerField(_("made version"), editable=False)
    before = SealedJSON(_("before"), null=True)
    after = SealedJSON(_("after"), null=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ("made_version", "field")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_model", "subject_id", "field", "made_version"],
                name="a_version_changes_a_field_once",
                violation_error_message=_("This version of the row was made already."),
            )
        ]

    @property
    def reference(self) -> str:
        return f"change {self.pk.hex[:8]}"


class Settled(models.TextChoices):
    """What somebody decided about a conflict."""

    MINE = "mine", _("the later edit was taken")
    THEIRS = "theirs", _("the row was left as it stands")
    OTHER = "other", _("another value was written")


class Conflict(OfAField):
    """The same field was changed by two: the row keeps the first, and the second waits here for a person."""

    base_version = models.PositiveIntegerField(_("made on version"), editable=False)
    base = SealedJSON(_("before both"), null=True)
    mine = SealedJSON(_("the later edit"), null=True)
    theirs = SealedJSON(_("in the row"), null=True)
    theirs_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("changed before by"),
    )
    settled = models.CharField(_("settled"), max_length=10, choices=Settled.choices, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("settled by"),
    )
    settled_at = models.DateTimeField(_("settled at"), null=True)

    class Meta:
        verbose_name = _("conflict")
        verbose_name_plural = _("conflicts")
        ordering = ("at",)
        indexes = [
            models.Index(fields=["subject_model", "subject_id", "settled_at"], name="conflicts_of_a_row")
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(settled="", settled_at=None)
                | (~models.Q(settled="") & models.Q(settled_at__isnull=False)),
                name="a_conflict_is_open_or_settled",
                violation_error_message=_("A conflict is either open, or settled by somebody."),
            )
        ]

    @property
    def reference(self) -> str:
        return f"conflict {self.pk.hex[:8]}"

    @property
    def is_open(self) -> bool:
        return self.settled_at is None
