"""The nouns of the register."""

from cairn.people.models.bonds import Household, Relation
from cairn.people.models.doubles import DoubleSearch, Merge, PossibleDouble
from cairn.people.models.parts import Contact, IdentityDocument, NextOfKin, PartOfPerson, PersonFile
from cairn.people.models.person import Person, RegisterNumber

__all__ = [
    "Contact",
    "DoubleSearch",
    "Household",
    "IdentityDocument",
    "Merge",
    "NextOfKin",
    "PartOfPerson",
    "Person",
    "PersonFile",
    "PossibleDouble",
    "RegisterNumber",
    "Relation",
]
