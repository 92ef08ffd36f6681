"""Lists of codes of tracking: those of the Missing Migrants Project and of displacement tracking where they have them."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class SiteKind(TextChoices):
    """What a place is to the people in it."""

    INFORMAL_CAMP = "informal-camp", _("informal camp")
    PLANNED_CAMP = "planned-camp", _("planned camp")
    RECEPTION = "reception", _("reception place")
    COLLECTIVE_CENTRE = "collective-centre", _("collective centre")
    TRANSIT = "transit", _("transit point")
    OTHER = "other", _("other")


class Method(TextChoices):
    """How people were counted."""

    HEAD_COUNT = "head-count", _("head count")
    REGISTRATION = "registration", _("registration")
    SHELTER_COUNT = "shelter-count", _("shelters counted, people estimated")
    KEY_INFORMANT = "key-informant", _("estimate of key informants")
    AERIAL = "aerial", _("from the air")
    OFFICIAL = "official", _("stated by authorities")


class Confidence(TextChoices):
    HIGH = "high", _("high")
    MEDIUM = "medium", _("medium")
    LOW = "low", _("low")


class Direction(TextChoices):
    IN = "in", _("inwards")
    OUT = "out", _("outwards")
    THROUGH = "through", _("passing through")


class Mode(TextChoices):
    ON_FOOT = "foot", _("on foot")
    ROAD = "road", _("by road")
    RAIL = "rail", _("by rail")
    SEA = "sea", _("by sea")
    AIR = "air", _("by air")
    UNKNOWN = "unknown", _("not known")


class AgeGroup(TextChoices):
    CHILD = "child", _("under 18")
    ADULT = "adult", _("18 and over")
    UNKNOWN = "unknown", _("not known")


class IncidentType(TextChoices):
    """Missing Migrants: one event, a sum over a period, or part of an event with several places."""

    INCIDENT = "incident", _("incident")
    CUMULATIVE = "cumulative", _("cumulative incident")
    SPLIT = "split", _("split incident")


class Cause(TextChoices):
    """Missing Migrants Project, categorised cause of death."""

    DROWNING = "drowning", _("drowning")
    HARSH_CONDITIONS = "harsh-conditions", _("harsh conditions, lack of shelter, food or water")
    SICKNESS = "sickness", _("sickness, lack of access to healthcare")
    TRANSPORT = "transport", _("vehicle accident, death linked to hazardous transport")
    VIOLENCE = "violence", _("violence")
    ACCIDENTAL = "accidental", _("accidental death")
    MIXED_OR_UNKNOWN = "unknown", _("mixed or unknown")


class SourceQuality(IntegerChoices):
    """Missing Migrants Project: from one medium to a coroner or an official body."""

    ONE_MEDIUM = 1, _("1: one source in the media")
    UNCERTAIN = 2, _("2: uncertain reports of survivors or non-governmental sources")
    SEVERAL_MEDIA = 3, _("3: several media sources")
    SEVERAL_SOURCES = 4, _("4: several sources, non-governmental or international")
    OFFICIAL = 5, _("5: coroners, forensic or official sources")


class FileKind(TextChoices):
    """What a file of tracking holds."""

    INCIDENTS = "incidents", _("Incidents, as the Missing Migrants Project publishes them")
    SITES = "sites", _("Sites and their populations")
    FLOWS = "flows", _("Flows past points")


class FileState(TextChoices):
    """From the first line of a file to the last."""

    READING = "reading", _("being read")
    DONE = "done", _("through")
    FAILED = "failed", _("stopped")


class Outcome(TextChoices):
    """What became of a line."""

    NEW = "new", _("new")
    KNOWN = "known", _("recorded already")
    DIFFERS = "differs", _("recorded otherwise")
    REFUSED = "refused", _("refused")
