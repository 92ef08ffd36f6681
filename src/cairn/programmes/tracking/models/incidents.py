"""Deaths and disappearances on the way, in the schema of the Missing Migrants Project."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.roles import Role
from cairn.guard.scoped import Scoped
from cairn.guard.sealed import SealedText
from cairn.people.births import checked_birth
from cairn.programmes.tracking.codes import Cause, IncidentType, SourceQuality
from cairn.programmes.tracking.models.records import Positioned, Record

INCIDENT_CODE = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,39}$", _("Write letters, digits, dots and hyphens.")
)


class Incident(Positioned, Record):
    """One event, or a sum of events, in which people died or went missing. All numbers are minimum figures."""

    code = models.CharField(_("incident id"), max_length=40, validators=[INCIDENT_CODE])
    main_code = models.CharField(_("main id"), max_length=40, blank=True)
    kind = models.CharField(
        _("incident type"), max_length=12, choices=IncidentType.choices, default=IncidentType.INCIDENT
    )
    first_day = models.DateField(_("date"))
    last_day = models.DateField(_("to"), null=True, blank=True)
    dead = models.PositiveIntegerField(_("dead"), default=0)
    dead_high = models.PositiveIntegerField(_("dead, at most"), null=True, blank=True)
    missing = models.PositiveIntegerField(_("minimum estimated number of missing"), default=0)
    survivors = models.PositiveIntegerField(_("survivors"), null=True, blank=True)
    women = models.PositiveIntegerField(_("women"), null=True, blank=True)
    men = models.PositiveIntegerField(_("men"), null=True, blank=True)
    children = models.PositiveIntegerField(_("children"), null=True, blank=True)
    origin_country = models.CharField(_("country of origin"), max_length=2, blank=True)
    origin_region = models.CharField(_("region of origin"), max_length=120, blank=True)
    cause = models.CharField(_("cause of death"), max_length=20, choices=Cause.choices)
    cause_reported = models.CharField(_("cause as reported"), max_length=200, blank=True)
    country = models.CharField(_("country of incident"), max_length=2, blank=True)
    region = models.CharField(_("region of incident"), max_length=120, blank=True)
    location = models.CharField(_("location"), max_length=300)
    place = models.SlugField(_("place code"), max_length=60, blank=True)
    route = models.CharField(_("migration route"), max_length=120, blank=True)
    grouping = models.CharField(_("UNSD geographical grouping"), max_length=120, blank=True)
    source_quality = models.PositiveSmallIntegerField(_("source quality"), choices=SourceQuality.choices)
    note = models.TextField(_("note"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ("-first_day", "code")
        indexes = [
            models.Index(fields=["code"], name="tracking_incidents_by_code"),
            models.Index(fields=["first_day", "country"], name="tracking_incidents_by_day"),
        ]
        constraints = [
            *Positioned.Meta.constraints,
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(corrects=None),
                name="an_incident_is_recorded_once",
                violation_error_message=_("An incident with this id is recorded already: correct that one."),
            ),
            models.CheckConstraint(
                condition=models.Q(last_day=None) | models.Q(last_day__gte=models.F("first_day")),
                name="an_incident_ends_after_it_begins",
                violation_error_message=_("The incident ends before it begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(dead__gt=0) | models.Q(missing__gt=0),
                name="an_incident_has_dead_or_missing",
                violation_error_message=_("Somebody died or is missing, or this is no incident."),
            ),
            models.CheckConstraint(
                condition=models.Q(dead_high=None) | models.Q(dead_high__gte=models.F("dead")),
                name="the_dead_are_a_minimum",
                violation_error_message=_("“At most” is below the number of dead."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.first_day}"

    @property
    def dead_and_missing(self) -> int:
        return self.dead + self.missing

    def clean(self) -> None:
        wrong: dict[str, object] = {}
        if (self.last_day or self.first_day) and (self.last_day or self.first_day) > timezone.localdate():
            wrong["first_day"] = _("This day is still to come.")
        if self.known_on and self.first_day and self.known_on < self.first_day:
            wrong["known_on"] = _("Nobody can know of it before it happened.")
        if (self.women or 0) + (self.men or 0) > (self.dead_high or self.dead) + self.missing:
            wrong["women"] = _("Women and men are more than all dead and missing together.")
        if self.kind == IncidentType.CUMULATIVE and self.last_day is None:
            wrong["last_day"] = _("A cumulative incident has a last day.")
        if wrong:
            raise ValidationError(wrong)


KNOWN_OF_VICTIM = ("incident", "name", "born", "nationality", "family_contact", "note")


class NamedVictim(Scoped):
    """Somebody who died or is missing, where a name is known. Sealed, and under the rules of the register."""

    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, related_name="named", verbose_name=_("incident")
    )
    reference = models.CharField(_("reference"), max_length=9, unique=True, editable=False)
    name = SealedText(_("name"), max_length=200)
    born = SealedText(_("born"), max_length=10, blank=True, validators=[checked_birth])
    nationality = SealedText(_("nationality"), max_length=2, blank=True)
    family_contact = SealedText(_("family to be told"), max_length=500, blank=True)
    note = SealedText(_("note"), multiline=True, max_length=2000, blank=True)
    # Since when its time is over, while it waits for a decision; and how long it was decided to keep it, for what.
    due_on = models.DateField(_("due on"), null=True, editable=False)
    keep_until = models.DateField(_("kept until"), null=True, editable=False)
    kept_for = SealedText(_("kept, because"), multiline=True, max_length=2000, blank=True, editable=False)

    SEEN_BY: ClassVar[dict[Role, tuple[str, ...]]] = {
        Role.CASE_SUPERVISOR: KNOWN_OF_VICTIM,
        Role.CASEWORKER: KNOWN_OF_VICTIM,
        Role.DATA_PROTECTION: (*KNOWN_OF_VICTIM, "due_on", "keep_until", "kept_for"),
    }

    class Meta:
        verbose_name = _("named victim")
        verbose_name_plural = _("named victims")


class PossibleRepetition(models.Model):
    """Two incidents near in place, time and number that may be one, until somebody decides."""

    one = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+", verbose_name=_("one"))
    other = models.ForeignKey(
        Incident, on_delete=models.CASCADE, related_name="+", verbose_name=_("the other")
    )
    is_same = models.BooleanField(_("is the same"), null=True)
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("possible repetition")
        verbose_name_plural = _("possible repetitions")
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"],
                name="a_repetition_is_asked_once",
                violation_error_message=_("These two were compared already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}"
