"""What can be told about somebody, one item at a time: agreements name items, and referrals choose among them.

An item that is not written down here is told to nobody. Its code is the name of the record and of the field that it
is read from; each is of one kind of data, which the consent has to cover.
"""

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


def kind_of(item: Item) -> Kind:
    """The kind of data that an item is."""
    return _KINDS.get(item, Kind.TRAITS)


def items_by_kind() -> list[tuple[object, list[tuple[str, object]]]]:
    """All items as a form offers them, grouped by what kind of data they are."""
    grouped = {
        kind: [(item.value, item.label) for item in Item if kind_of(item) is kind] for kind in KIND_WORDS
    }
    return [(KIND_WORDS[kind], items) for kind, items in grouped.items()]
