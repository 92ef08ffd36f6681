"""What can be told about somebody, one item at a time: agreements name items, and referrals choose among them.

An item that is neither written down here nor registered is told to nobody. Its code is the name of the record and of
the field that it is read from; each is of one kind of data, which the consent has to cover.
"""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.guard.purposes import Kind


class Item(models.TextChoices):
    """In the order in which a partner reads them."""

    GIVEN_NAME = "person.given_name", _("given names")
    FATHER_NAME = "person.father_name", _("father's or middle name")
    FAMILY_NAME = "person.family_name", _("family name")
    OWN_SCRIPT_NAME = "person.own_script_name", _("whole name in their own script")
    BORN = "person.born", _("born")
    SEX = "person.sex", _("sex")
    GENDER = "person.gender", _("gender")
    NATIONALITIES = "person.nationalities", _("nationalities")
    LANGUAGES = "person.languages", _("languages")
    NEEDS_INTERPRETER = "person.needs_interpreter", _("needs an interpreter")
    CONTACTS = "contacts.value", _("safe ways to reach the person")
    NEXT_OF_KIN = "nextofkins.name", _("next of kin who may be told")
    PAPERS = "identitydocuments.number", _("identity documents")
    SPECIAL_NEEDS = "person.special_needs", _("special needs")
    RISK = "case.risk", _("risk")
    ABOUT = "case.about", _("what the case is about")
    GOALS = "case.goals", _("what the person wants")
    PLAN = "case.plan", _("plan")


_KINDS = {
    Item.GIVEN_NAME: Kind.IDENTITY,
    Item.FATHER_NAME: Kind.IDENTITY,
    Item.FAMILY_NAME: Kind.IDENTITY,
    Item.OWN_SCRIPT_NAME: Kind.IDENTITY,
    Item.BORN: Kind.IDENTITY,
    Item.CONTACTS: Kind.CONTACTS,
    Item.NEXT_OF_KIN: Kind.FAMILY,
    Item.PAPERS: Kind.PAPERS,
    Item.SPECIAL_NEEDS: Kind.HEALTH,
    Item.RISK: Kind.CASE,
    Item.ABOUT: Kind.CASE,
    Item.GOALS: Kind.CASE,
    Item.PLAN: Kind.CASE,
}
KIND_WORDS = {
    Kind.IDENTITY: _("who the person is"),
    Kind.TRAITS: _("about the person"),
    Kind.CONTACTS: _("how to reach the person"),
    Kind.FAMILY: _("the family"),
    Kind.PAPERS: _("papers"),
    Kind.HEALTH: _("health"),
    Kind.CASE: _("the case"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """Something that can be told: its code, what it is called, and the kind of data that it is."""

    code: str
    label: object
    kind: Kind


Source = Callable[[], Iterable[Told]]
_SOURCES: list[Source] = []


def register_items(source: Source) -> None:
    """Programmes add what their own records hold, such as the answers of a form."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def every_item() -> dict[str, Told]:
    """All of them by their codes, in the order in which a partner reads them."""
    fields = (Told(item.value, item.label, _KINDS.get(item, Kind.TRAITS)) for item in Item)
    return {one.code: one for one in (*fields, *(one for source in _SOURCES for one in source()))}


def items_by_kind(among: Container[str] | None = None) -> list[tuple[object, list[tuple[str, object]]]]:
    """Items as a form offers them, grouped by what kind of data they are."""
    offered = [one for one in every_item().values() if among is None or one.code in among]
    grouped = {kind: [(one.code, one.label) for one in offered if one.kind is kind] for kind in KIND_WORDS}
    return [(KIND_WORDS[kind], items) for kind, items in grouped.items() if items]


def names_of(codes: Iterable[str]) -> list[str]:
    """What these items are called; one that the code no longer has, by its own name."""
    known = every_item()
    return [str(known[code].label) if code in known else code for code in codes]
