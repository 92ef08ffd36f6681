"""The door to disclosure control: tables of people in, tables that may be attacked out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from cairn.evidence.attack.report import People
from cairn.evidence.attack.statements import Ledger, Statement
from cairn.evidence.disclosure.hiding import hidden_cells
from cairn.evidence.disclosure.noise import noise_table
from cairn.evidence.disclosure.rules import Open, Perturbed, Rounded, Rule, Suppressed
from cairn.evidence.errors import CannotProtect, TooFewPeopleToPublish
from cairn.evidence.regions import Layout, Region


@dataclass(frozen=True, slots=True)
class Draft:
    """What a release is made of, before it is protected."""

    release: str
    snapshot: str
    layouts: tuple[Layout, ...]
    people: People
    # The keys of the same cells as the people, for noise.
    keys: NDArray[np.uint32] | None = None
    headlines: frozenset[Region] = field(default_factory=lambda: frozenset({Region()}))


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as it is shown, or hidden; small and complementary cells look alike, or the mark would tell."""

    label: str
    region: Region
    shown: int | None
    headline: bool

    @property
    def conf_status(self) -> str:
        """SDMX: free or confidential."""
        return "F" if self.shown is not None else "C"

    @property
    def obs_status(self) -> str:
        """SDMX: a value, or missing because it is hidden."""
        return "A" if self.shown is not None else "Q"


@dataclass(frozen=True, slots=True)
class Protected:
    """A table as it may be shown."""

    layout: Layout
    cells: tuple[Cell, ...]

    def remainder(self, whole: int, parts: Iterable[int]) -> int:
        """What the parts leave of an exact total, hidden people or noise: the line that makes a table add up."""
        total = self.cells[whole].shown
        if total is None or not self.cells[whole].headline:
            raise CannotProtect(f"“{self.cells[whole].label}” is no headline; only headlines add up exactly.")
        return total - sum(self.cells[part].shown or 0 for part in parts)


def protect(draft: Draft, rule: Rule, ledger: Ledger) -> tuple[list[Protected], list[Statement]]:
    """Show each cell as the rule says; with it, what a reader may conclude, for the attack and the ledger."""
    counted = [(layout, list(_counted(draft, layout))) for layout in draft.layouts]
    every = [cell for _, cells in counted for cell in cells]
    _ensure_headlines(every, rule)
    exact = [_statement(draft, cell, (cell.people, cell.people)) for cell in every]
    hidden = (
        hidden_cells(exact, draft.people, rule, ledger)
        if isinstance(rule, Suppressed)
        else [False] * len(every)
    )
    return _as_shown(draft, rule, counted, hidden)


def only_headlines(draft: Draft, rule: Rule) -> tuple[list[Protected], list[Statement]]:
    """With all hidden that may be hidden: where even this gives somebody away, the attack says which headlines do."""
    counted = [(layout, list(_counted(draft, layout))) for layout in draft.layouts]
    hidden = [cell.people > 0 and not cell.headline for _, cells in counted for cell in cells]
    return _as_shown(draft, rule, counted, hidden)


def _as_shown(
    draft: Draft, rule: Rule, counted: Sequence[tuple[Layout, Sequence["_Counted"]]], hidden: Sequence[bool]
) -> tuple[list[Protected], list[Statement]]:
    every = [cell for _, cells in counted for cell in cells]
    shown = [
        (None, (1, None), True) if is_hidden else (*_shown(cell, rule), False)
        for cell, is_hidden in zip(every, hidden, strict=True)
    ]
    statements = [
        _statement(draft, cell, bounds, hidden=gone)
        for cell, (_, bounds, gone) in zip(every, shown, strict=True)
    ]
    values = iter(shown)
    tables = [
        Protected(layout, tuple(Cell(c.label, c.region, next(values)[0], c.headline) for c in cells))
        for layout, cells in counted
    ]
    return tables, statements


@dataclass(frozen=True, slots=True)
class _Counted:
    table: str
    label: str
    region: Region
    people: int
    key: int
    headline: bool


def _counted(draft: Draft, layout: Layout) -> Iterable[_Counted]:
    people = draft.people
    for label, region in layout.cells():
        within = np.ix_(*people.places(region))
        count = int(people.counts[within].sum())
        key = 0 if draft.keys is None else int(draft.keys[within].sum(dtype=np.uint64)) % (1 << 32)
        yield _Counted(layout.name, label, region, count, key, region in draft.headlines)


def _shown(cell: _Counted, rule: Rule) -> tuple[int, tuple[int, int | None]]:
    match rule:
        case Rounded() if not cell.headline:
            shown = rule.shown(cell.people)
            return shown, rule.bounds(shown)
        case Perturbed() if not cell.headline:
            count, key = np.array([cell.people], np.int64), np.array([cell.key], np.uint32)
            shown = int(noise_table(rule.noise).perturb(count, key)[0])
            return shown, rule.bounds(shown)
        case _:
            return cell.people, (cell.people, cell.people)


def _statement(
    draft: Draft, cell: _Counted, bounds: tuple[int, int | None], *, hidden: bool = False
) -> Statement:
    low, high = bounds
    return Statement(
        cell.region,
        low,
        high,
        draft.release,
        cell.table,
        cell.label,
        draft.snapshot,
        hidden=hidden,
        headline=cell.headline,
    )


def _ensure_headlines(cells: Sequence[_Counted], rule: Rule) -> None:
    if isinstance(rule, Open):
        return
    for cell in cells:
        if cell.headline and 0 < cell.people < rule.least_headline:
            raise _too_few(cell, rule.least_headline)


def _too_few(cell: _Counted, least: int) -> TooFewPeopleToPublish:
    """A headline of everybody is called a total; another one by the categories it is made of."""
    said = {"table": cell.table, "headline": cell.label, "least": least}
    if set(cell.label.split(", ")) <= {"", "total"}:
        why = _("The total of “%(table)s” counts fewer than %(least)s people.") % said
    else:
        why = _("The headline “%(headline)s” of “%(table)s” counts fewer than %(least)s people.") % said
    return TooFewPeopleToPublish(why, _("Publish it for a wider area or a longer time."))
