"""What somebody agreed to or refused, and what goes without their consent because a life or a law demands it."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard import purposes
from cairn.guard.offices import SHORT_CODE
from cairn.guard.roles import Role
from cairn.guard.sealed import SealedBoolean, SealedText
from cairn.people.models.parts import WORKS_WITH_PEOPLE, PartOfPerson


class Said(models.TextChoices):
    """What the person answered."""

    GIVEN = "given", _("yes")
    REFUSED = "refused", _("no")


class How(models.TextChoices):
    """In which form they answered."""

    WRITTEN = "written", _("signed on paper, which is scanned")
    SPOKEN = "spoken", _("spoken before a witness")
    THUMBPRINT = "thumbprint", _("thumbprint on paper, which is scanned")


class Capacity(models.TextChoices):
    """Whether somebody understood what they were asked, as the colleague who asked found."""

    NOT_IN_DOUBT = "not-in-doubt", _("understood; there was no doubt")
    WITH_HELP = "with-help", _("understood, with help that is noted")
    NOT_NOW = "not-now", _("could not decide at this time")


class SpokenFor(models.TextChoices):
    """Why somebody was spoken for by a guardian."""

    NOBODY = "", _("they spoke for themselves")
    CHILD = "child", _("a child, or somebody who may be one")
    CAPACITY = "capacity", _("could not decide themselves")


class OfAPurpose(PartOfPerson):
    """Speaks of one purpose and perhaps one partner. The purpose is sealed: it tells what happened to somebody."""

    purpose = SealedText(_("purpose"), choices=purposes.CHOICES, max_length=40)
    partner_code = models.CharField(_("partner"), max_length=12, blank=True, validators=[SHORT_CODE])
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta(PartOfPerson.Meta):
        abstract = True

    def speaks_of(self, purpose: str, partner: str) -> bool:
        return self.partner_code == partner and self.purpose == purpose

    def is_over(self, on: dt.date) -> bool:
        return self.valid_until is not None and self.valid_until < on


class Consent(OfAPurpose):
    """One answer to one question. A later answer to the same question takes its place; all of them stay."""

    said = SealedText(_("answer"), choices=Said.choices, max_length=10)
    text_version = models.PositiveIntegerField(_("version of the text"))
    text_language = models.CharField(_("language of the text"), max_length=20)
    text_digest = models.CharField(_("SHA-256 of the text"), max_length=64, editable=False)
    how = SealedText(_("how"), choices=How.choices, max_length=20)
    witness = SealedText(_("witness"), max_length=200, blank=True)
    scan = models.ForeignKey(
        "guard.Attachment",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("scan"),
    )
    with_interpreter = SealedBoolean(_("with an interpreter"), default=False)
    interpreter_note = SealedText(_("about the interpreter"), max_length=300, blank=True)
    capacity = SealedText(_("understanding"), choices=Capacity.choices, max_length=20)
    capacity_note = SealedText(_("how it was assessed, and what helped"), max_length=1000, blank=True)
    spoken_for = SealedText(_("spoken for"), choices=SpokenFor.choices, max_length=10, blank=True)
    guardian = models.ForeignKey(
        "people.Person",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("guardian in the register"),
    )
    guardian_name = SealedText(_("guardian who is not in the register"), max_length=200, blank=True)
    guardian_papers = SealedText(_("papers that show the guardianship"), max_length=300, blank=True)
    child_agrees = SealedBoolean(_("the child agrees as well"), null=True, blank=True)
    given_at = models.DateTimeField(_("answered"), default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("recorded by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("withdrawal recorded by"),
    )
    withdrawal_how = SealedText(_("how it was withdrawn"), max_length=300, blank=True)
    withdrawal_effect = SealedText(
        _("what was already shared, and who was told"), multiline=True, max_length=2000, blank=True
    )

    _ALL: ClassVar[tuple[str, ...]] = (
        "purpose", "partner_code", "valid_until", "said", "text_version", "text_language", "how", "witness", "scan",
        "with_interpreter", "interpreter_note", "capacity", "capacity_note", "spoken_for", "guardian",
        "guardian_name", "guardian_papers", "child_agrees", "given_at", "recorded_by", "withdrawn_at",
        "withdrawn_by", "withdrawal_how", "withdrawal_effect",
    )  # fmt: skip
    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(
        (*WORKS_WITH_PEOPLE, Role.FIELD_PARTNER), _ALL
    )

    class Meta(OfAPurpose.Meta):
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("given_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None)
                | models.Q(withdrawn_at__gte=models.F("given_at"), withdrawn_by__isnull=False),
                name="consent_is_withdrawn_by_somebody_later",
                violation_error_message=_(
                    "A consent is withdrawn after it was given, and a colleague records it."
                ),
            )
        ]

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def last_spoken_of(self) -> dt.datetime:
        """When the person last said something about it: yes or no, or that they take it back."""
        return self.withdrawn_at or self.given_at


class ExemptionKind(models.TextChoices):
    """Why data may go without consent. There is no other reason."""

    VITAL_INTEREST = "vital-interest", _("a life or the safety of somebody is in danger now")
    LEGAL_DUTY = "legal-duty", _("a law obliges the mission, which the reason names")


class Exemption(OfAPurpose):
    """Sharing without consent: asked for by one colleague with a reason, approved by another, for a short time."""

    LONGEST = dt.timedelta(days=30)

    kind = SealedText(_("ground"), choices=ExemptionKind.choices, max_length=20)
    reason = SealedText(_("reason"), multiline=True, max_length=2000)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("asked by"),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    is_approved = models.BooleanField(_("is approved"), default=False, editable=False)

    _ALL: ClassVar[tuple[str, ...]] = (
        "purpose", "partner_code", "valid_until", "kind", "reason", "asked_by", "decided_by", "decided_at",
        "is_approved",
    )  # fmt: skip
    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = dict.fromkeys(WORKS_WITH_PEOPLE, _ALL)

    class Meta(OfAPurpose.Meta):
        verbose_name = _("exemption from consent")
        verbose_name_plural = _("exemptions from consent")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_at=None, decided_by=None, is_approved=False)
                | (
                    models.Q(decided_at__isnull=False, decided_by__isnull=False)
                    & ~models.Q(decided_by=models.F("asked_by"))
                ),
                name="an_exemption_is_decided_by_somebody_else",
                violation_error_message=_("Whoever asks for an exemption does not decide about it."),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=False),
                name="an_exemption_ends",
                violation_error_message=_("Say until when the exemption is needed."),
            ),
        ]
