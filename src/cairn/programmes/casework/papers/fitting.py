"""One page, whatever there is to say: first in smaller letters, then with less of it, and never with a second page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from pypdf import PdfReader

from cairn.mission.errors import CairnError
from cairn.people.papers.setting import set_paper

Line = TypeVar("Line")
# Letters of a text, and lines of a list, that are kept at each size of letters; smaller ones nobody reads on paper.
SIZES = (
    (11.0, 15_000, 40),
    (10.0, 15_000, 40),
    (9.0, 1_500, 12),
    (9.0, 800, 8),
    (9.0, 400, 6),
    (9.0, 120, 3),
)


class TooLongForOnePage(CairnError):
    """Even in few words it is more than a page."""


@dataclass(slots=True)
class Room:
    """How much fits; it remembers whether anything was left out."""

    size: float
    letters: int
    most_lines: int
    cut_something: bool = field(default=False)

    def text_of(self, text: Any) -> str:
        """The text in one paragraph, cut between two words."""
        whole = " ".join(str.__str__(text).split())
        if len(whole) <= self.letters:
            return whole
        self.cut_something = True
        return f"{whole[: self.letters].rsplit(' ', 1)[0]} …"

    def lines_of(self, lines: list[Line]) -> list[Line]:
        self.cut_something = self.cut_something or len(lines) > self.most_lines
        return lines[: self.most_lines]


def on_one_page(shape: Path, said: Callable[[Room], dict[str, Any]]) -> bytes:
    """The first way of saying it that fits one page."""
    for room in _rooms():
        content = set_paper(shape, said(room))
        if len(PdfReader(BytesIO(content)).pages) == 1:
            return content
    raise TooLongForOnePage(
        _("This does not fit one page, even in few words."), _("Write less about whom to call.")
    )


def _rooms() -> Iterator[Room]:
    return (Room(*each) for each in SIZES)
