"""Blind tokens: what of a person may be looked up without being readable.

Each thing that a search can use (a part of a name by its sound, two parts together, the birth year with the beginning
of a part, the birth date, the end of a telephone number) becomes HMAC-SHA256 under the mission's index key, cut to four bytes. Four
bytes keep the index small; a million people have some four million different tokens, so one look-up in a thousand
meets a stranger, whom the exact comparison drops again.
"""

import hmac
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import combinations, product

from cairn.people.matching.names import names_of
from cairn.people.matching.records import Record
from cairn.people.matching.sounds import heard, readings

Blind = Callable[[str, str], int]


def blinder(key: bytes, remembered: int = 1 << 16) -> Blind:
    """How one mission makes its tokens; remembers the latest, because names repeat."""
    if len(key) < 32:
        raise ValueError("The key of the blind index must have 32 bytes or more.")

    @lru_cache(maxsize=remembered)
    def blind(kind: str, text: str) -> int:
        digest = hmac.digest(key, f"{kind}\0{text}".encode(), "sha256")
        return int.from_bytes(digest[:4], "big", signed=True)

    return blind


def index_tokens(record: Record, key: bytes | Blind) -> set[int]:
    """Every token under which the person can be found."""
    blind = key if callable(key) else blinder(key, remembered=0)
    return {blind(kind, text) for kind, text in _facets(record)}


def _facets(record: Record) -> Iterator[tuple[str, str]]:
    for parts, _ in names_of(record):
        yield from name_facets(parts)
        if record.born:
            yield from year_facets(record.born[:4], (readings(part)[0] for part in parts))
    if record.born:
        yield from (("born", born) for born in {record.born[:4], record.born})
    for phone in record.phones:
        yield from phone_facets(phone)
    for document in record.documents:
        yield from document_facets(document)
    if record.reference:
        yield "reference", code_of(record.reference)


def name_facets(parts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """One part alone for a search by one name; two parts together for all others, because one alone is too common.

    Of two parts the sound, the melody, the beginnings and the ends are kept, so that a wrong letter anywhere leaves
    something; a name of only two parts also stays findable when a consonant is lost in the middle.
    """
    sounds = [readings(part)[:3] for part in parts]
    yield from (("part", sound) for part in sounds for sound in part)
    for (one, first), (other, second) in combinations(zip(parts, sounds, strict=True), 2):
        pairs = sorted(
            product(enumerate(first), enumerate(second)), key=lambda pair: pair[0][0] + pair[1][0]
        )[:6]
        for (_, left), (_, right) in pairs:
            yield "pair", _together(left, right)
        yield "melody", _together(heard(one)[0].melody, heard(other)[0].melody)
        yield "begin", _together(first[0][:2], second[0][:2])
        yield "end", _together(first[0][-2:], second[0][-2:])
    for three in combinations(sounds, 3):
        for some in list(product(*three))[:8]:
            yield "three", "|".join(sorted(some))
    if len(parts) == 2:
        yield from (("near", text) for text in _one_consonant_lost(sounds[0][0], sounds[1][0]))
        yield from (("near", text) for text in _one_consonant_lost(sounds[1][0], sounds[0][0]))


def year_facets(year: str, sounds: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The year with a whole part, which few share, and with its beginning, which a wrong letter leaves."""
    for sound in sounds:
        yield "year", f"{year}{sound}"
        yield "year", f"{year}{sound[:2]}"


def _together(one: str, other: str) -> str:
    return f"{one}|{other}" if one < other else f"{other}|{one}"


def _one_consonant_lost(whole: str, damaged: str) -> Iterator[str]:
    yield f"{whole}|{damaged}"
    yield from {f"{whole}|{damaged[:at]}{damaged[at + 1 :]}" for at in range(len(damaged))}


def digits_of(text: str) -> str:
    """The digits of the text, from whatever writing."""
    return "".join(
        str(unicodedata.digit(letter)) for letter in text if unicodedata.digit(letter, None) is not None
    )


def phone_facets(phone: str) -> Iterator[tuple[str, str]]:
    """The last seven digits, whatever is written before them, and the last four."""
    digits = digits_of(phone)
    if len(digits) >= 7:
        yield "phone", digits[-7:]
    if len(digits) >= 4:
        yield "phone end", digits[-4:]


_NOT_IN_CODES = re.compile(r"[\W_]+")
_MISREAD = str.maketrans("OI", "01")


def code_of(text: str) -> str:
    """A number of a document or a reference without what is misread or left out: spaces, case, O for 0, I for 1."""
    return _NOT_IN_CODES.sub("", unicodedata.normalize("NFKC", text)).upper().translate(_MISREAD)


def document_facets(document: str) -> Iterator[tuple[str, str]]:
    """The whole number, and its last six digits for those who leave out the letters."""
    code = code_of(document)
    if code:
        yield "document", code
    digits = digits_of(document)
    if len(digits) >= 6:
        yield "document end", digits[-6:]


def tokens_of(facets: Iterable[tuple[str, str]], blind: Blind) -> set[int]:
    return {blind(kind, text) for kind, text in facets}
