"""The nouns of the register."""

from cairn.people.models.bonds import Household, Relation
from cairn.people.models.parts import Contact, IdentityDocument, NextOfKin, PartOfPerson, PersonFile
from cairn.people.models.person import Person, RegisterNumber

__all__ = [
    "Contact",
    "Household",
    "IdentityDocument",
    "NextOfKin",
    "PartOfPerson",
    "Person",
    "PersonFile",
    "RegisterNumber",
    "Relation",
]
