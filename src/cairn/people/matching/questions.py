"""What somebody typed into the one search box, taken apart: names, a birth year or date, numbers, codes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cairn.people.matching.names import in_parts
from cairn.people.matching.sounds import readings
from cairn.people.matching.tokens import (
    code_of,
    digits_of,
    document_facets,
    name_facets,
    phone_facets,
    year_facets,
)

SHORTEST_BEGINNING = 3
LONGEST = 500  # Letters of a question that are read.
_DATE = re.compile(
    r"(?<!\d)(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}))(?!\d)"
)
_NUMBER = re.compile(r"\+?\d[\d().\-/]*")
_YEAR = re.compile(r"(19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Question:
    """One search. Words are parts of names; numbers may end a telephone or a document; codes are whole.

    Any word may be a reference, and so may all words together, for people read references out in pieces.
    """

    name: str = ""
    parts: tuple[str, ...] = ()
    year: int | None = None
    born: str = ""
    numbers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    references: frozenset[str] = frozenset()

    @property
    def is_one_name(self) -> bool:
        """One part of a name, of three letters or more, and nothing else."""
        others = self.year or self.numbers or self.codes
        return not others and len(self.parts) == 1 and len(self.name.strip()) >= SHORTEST_BEGINNING

    def facets(self) -> Iterator[tuple[str, str]]:
        """What to look up; the kinds and texts are those of `tokens.index_tokens`."""
        yield from name_facets(self.parts)
        yield from self._birth_facets()
        for number in self.numbers:
            yield from list(phone_facets(number))[:1]
            yield from document_facets(number)
        yield from (("document", code) for code in self.codes)
        yield from (("reference", reference) for reference in self.references)

    def _birth_facets(self) -> Iterator[tuple[str, str]]:
        if self.year is None:
            return
        yield from year_facets(str(self.year), (sound for part in self.parts for sound in readings(part)[:3]))
        if self.born or not self.parts:
            yield "born", self.born or str(self.year)


def asked(text: str) -> Question:
    """The question in a line of text, whatever is in it; nothing in it is a question for nobody."""
    text = "".join(digits_of(letter) or letter for letter in text[:LONGEST])
    born, rest = _birth_date(text)
    words, codes, number, year = [], [], "", int(born[:4]) if born else None
    for word in rest.split():
        if _NUMBER.fullmatch(word):
            if _YEAR.fullmatch(word) and year is None and not number:
                year = int(word)
            else:
                number += word
        elif len(digits_of(word)) >= 3:
            codes.append(code_of(word))
        else:
            words.append(word)
    name = " ".join(words)
    return Question(
        name=name,
        parts=in_parts(name).parts,
        year=year,
        born=born,
        numbers=(digits_of(number),) if number else (),
        codes=tuple(codes),
        references=frozenset(code for code in map(code_of, (*text.split(), text)) if code),
    )


def _birth_date(text: str) -> tuple[str, str]:
    """A date in the text as ISO has it, days before months as the field writes them, and the text without it."""
    date = _DATE.search(text)
    if not date:
        return "", text
    year, month, day = (date[1], date[2], date[3]) if date[1] else (date[6], date[5], date[4])
    return f"{year}-{int(month):02d}-{int(day):02d}", f"{text[: date.start()]} {text[date.end() :]}"
