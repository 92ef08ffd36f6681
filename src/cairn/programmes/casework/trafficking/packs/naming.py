"""What would say who somebody is: their names in any script, and numbers and addresses by which they are known."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from cairn.people.codes import ContactKind
from cairn.people.holdings import records_of
from cairn.people.matching.scripts import in_latin
from cairn.people.matching.tokens import code_of, digits_of
from cairn.people.models import Person

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d[\d\s().+/-]*")
# Parts of names that stand in anybody's, and in sentences.
_LITTLE = frozenset(
    {"abd", "abu", "ben", "bin", "bint", "dos", "das", "del", "der", "ibn", "umm", "van", "von"}
)
# “And”, “so”, “with”, “like” and “to” are written as one word with a name in Arabic.
_BEFORE_A_NAME = "وفبكل"
SHORTEST_PART, SHORTEST_CODE, PHONE_END = 3, 5, 7


@dataclass(frozen=True, slots=True)
class _Text:
    """Some text as it is searched."""

    words: frozenset[str]
    plain: str
    code: str
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Marks:
    """By what somebody would be known in a text."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    # Numbers of documents, as others may write them with other spaces.
    codes: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()

    def stand_in(self, texts: Iterable[str]) -> bool:
        return any(self._stands_in(_read(text)) for text in texts)

    def _stands_in(self, text: _Text) -> bool:
        return (
            not self._parts.isdisjoint(text.words)
            or any(end in number for end in self._ends for number in text.numbers)
            or any(code in text.code for code in map(code_of, self.codes) if len(code) >= SHORTEST_CODE)
            or any(address in text.plain for address in map(_flat, self.addresses) if address)
        )

    @cached_property
    def _parts(self) -> frozenset[str]:
        return frozenset(part for name in self.names for part in _parts(name))

    @cached_property
    def _ends(self) -> tuple[str, ...]:
        """The last digits of telephones, whatever is written before them."""
        digits = [digits_of(phone) for phone in self.phones]
        return tuple(number[-PHONE_END:] for number in digits if len(number) >= PHONE_END)


def marks_of(person: Person) -> Marks:
    """Those of a person, from every record of theirs."""
    records = records_of(person)
    names = [
        str.__str__(name)
        for row in records
        for name in (row.given_name, row.father_name, row.family_name, row.own_script_name, *row.other_names)
        if name
    ]
    contacts = [(row.kind, str.__str__(row.value)) for each in records for row in each.contacts.all()]
    codes = [str.__str__(row.number) for each in records for row in each.identitydocuments.all()]
    written = (ContactKind.EMAIL, ContactKind.MESSENGER)
    return Marks(
        names=tuple(names),
        phones=tuple(value for _kind, value in contacts),
        codes=tuple(codes),
        addresses=tuple(value for kind, value in contacts if kind in written or _is_a_door(kind, value)),
    )


def _is_a_door(kind: str, value: str) -> bool:
    """A postal address with a number in it; the name of a town alone stands in anybody's story."""
    return kind == ContactKind.ADDRESS and any(letter.isdigit() for letter in value)


def _flat(text: str) -> str:
    """However it is broken into lines, and whatever its capitals."""
    return " ".join(text.split()).casefold()


def _parts(name: str) -> Iterator[str]:
    """A whole name of one word counts however short it is."""
    words = [in_latin(word) for word in _WORD.findall(name)]
    for word in words:
        if len(words) == 1 or (len(word) >= SHORTEST_PART and word not in _LITTLE):
            yield word


def _read(text: str) -> _Text:
    words = _WORD.findall(text)
    bare = [word[1:] for word in words if word[0] in _BEFORE_A_NAME]
    return _Text(
        frozenset(map(in_latin, [*words, *bare])),
        _flat(text),
        code_of(text),
        tuple(map(digits_of, _NUMBER.findall(text))),
    )
