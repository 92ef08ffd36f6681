"""Words without the letters that nobody sees: they hide in a name, ring a terminal, or turn what is read after them."""

import unicodedata
from collections.abc import Iterable

from django.http import QueryDict

_SPACED = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
# Invisible joiners are part of how Persian and Indic scripts are written; other format letters are not.
_JOINERS = "\u200c\u200d"


class _Seen(dict[int, str | None]):
    """What stands for each letter, found out when it is first met."""

    def __init__(self, kept: Iterable[str]) -> None:
        super().__init__({ord(letter): letter for letter in kept})

    def __missing__(self, code: int) -> str | None:
        kind = unicodedata.category(chr(code))
        self[code] = " " if kind in _SPACED else None if kind == "Cf" else chr(code)
        return self[code]


_WORDS = _Seen(_JOINERS)
# A form refuses a null in words of its own.
_TYPED = _Seen(_JOINERS + "\n\r\t\0")


def without_controls(text: str) -> str:
    """One line, with a single space between its words."""
    return " ".join(_in_words(text, _WORDS).split())


def lines_without_controls(text: str) -> str:
    """Lines as they were broken, and spaces as they were typed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    return "\n".join(_in_words(line, _WORDS).rstrip() for line in lines.split("\n")).strip()


def posted_without_controls(posted: QueryDict) -> QueryDict:
    """What was sent by a form, with its lines and spaces; whatever keeps it need not think of this."""
    tidy = posted.copy()
    for name, values in posted.lists():
        tidy.setlist(name, [_in_words(value, _TYPED) for value in values])
    return tidy


def _in_words(text: str, seen: _Seen) -> str:
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", text.translate(seen))
