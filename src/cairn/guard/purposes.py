"""What data about people is used for, declared once. What is not written down here is done with nobody's data.

Each purpose names its ground in law, whether it needs the person's consent, which kinds of data it may take along,
and how long its records stand. The words that are read out to people are in `consent_texts`.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from cairn.guard.retention import Keeps


class Purpose(StrEnum):
    """Why data about a person is used. In alphabetical order."""

    ASSISTANCE = "assistance"
    FAMILY_TRACING = "family-tracing"
    NATIONAL_REFERRAL = "national-referral"
    PARTNER_SERVICE = "partner-service"
    RESEARCH = "research"
    STATISTICS = "statistics"
    STORY = "story"
    VOLUNTARY_RETURN = "voluntary-return"


class Ground(StrEnum):
    """What makes a use lawful and fair."""

    CONSENT = "consent"
    LEGAL_DUTY = "legal-duty"
    MANDATE = "mandate"
    VITAL_INTEREST = "vital-interest"


class Kind(StrEnum):
    """A kind of data about a person."""

    CASE = "case"
    CONTACTS = "contacts"
    FAMILY = "family"
    FILES = "files"
    HEALTH = "health"
    IDENTITY = "identity"
    PAPERS = "papers"
    PICTURE = "picture"
    TRAITS = "traits"


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeInfo:
    """One purpose: what it is called, what rests on it, and what it may never take along."""

    name: object
    sentence: object
    ground: Ground
    covers: frozenset[Kind]
    keeps: Keeps
    needs_partner: bool = False
    # A consent lasts as long as the work it was given for is likely to; after that somebody asks again.
    lasts_months: int = 12
    # Texts before this one promised something else, so that a consent to them counts no more.
    oldest_text: int = 1

    @property
    def needs_consent(self) -> bool:
        return self.ground is Ground.CONSENT


_WHO = frozenset({Kind.IDENTITY, Kind.CONTACTS, Kind.TRAITS})

PURPOSES: dict[Purpose, PurposeInfo] = {
    Purpose.ASSISTANCE: PurposeInfo(
        name=_("Assistance by the mission"),
        sentence=_("The mission keeps what you tell it, so that its colleagues can help you."),
        ground=Ground.CONSENT,
        covers=frozenset(Kind),
        keeps=Keeps.ASSISTANCE,
        lasts_months=36,
    ),
    Purpose.FAMILY_TRACING: PurposeInfo(
        name=_("Looking for the family"),
        sentence=_("The mission tells a tracing service who you are and whom you look for."),
        ground=Ground.CONSENT,
        covers=_WHO | {Kind.FAMILY, Kind.PICTURE},
        keeps=Keeps.ASSISTANCE,
        needs_partner=True,
    ),
    Purpose.NATIONAL_REFERRAL: PurposeInfo(
        name=_("Referral to the national mechanism"),
        sentence=_(
            "The mission tells the authority that protects victims of trafficking what happened to you."
        ),
        ground=Ground.CONSENT,
        covers=_WHO | {Kind.CASE, Kind.FAMILY, Kind.FILES, Kind.HEALTH, Kind.PAPERS},
        keeps=Keeps.TRAFFICKING,
        needs_partner=True,
    ),
    Purpose.PARTNER_SERVICE: PurposeInfo(
        name=_("A service of a partner"),
        sentence=_("The mission tells one other organisation what it needs to know to help you."),
        ground=Ground.CONSENT,
        covers=_WHO | {Kind.CASE, Kind.FAMILY, Kind.HEALTH, Kind.PAPERS},
        keeps=Keeps.ASSISTANCE,
        needs_partner=True,
    ),
    Purpose.RESEARCH: PurposeInfo(
        name=_("Research"),
        sentence=_("Researchers read what happened to you, without your name."),
        ground=Ground.CONSENT,
        covers=frozenset({Kind.CASE, Kind.TRAITS}),
        keeps=Keeps.RESEARCH,
        lasts_months=24,
    ),
    Purpose.STATISTICS: PurposeInfo(
        name=_("Anonymous figures"),
        sentence=_("The mission counts people. Nobody can be recognised in its figures."),
        # Counting is part of the mission's mandate; whoever objects is left out all the same.
        ground=Ground.MANDATE,
        covers=frozenset({Kind.CASE, Kind.TRAITS}),
        keeps=Keeps.REGISTER,
    ),
    Purpose.STORY: PurposeInfo(
        name=_("Telling the story in public"),
        sentence=_(
            "The mission tells your story to the public, in words or pictures that you have seen before."
        ),
        ground=Ground.CONSENT,
        covers=frozenset({Kind.CASE, Kind.PICTURE}),
        keeps=Keeps.STORY,
    ),
    Purpose.VOLUNTARY_RETURN: PurposeInfo(
        name=_("Voluntary return"),
        sentence=_(
            "The mission tells those who prepare your journey who you are and what you need on the way."
        ),
        ground=Ground.CONSENT,
        covers=_WHO | {Kind.FAMILY, Kind.HEALTH, Kind.PAPERS},
        keeps=Keeps.RETURN,
        needs_partner=True,
        # Whether a return is voluntary is asked again until the day of the journey.
        lasts_months=6,
    ),
}

CHOICES = [(str(purpose), info.name) for purpose, info in PURPOSES.items()]
