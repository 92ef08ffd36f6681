"""Sizes of letters. A drawing says how wide it is meant to stand, and its letters are as large there as the page's."""

from dataclasses import dataclass

from cairn.evidence.charts.saying import locale_of

NARROW, MIDDLE, WIDE = 340, 480, 720
JOINED = frozenset(
    {"ar", "ckb", "fa", "ps", "ur"}
)  # Higher and deeper than Latin letters, as in the site's own style.


@dataclass(frozen=True, slots=True)
class Sizes:
    text: float
    small: float
    title: float
    leading: float
    tight: float
    rise: float = 1.1  # From the top of a line to its baseline.


def sizes_for(width: float, language: str) -> Sizes:
    """One that stands alone may be shown on a telephone and on a desk: its letters are large enough for both."""
    text = 16.0 if NARROW < width < WIDE * 0.8 else 14.0
    joined = locale_of(language).language in JOINED
    return Sizes(
        text=text,
        small=text - 2,
        title=round(text * 1.45, 1),
        leading=1.5 if joined else 1.3,
        tight=1.45 if joined else 1.2,
        rise=1.25 if joined else 1.1,
    )
