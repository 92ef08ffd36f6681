"""Opening what matching compares of hundreds of people at once: plain text, without an instance around each row.

A search opens four hundred names and shows twenty people. Rows of Django's with forty columns, their keys, papers and
contacts would cost it ten times the time that people wait.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple, cast

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db.models import CharField, Exists, Model, OuterRef, QuerySet
from django.db.models.functions import Cast

from cairn.guard.keys.models import DataKey
from cairn.guard.keys.ring import master_ring
from cairn.guard.keys.sealing import unseal
from cairn.guard.sealed.envelope import Envelope, unpadded
from cairn.people.codes import ContactKind
from cairn.people.matching.records import Record
from cairn.people.models import Contact, IdentityDocument, Merge, Person

COMPARED = ("given_name", "father_name", "family_name", "own_script_name", "other_names", "born")
_KEY = ("data_key__wrapped", "data_key__master_id")
# Hundreds of identifiers are only ever written into the place of a value: as text they need not be taken apart first.
_IDENTIFIERS = (Cast("pk", CharField()), Cast("data_key", CharField()))


class Row(NamedTuple):
    """As much of a row as a field wants to know where its value stands."""

    pk: Any


def records_of(people: QuerySet, *, with_numbers: bool) -> list[Record]:
    """Names and birth of each of the people; telephones and documents only where a question asks for them.

    Whoever was joined to somebody lends them their names, as the index has it.
    """
    people = people.order_by()
    phones, documents = _numbers_of(people) if with_numbers else ({}, {})
    lends = Exists(Merge.objects.filter(person=OuterRef("pk"), undone_at=None))
    opened = list(_opened(Person, people, ("number", "reference", lends), COMPARED))
    joined = _names_joined_to([number for (number, _reference, has_joined), _names in opened if has_joined])
    return [
        Record(
            id=number,
            given_name=given,
            father_name=father,
            family_name=family,
            born=born,
            phones=tuple(phones.get(number, ())),
            documents=tuple(documents.get(number, ())),
            reference=reference,
            other_names=tuple(name for name in (own, *others, *joined.get(number, ())) if name),
        )
        for (number, reference, _lends), (given, father, family, own, others, born) in opened
    ]


def _names_joined_to(people: list[int]) -> dict[int, list[str]]:
    """By the number of each person the names of whoever was joined to them; asked of rows that the door has let out."""
    into: dict[int, int] = {}
    edge = people
    while edge:
        joined = Merge.objects.filter(person__number__in=edge, undone_at=None)
        numbers = joined.values_list("absorbed__number", "person__number")
        # Whoever was joined to a joined record is found with the one that remains in the end.
        found = {number: into.get(remaining, remaining) for number, remaining in numbers}
        edge = list(found)
        into |= found
    names: dict[int, list[str]] = defaultdict(list)
    absorbed = Person.objects.filter(number__in=into) if into else Person.objects.none()
    for (number,), (*parts, own, others, _born) in _opened(Person, absorbed, ("number",), COMPARED):
        names[into[number]] += [" ".join(part for part in parts if part), own, *others]
    return names


def _numbers_of(people: QuerySet) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Telephones and documents of each of the people."""
    phones, documents = defaultdict(list), defaultdict(list)
    of_them = {"person__in": people.values("pk")}
    contacts = Contact.objects.filter(**of_them)
    for (number,), (kind, value) in _opened(Contact, contacts, ("person__number",), ("kind", "value")):
        if kind == ContactKind.PHONE:
            phones[number].append(value)
    papers = IdentityDocument.objects.filter(**of_them)
    for (number,), (value,) in _opened(IdentityDocument, papers, ("person__number",), ("number",)):
        documents[number].append(value)
    return phones, documents


def _opened(
    model: type[Model], rows: QuerySet, plain: tuple[Any, ...], sealed: tuple[str, ...]
) -> Iterator[tuple[tuple[Any, ...], list[Any]]]:
    """Of each row the plain columns and the opened ones. A row whose key is destroyed is left out."""
    fields = [_Field(model._meta.get_field(name)) for name in sealed]
    ring = master_ring()
    key = cast(Any, DataKey())  # One for all rows: to make an instance takes longer than to unwrap.
    columns = rows.filter(data_key__destroyed_at=None).values_list(*_IDENTIFIERS, *_KEY, *plain, *sealed)
    for row_id, key_id, key.wrapped, key.master_id, *values in columns:
        key.forget()
        key.id = _dashed(key_id)
        row, cipher = _dashed(row_id), AESGCM(key.unwrap(ring))
        held = zip(fields, values[len(plain) :], strict=True)
        yield tuple(values[: len(plain)]), [field.open(row, cipher, envelope) for field, envelope in held]


def _dashed(identifier: str) -> str:
    """An identifier as Python writes it; SQLite keeps it without dashes."""
    if len(identifier) != 32:
        return identifier
    return "-".join((identifier[:8], identifier[8:12], identifier[12:16], identifier[16:20], identifier[20:]))


class _Field:
    """A sealed field that is opened in many rows: it says once where its values stand."""

    def __init__(self, field: Any) -> None:
        self.field = field
        self.place = field.place(Row(pk=""))

    def open(self, row: str, cipher: AESGCM, held: Envelope | None) -> Any:
        if held is None:
            return None
        if not held.sealed:
            return self.field.get_default()
        return self.field.from_bytes(unpadded(unseal(cipher, self.place + row, held.sealed)))
