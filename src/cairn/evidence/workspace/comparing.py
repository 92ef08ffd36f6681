"""What a release says otherwise than the one before it in its series."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cairn.evidence.models import Release, Released
from cairn.evidence.models.releases import OUT
from cairn.evidence.releases.results import Cell, Result


class Change(StrEnum):
    """What became of a cell since the release before."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Compared:
    """An indicator beside what the release before said of it; nothing where it said nothing."""

    result: Result
    before: Result | None
    before_name: str = ""

    def change(self, cell: Cell) -> Change:
        if self.before is None:
            return Change.SAME
        was = self.before.cell(cell.key)
        if was is None:
            return Change.NEW
        return (
            Change.SAME
            if (was.value, was.low, was.high) == (cell.value, cell.low, cell.high)
            else Change.CHANGED
        )

    def was(self, cell: Cell) -> Cell | None:
        return self.before.cell(cell.key) if self.before else None

    def gone(self, names: frozenset[str]) -> Iterator[Cell]:
        """Cells of the release before that this one does not have, divided by exactly these."""
        if self.before is not None:
            yield from (
                cell
                for cell in self.before.cells
                if set(cell.at) == names and self.result.cell(cell.key) is None
            )

    @property
    def changed(self) -> int:
        return sum(self.change(cell) is not Change.SAME for cell in self.result.cells)

    @property
    def is_other_version(self) -> bool:
        """Figures of two versions of an indicator count in two ways."""
        return self.before is not None and self.before.indicator.version != self.result.indicator.version


def release_before(release: Release) -> Release | None:
    """The last one that was out before this number, whatever became of it."""
    earlier = Release.objects.filter(series=release.series_id, number__lt=release.number, state__in=OUT)
    found: Release | None = earlier.select_related("series").order_by("-number").first()
    return found


def compared(released: Released) -> Compared:
    before = release_before(released.release)
    other = before.released.filter(code=released.code).first() if before else None
    return Compared(released.result, other.result if other else None, str(before) if other else "")
