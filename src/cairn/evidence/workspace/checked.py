"""A text as the editor shows it: with line numbers, and with the line marked on which it is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass

from cairn.evidence.indicators import Indicator, WrongIndicator
from cairn.evidence.indicators.ready import ready

AROUND = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text."""

    number: int
    words: str
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What a text declares, or where and why it declares nothing."""

    words: str
    indicator: Indicator | None = None
    line: int = 0
    said: str = ""
    what_to_do: str = ""

    @property
    def is_ready(self) -> bool:
        return self.indicator is not None

    def lines(self) -> Iterator[Line]:
        for number, words in enumerate(self.words.splitlines(), start=1):
            yield Line(number, words, number == self.line)

    def around(self) -> list[Line]:
        """The wrong line among its neighbours."""
        return [line for line in self.lines() if abs(line.number - self.line) <= AROUND]


def check(words: str, code: str, version: int) -> Checked:
    try:
        return Checked(words, ready(words, code, version))
    except WrongIndicator as wrong:
        said = wrong.said[:1].upper() + wrong.said[1:]
        return Checked(words, None, wrong.line, said, wrong.what_to_do)
