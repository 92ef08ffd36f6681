"""How a person becomes findable: what of them goes into the blind index, and how it follows each change."""

from collections.abc import Iterable, Iterator

from django.db import connection

from cairn.guard.keys.derive import Purpose
from cairn.guard.keys.root import derived_key
from cairn.people.codes import ContactKind
from cairn.people.matching import tables
from cairn.people.matching.records import Record
from cairn.people.matching.tokens import index_tokens
from cairn.people.models import Contact, IdentityDocument, Person

SCOPE = "people"


def index_key() -> bytes:
    """The mission's key for the tokens of people."""
    return derived_key(Purpose.BLIND_INDEX, SCOPE)


def record_of(
    person: Person,
    contacts: Iterable[Contact] | None = None,
    papers: Iterable[IdentityDocument] | None = None,
) -> Record:
    """What matching may know of a person, opened for one act."""
    contacts = person.contacts.all() if contacts is None else contacts
    papers = person.identitydocuments.all() if papers is None else papers
    others = [person.own_script_name, *person.other_names]
    # Whoever was joined to them is found under the names of both records.
    for joined in _joined_to(person):
        others += [joined.full_name, joined.own_script_name, *joined.other_names]
    return Record(
        id=person.number,
        given_name=_plain(person.given_name),
        father_name=_plain(person.father_name),
        family_name=_plain(person.family_name),
        born=_plain(person.born),
        sex=_plain(person.sex)[:1],
        nationality=_plain(person.nationalities[0]) if person.nationalities else "",
        birth_place=_plain(person.birth_place),
        phones=tuple(_plain(each.value) for each in contacts if each.kind == ContactKind.PHONE),
        documents=tuple(_plain(paper.number) for paper in papers if paper.number),
        reference=person.reference,
        other_names=tuple(_plain(name) for name in others if name),
    )


def _joined_to(person: Person) -> Iterator[Person]:
    """Every record that was joined to this one, and to those."""
    for merge in person.merges.all():
        if merge.undone_at is None:
            yield merge.absorbed
            yield from _joined_to(merge.absorbed)


def make_findable(person: Person) -> None:
    """The index says what the register says of the person now; only tokens that differ are touched."""
    held = Person.objects.get(pk=person.pk)
    tables.change(connection, held.number, index_tokens(record_of(held), index_key()))


def make_unfindable(person: Person) -> None:
    """Nothing leads to the person any more; opens nothing, so it also works when the key is gone."""
    tables.remove(connection, person.number)


def _plain(value: str | None) -> str:
    """Out of its mask: matching caches and compares plain text."""
    return str.__str__(value) if value else ""
