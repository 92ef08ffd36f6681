"""What somebody typed into the one search box, taken apart: names, a birth year or date, numbers, codes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cairn.people.matching.names import parts_of
from cairn.people.matching.sounds import readings
from cairn.people.matching.tokens import code_of, digits_of, document_facets, name_facets, phone_facets

_DATE = re.compile(
    r"(?<!\d)(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}))(?!\d)"
)
_NUMBER = re.compile(r"\+?\d[\d().\-/]*")


@dataclass(frozen=True, slots=True)
class Question:
    """One search. Words are parts of names; numbers may end a telephone or a document; codes are whole."""

    name: str = ""
    parts: tuple[str, ...] = ()
    year: int | None = None
    born: str = ""
    numbers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    def facets(self) -> Iterator[tuple[str, str]]:
        """What to look up; the kinds and texts are those of `tokens.index_tokens`."""
        yield from name_facets(self.parts)
        if self.year is not None:
            yield from (
                ("year", f"{self.year}{sound[:2]}") for part in self.parts for sound in readings(part)[:3]
            )
        for number in self.numbers:
            yield from list(phone_facets(number))[:1]
            yield from document_facets(number)
        for code in (*self.codes, *self.numbers):
            yield "document", code_of(code)
            yield "reference", code_of(code)


def asked(text: str) -> Question:
    """The question in a line of text, whatever is in it; nothing in it is a question for nobody."""
    text = "".join(digits_of(letter) or letter for letter in text[:500])
    born = ""
    date = _DATE.search(text)
    if date:
        year, month, day = (date[1], date[2], date[3]) if date[1] else (date[6], date[5], date[4])
        born = f"{year}-{int(month):02d}-{int(day):02d}"
        text = text[: date.start()] + " " + text[date.end() :]
    words, codes, number, year = [], [], "", int(born[:4]) if born else None
    for word in text.split():
        if _NUMBER.fullmatch(word):
            if re.fullmatch(r"(19|20)\d\d", word) and year is None and not number:
                year = int(word)
            else:
                number += word
        elif len(digits_of(word)) >= 3:
            codes.append(word)
        else:
            words.append(word)
    name = " ".join(words)
    return Question(
        name=name,
        parts=tuple(part for part in parts_of(name) if not part.isdigit()),
        year=year,
        born=born,
        numbers=(digits_of(number),) if number else (),
        codes=tuple(codes),
    )
