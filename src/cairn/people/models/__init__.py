"""The nouns of the register."""

from cairn.people.models.bonds import Household, Relation
from cairn.people.models.consent import Consent, Exemption
from cairn.people.models.doubles import DoubleSearch, Merge, PossibleDouble
from cairn.people.models.exchange import Export, Import, ImportMapping, ImportRow
from cairn.people.models.parts import Contact, IdentityDocument, NextOfKin, PartOfPerson, PersonFile
from cairn.people.models.person import Person, RegisterNumber
from cairn.people.models.privacy import (
    DeletionStatement,
    DisclosedPart,
    Disclosure,
    Erasure,
    LegalHold,
    RetentionReview,
)

__all__ = [
    "Consent",
    "Contact",
    "DeletionStatement",
    "DisclosedPart",
    "Disclosure",
    "DoubleSearch",
    "Erasure",
    "Exemption",
    "Export",
    "Household",
    "IdentityDocument",
    "Import",
    "ImportMapping",
    "ImportRow",
    "LegalHold",
    "Merge",
    "NextOfKin",
    "PartOfPerson",
    "Person",
    "PersonFile",
    "PossibleDouble",
    "RegisterNumber",
    "Relation",
    "RetentionReview",
]
