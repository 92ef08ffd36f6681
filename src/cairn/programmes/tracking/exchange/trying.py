"""What a trial has said so far. Nothing of it is written, so the next batch finds it here and not in the registers."""

from collections.abc import Mapping
from hashlib import sha256

from cairn.programmes.tracking.exchange.incoming import Incoming
from cairn.programmes.tracking.models import BroughtFile, BroughtLine
from cairn.programmes.tracking.models.records import Record


class Tried:
    """The lines of one file that would be recorded; of a file that is brought in for good there are none."""

    def __init__(self, brought: BroughtFile, kind: Incoming) -> None:
        self.brought, self.kind = brought, kind
        self.lines = brought.lines.exclude(identity="") if brought.is_trial else brought.lines.none()
        self.entered: set[str] = set()

    def enter_place(self, cells: Mapping[str, str]) -> None:
        """Enter the place of a line as the first line did that told of it in an earlier batch."""
        place = self.kind.place_of(cells)
        if not place or place in self.entered or not self.brought.is_trial:
            return
        self.entered.add(place)
        if first := self.lines.filter(place=place).order_by("number").first():
            self._built(first)

    def about_the_same(self, row: Record) -> list[Record]:
        """What an earlier batch would have recorded about the same."""
        if not self.brought.is_trial:
            return []
        return [self._built(line) for line in self.lines.filter(identity=self._identity(row))]

    def remember(self, line: BroughtLine, cells: Mapping[str, str], row: Record) -> None:
        if self.brought.is_trial:
            line.cells, line.place = dict(cells), self.kind.place_of(cells)
            line.identity = self._identity(row)

    def _built(self, line: BroughtLine) -> Record:
        return self.kind.build(line.cells, self.brought.known_on)

    def _identity(self, row: Record) -> str:
        return sha256(repr(self.kind.identity(row)).encode()).hexdigest()


def forget_tried(brought: BroughtFile) -> None:
    """The report stays; what the trial needed to write it does not."""
    brought.lines.exclude(identity="").update(cells=None, identity="", place="")
