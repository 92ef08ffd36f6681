"""What is to be done, what was given, whom one tried to reach, and files."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.guard.roles import Role
from cairn.guard.sealed import SealedText
from cairn.programmes.casework.codes import Channel, Reached, ServiceKind
from cairn.programmes.casework.models.cases import WORKS_ON_CASES
from cairn.programmes.casework.models.parts import PartOfCase


class Task(PartOfCase):
    """Something to be done by a day, by a colleague, or by somebody else for whom one waits."""

    what = SealedText(_("what"), max_length=300)
    due_on = models.DateField(_("due on"))
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who does it")
    )
    waits_for = SealedText(_("waits for"), max_length=200, blank=True)
    # Set by a clock of the kind of work, such as the five working days of a decision.
    clock = models.CharField(_("clock"), max_length=40, blank=True, editable=False)
    # The day on which its clock was told of.
    told_on = models.DateField(_("told on"), null=True, editable=False)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("done by"),
    )

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(
        WORKS_ON_CASES,
        ("what", "due_on", "to", "waits_for", "clock", "done_at", "done_by", "made_at", "made_by"),
    )

    class Meta(PartOfCase.Meta):
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ("due_on", "id")
        indexes = [models.Index(fields=["to", "done_at", "due_on"], name="tasks_of_a_colleague")]


class Service(PartOfCase):
    """Something that the person was given."""

    kind = models.CharField(_("service"), max_length=20, choices=ServiceKind.choices)
    given_on = models.DateField(_("given on"))
    given_by = models.CharField(
        _("given by"), max_length=120, blank=True, help_text=_("An organisation; empty where it was us.")
    )
    note = SealedText(_("note"), max_length=1000, blank=True)

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(
        WORKS_ON_CASES, ("kind", "given_on", "given_by", "note", "made_at", "made_by")
    )

    class Meta(PartOfCase.Meta):
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ("-given_on", "id")
        indexes = [models.Index(fields=["given_on"], name="services_by_day")]


class Attempt(PartOfCase):
    """An attempt to reach somebody, and what came of it."""

    channel = models.CharField(_("how"), max_length=10, choices=Channel.choices)
    tried_at = models.DateTimeField(_("when"))
    reached = models.CharField(_("what came of it"), max_length=15, choices=Reached.choices)
    note = SealedText(_("note"), max_length=1000, blank=True)

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(
        WORKS_ON_CASES, ("channel", "tried_at", "reached", "note", "made_at", "made_by")
    )

    class Meta(PartOfCase.Meta):
        verbose_name = _("attempt to reach the person")
        verbose_name_plural = _("attempts to reach the person")


class CaseFile(PartOfCase):
    """A file of a case, with a title that may say what it is."""

    attachment = models.ForeignKey(
        "guard.Attachment", on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("file")
    )
    title = SealedText(_("what it is"), max_length=200)

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(
        WORKS_ON_CASES, ("attachment", "title", "made_at", "made_by")
    )

    class Meta(PartOfCase.Meta):
        verbose_name = _("file of a case")
        verbose_name_plural = _("files of a case")
