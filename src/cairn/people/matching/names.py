"""A name comes apart into parts, as different countries write them, and the parts are all that is compared.

Articles, titles and "son of" are left out, because one office writes them and the next does not; what belongs together
("Abd al-Rahman", "Nour al-Din", "Gebre Medhin") is put together, because one office joins it and the next does not.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from cairn.people.matching.records import Record
from cairn.people.matching.scripts import Script, in_latin, script_of

MOST_PARTS = 6
_KURDISH_VOWELS = frozenset("ەێۆ")

_BETWEEN = re.compile(r"[^a-zTDH0-9/'`]+")
_ARTICLES = frozenset({"al", "el", "il", "l", "la", "le", "ul"})
_TITLES = frozenset({"dr", "hadj", "haji", "hajji", "mr", "mrs", "ms", "mulla", "mullah"})
_SON_OF = frozenset({"ben", "bent", "bin", "bint", "bn", "ibn", "mint", "ould", "wuld"})
# Alone they are half a name: servant of, father of, mother of.
_OPENS = frozenset(
    {
        "abd",
        "abdal",
        "abdel",
        "abder",
        "abdol",
        "abdoul",
        "abdul",
        "abdur",
        "abdus",
        "abou",
        "abu",
        "bou",
        "ebdul",
        "oum",
        "umm",
        "`bd",
    }
)
_CLOSES = frozenset(
    {
        "allH",
        "allah",
        "deen",
        "din",
        "dine",
        "dyn",
        "aldin",
        "aldyn",
        "eddin",
        "eddine",
        "oddin",
        "ollah",
        "uddin",
        "ulla",
        "ullah",
    }
)
# Before the letters of the sun the article takes their sound: ash-Shami, ar-Rahman, an-Nur.
_SUN_LETTERS = frozenset({"ch", "d", "dh", "n", "r", "s", "sh", "t", "th", "z"})
# Ethiopian offices shorten the first half of a name: G/Medhin is Gebremedhin.
_SHORTENED = {"g": "gebre", "h": "haile", "k": "kidane", "t": "tekle", "w": "wolde"}
_BEFORE_HOLY = re.compile(
    "(?:gh?[ae]bra?e?y?|w[oe]lde?|ha[iy]le?|te[kc]h?le?|habte?|kidane?|tesfa|amde|sahle)$"
)
_HOLY = re.compile(
    "medh|sel+as|sil+as|slas|mar[iy]am|mi[kc]h?a?[ei]l|g[ie]+org|gabr[ie]+l|kristos|ha[iy]man|h[iy]wo?e?t|egz|amlak|ts?ion"
)


@lru_cache(maxsize=1 << 14)
def parts_of(name: str) -> tuple[str, ...]:
    """The parts of a name in Latin letters, in their order; a number stays a part."""
    words = [word for word in map(_written_out, _BETWEEN.split(in_latin(name))) if word]
    if len(words) < 2:
        return tuple(words)
    bare = [word for word in words if word not in _TITLES and word not in _SON_OF] or words
    return tuple(_joined(bare))[:MOST_PARTS]


def has_vowels(name: str) -> bool:
    """Arabic letters leave most vowels unsaid, but not as Kurds use them; all others say them."""
    return script_of(name) is not Script.ARABIC or not _KURDISH_VOWELS.isdisjoint(name)


class HeldName(NamedTuple):
    """One name of a person, in parts."""

    parts: tuple[str, ...]
    says_vowels: bool


@lru_cache(maxsize=1 << 14)
def in_parts(name: str) -> HeldName:
    """A whole name as it is compared; numbers are no part of it."""
    return HeldName(tuple(part for part in parts_of(name) if not part.isdigit()), has_vowels(name))


def names_of(record: Record) -> list[HeldName]:
    """The person's names; fields are taken apart one by one, for a given name and a father's do not belong together."""
    fields = [field for field in (record.given_name, record.father_name, record.family_name) if field]
    parts = tuple(part for field in fields for part in in_parts(field).parts)
    main = HeldName(parts[:MOST_PARTS], all(map(has_vowels, fields)))
    return [main, *map(in_parts, record.other_names)]


def _written_out(word: str) -> str:
    word = word.replace("'", "")
    first, _, rest = word.partition("/")
    return (
        _SHORTENED[first] + rest.replace("/", "") if rest and first in _SHORTENED else word.replace("/", "")
    )


def _joined(words: list[str]) -> Iterator[str]:
    held = ""
    opened = False
    for word, following in zip(words, [*words[1:], ""], strict=False):
        if following and _is_article(word, following):
            continue
        if held and (opened or _closes(word) or (_HOLY.match(word) and _BEFORE_HOLY.match(held))):
            held += word
        else:
            if held:
                yield held
            held = word
        opened = word in _OPENS and bool(following)
    if held:
        yield held


def _closes(word: str) -> bool:
    return word in _CLOSES or word.startswith(("aldyn", "allH"))


def _is_article(word: str, following: str) -> bool:
    if word in _ARTICLES:
        return True
    return word[:1] in "aeu" and word[1:] in _SUN_LETTERS and following.startswith(word[1:])
