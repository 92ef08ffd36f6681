"""Every release that said an indicator: what each said, what had changed, and why.

What a withdrawn release said is not repeated, and nothing is compared with it: it may have been withdrawn because it
said too much.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from django.utils.translation import gettext as _

from cairn.evidence.charts import CannotDraw, Chart, Kind, Mark
from cairn.evidence.charts.saying import number
from cairn.evidence.models import Released, State
from cairn.evidence.releases.results import Cell, Result
from cairn.evidence.words import in_language
from cairn.evidence.workspace.comparing import Change, Compared
from cairn.newsroom.data.headline import hidden_or_missing, in_numbers

MOST_CHANGES = 12


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that a release says otherwise than the one before it."""

    label: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One release as it stands in the history of an indicator."""

    released: Released
    said: str
    is_latest: bool
    why: str
    withdrawn_why: str
    changed: Sequence[Changed] = ()
    more: int = 0
    other_method: bool = False

    @property
    def changes(self) -> int:
        """How many figures were said otherwise before."""
        return len(self.changed) + self.more

    @property
    def is_withdrawn(self) -> bool:
        return bool(self.released.release.state == State.WITHDRAWN)

    @property
    def published_on(self) -> dt.date:
        at = self.released.release.published_at
        assert at is not None
        return at.date()


def revisions(code: str, language: str) -> list[Revision]:
    """The latest first; in the language that is active."""
    every = list(Released.objects.out().of(code))
    standing = [one for one in every if one.release.state != State.WITHDRAWN]
    found = []
    for one in every:
        if one.release.state == State.WITHDRAWN:
            found.append(_withdrawn(one, language))
        else:
            at = standing.index(one)
            before = standing[at + 1] if at + 1 < len(standing) else None
            found.append(_standing(one, before, language, is_latest=at == 0))
    return found


def changed_since(result: Result, before: Result | None, language: str) -> list[Changed]:
    """Every cell that both say, and not alike."""
    compared = Compared(result, before)
    return [
        Changed(result.label(cell, language) or _("Total"), _said(was, language), _said(cell, language))
        for cell in result.cells
        if compared.change(cell) is Change.CHANGED and (was := compared.was(cell)) is not None
    ]


def over_releases(revisions: Iterable[Revision], title: str, language: str) -> Chart | None:
    """The total in each release that stands, by the last day that it counts; nothing before there are two."""
    marks = list(_marks(revisions))
    if len(marks) < 2:
        return None
    unit = next(iter(revisions)).released.declared.unit
    said = unit.get(language, unit["en"])["other"]
    try:
        return Chart(kind=Kind.LINE, title=title, marks=marks, unit=said, language=language)
    except CannotDraw:
        return None


def _marks(revisions: Iterable[Revision]) -> Iterator[Mark]:
    """Of two releases up to the same day the later one counts, and the other is shown as corrected."""
    days: set[dt.date] = set()
    for one in revisions:
        if one.is_withdrawn:
            continue
        result = one.released.result
        cell = result.cell()
        if cell is not None and cell.value is not None:
            mark = Mark(label="", value=cell.value, day=result.last)
            yield replace(mark, is_superseded=True) if result.last in days else mark
            days.add(result.last)


def _withdrawn(one: Released, language: str) -> Revision:
    return Revision(one, "", False, "", in_language(one.release.withdrawn_why, language))


def _standing(one: Released, before: Released | None, language: str, *, is_latest: bool) -> Revision:
    changed = iter(changed_since(one.result, before.result, language) if before else ())
    first = tuple(islice(changed, MOST_CHANGES))
    return Revision(
        one,
        in_numbers(one.result.cell(), one.result, language),
        is_latest,
        in_language(one.release.changes, language),
        "",
        first,
        sum(1 for _one in changed),
        before is not None and before.version != one.version,
    )


def _said(cell: Cell, language: str) -> str:
    """With what lies around it, where that is what changed."""
    if cell.value is None:
        return hidden_or_missing(cell)
    value = number(cell.value, language)
    if cell.low is None or cell.high is None or cell.low == cell.high:
        return value
    between = {"value": value, "low": number(cell.low, language), "high": number(cell.high, language)}
    return _("%(value)s (%(low)s to %(high)s)") % between
