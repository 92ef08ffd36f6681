"""Cells that no spreadsheet runs.

A sheet program takes a text for a formula by its first letter, and some look past spaces, marks of direction and
other letters that nobody sees. Such a cell gets an apostrophe in front, which every program shows as text.
"""

import unicodedata

STARTS_A_FORMULA = frozenset("=+-@|%＝＋－＠")
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp", "Zs")


def harmless(text: str) -> str:
    """The same text if it is harmless, and with an apostrophe before it if it is not."""
    is_risky = _first_seen(text) in STARTS_A_FORMULA or text.startswith(("\t", "\r", "\n"))
    return f"'{text}" if is_risky else text


def _first_seen(text: str) -> str:
    return next((letter for letter in text if unicodedata.category(letter) not in _UNSEEN), "")
