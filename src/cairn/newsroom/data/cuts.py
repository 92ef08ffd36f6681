"""An indicator by each of its dimensions: as a chart whose title is the finding, and as a table that says the same."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cairn.evidence.charts import CannotDraw, Chart, Kind, Mark, PartsMissing
from cairn.evidence.charts.saying import is_right_to_left, number
from cairn.evidence.indicators.declaration import Step
from cairn.evidence.releases.days import bucket_window
from cairn.evidence.releases.formats.lines import REST, WORDS, remainders
from cairn.evidence.releases.results import PERIOD, Cell, Division, Result
from cairn.evidence.words import in_language
from cairn.newsroom.data.headline import hidden_or_missing
from cairn.newsroom.figures.saying import earlier_in_words
from cairn.newsroom.models.terms import Place
from cairn.newsroom.shell import once

# More bars nobody compares, and more lines nobody reads on a page; all of them stand in the files.
MOST_BARS, MOST_LINES = 24, 100
# From here on, lines in which nobody stands hide the few in which somebody does.
LONG = 12
# Further apart than this, two parts of time have one between them that nobody counted.
APART = {
    Step.DAY: dt.timedelta(days=1),
    Step.MONTH: dt.timedelta(days=31),
    Step.QUARTER: dt.timedelta(days=92),
    Step.YEAR: dt.timedelta(days=366),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One cell in words."""

    label: str
    value: str
    around: str = ""
    earlier: str = ""
    is_hidden: bool = False
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """An indicator by one dimension."""

    name: str
    heading: str
    # What is counted, in the plural.
    unit: str
    finding: str
    chart: Chart | None
    lines: Sequence[Line]
    # How many lines stand in the files only.
    more: int = 0
    several: bool = False

    @property
    def has_around(self) -> bool:
        return any(line.around for line in self.lines)

    @property
    def has_earlier(self) -> bool:
        return any(line.earlier for line in self.lines)


def cuts(result: Result, language: str) -> list[Cut]:
    """By every dimension alone, time first; in the language that is active."""
    order = sorted(result.divisions, key=lambda one: one.name != PERIOD)
    return [_cut(result, one, language) for one in order if result.along(one.name)]


def cut_by(result: Result, name: str, language: str) -> Cut | None:
    """By one dimension; nothing where the release does not divide by it."""
    return _cut(result, result.division(name), language) if result.along(name) else None


def crossed(result: Result, language: str) -> list[str]:
    """What the files divide by together, such as “sex × country”."""
    order = [one.name for one in result.divisions]
    found = {tuple(name for name in order if name in cell.at) for cell in result.cells if len(cell.at) > 1}
    return [" × ".join(word(result.division(name), language) for name in names) for names in sorted(found)]


def drawn(chart: Chart | None, draw: Any) -> Any:
    """What `draw` makes of a chart; nothing where no honest drawing can be made, for the table says it all."""
    if chart is None:
        return ""
    try:
        return draw(chart)
    except (CannotDraw, PartsMissing):
        return ""


def word(division: Division, language: str) -> str:
    said = in_language(division.words, language) or division.name
    return said[:1].upper() + said[1:]


def _cut(result: Result, division: Division, language: str) -> Cut:
    cells, nobody = _without_nobody(division, _in_order(result, division))
    lines = [_line(cell, division, language) for cell in cells]
    finding = _finding(division, cells, language)
    return Cut(
        name=division.name,
        heading=word(division, language),
        unit=_unit(result, language),
        finding=finding,
        chart=_chart(result, division, cells, finding, language),
        lines=[*lines[:MOST_LINES], *_nobody(nobody, language), *_last_lines(result, division, language)],
        more=max(len(lines) - MOST_LINES, 0),
        several=division.several,
    )


def _in_order(result: Result, division: Division) -> list[Cell]:
    """In the order of the list; the largest first where there are too many to look through."""
    place = {each.code: at for at, each in enumerate(division.categories)}
    cells = sorted(result.along(division.name), key=lambda cell: place[cell.at[division.name]])
    if division.name == PERIOD or len(cells) <= MOST_BARS:
        return cells
    # What is hidden comes last, in the order of the list: a place among the others would tell how large it is.
    return sorted(cells, key=lambda cell: (cell.value is None, -(cell.value or 0)))


def _without_nobody(division: Division, cells: list[Cell]) -> tuple[list[Cell], int]:
    """Of a long list, such as all countries, only what somebody stands in; with how many lines that leaves out.

    In time a zero is a count as any other: without it the line would break.
    """
    if division.name == PERIOD or len(cells) < LONG:
        return cells, 0
    kept = [cell for cell in cells if cell.value != 0 or cell.high]
    return (kept, len(cells) - len(kept)) if kept else (cells, 0)


def _nobody(lines: int, language: str) -> Iterator[Line]:
    if lines:
        yield Line(_("each of %(count)s others") % {"count": number(lines, language)}, number(0, language))


def _line(cell: Cell, division: Division, language: str) -> Line:
    return Line(
        label=label(division, cell, language),
        value=_value(cell, language),
        around=_around(cell, language),
        earlier=_earlier(cell, language),
        is_hidden=cell.hidden,
    )


def _last_lines(result: Result, division: Division, language: str) -> Iterator[Line]:
    """What the lines leave of the total, where that is said, and the total."""
    for names, left in remainders(result):
        if names == (division.name,) and left:
            yield Line(str(WORDS[REST]), number(left, language))
    total = result.cell()
    if total is not None:
        said = _value(total, language), _around(total, language)
        earlier = _earlier(total, language)
        yield Line(_("Total"), *said, earlier, total.hidden, is_total=True)


def _value(cell: Cell, language: str) -> str:
    return hidden_or_missing(cell) if cell.value is None else number(cell.value, language)


def _around(cell: Cell, language: str) -> str:
    """What lies around a value that is shown: what a reader may conclude, or what sources gave."""
    if cell.value is None or cell.low is None or cell.low == cell.high:
        return ""
    low = number(cell.low, language)
    if cell.high is None:
        return _("at least %(low)s") % {"low": low}
    return _("%(low)s to %(high)s") % {"low": low, "high": number(cell.high, language)}


def _earlier(cell: Cell, language: str) -> str:
    return "" if cell.earlier is None else earlier_in_words(cell, language, number)


def label(division: Division, cell: Cell, language: str) -> str:
    """In the words of the release; a place that it calls by its code by the name that the newsroom gives it."""
    code = cell.at[division.name]
    said = division.label(code, language)
    if said == code:
        place = once(("place", code), lambda: Place.objects.filter(code=code).first())
        said = place.name_in(language) if place else code
    return said or _("not known")


def _apart(name: str, language: str) -> str:
    """A name that may run in the other direction than the sentence around it."""
    return f"\u2068{name}\u2069" if is_right_to_left(language) else name


def _finding(division: Division, cells: Sequence[Cell], language: str) -> str:
    """What the chart shows, as a sentence that holds whatever lies behind ranges and hidden cells."""
    shown = [cell for cell in cells if cell.value is not None]
    if not shown:
        return _("%(dimension)s: everything is hidden, so that nobody can be recognised") % {
            "dimension": word(division, language)
        }
    most = max(shown, key=lambda cell: cell.value or 0)
    said = {
        "dimension": word(division, language),
        "label": _apart(label(division, most, language), language),
        "value": number(most.value or 0, language),
        "last": number(shown[-1].value or 0, language),
        "last_label": _apart(label(division, shown[-1], language), language),
    }
    if not _surely_most(most, cells):
        return _("%(dimension)s: the highest number shown is %(value)s, for “%(label)s”") % said
    if division.name == PERIOD and shown[-1] is most:
        return _("%(last)s in %(last_label)s, the most that was counted so far") % said
    if division.name == PERIOD:
        return _("%(last)s in %(last_label)s; the most was %(value)s, in %(label)s") % said
    if len(shown) == 1:
        return _("%(dimension)s: “%(label)s”, %(value)s") % said
    return _("%(dimension)s: “%(label)s” has the most, %(value)s") % said


def _surely_most(most: Cell, cells: Sequence[Cell]) -> bool:
    """Whether all others are fewer for certain: what is hidden may be more, and so may what has a range or noise."""
    least = most.value if most.low is None else most.low
    others = (cell for cell in cells if cell is not most and (cell.hidden or cell.value is not None))
    return all(cell.high is not None and least is not None and cell.high < least for cell in others)


def _chart(
    result: Result, division: Division, cells: Sequence[Cell], finding: str, language: str
) -> Chart | None:
    if len(cells) < 2:
        return None
    kind = _kind(division, cells)
    most = {Kind.BARS: MOST_BARS, Kind.LINE: 1000}.get(kind, 250)
    marks = [_mark(division, cell, kind, language) for cell in cells]
    marks = [mark for mark in marks if mark.country] if kind == Kind.MAP_COUNTRIES else marks
    step = result.indicator.period.step if result.indicator.period else Step.WHOLE
    try:
        return Chart(
            kind=kind,
            # Signs of direction are for pages; a drawing has its own.
            title=finding.translate({0x2068: None, 0x2069: None}),
            marks=marks[-most:] if kind == Kind.LINE else marks[:most],
            unit=_unit(result, language),
            category=word(division, language),
            language=language,
            gap=APART.get(step) if kind == Kind.LINE else None,
        )
    except CannotDraw:
        return None


def _unit(result: Result, language: str) -> str:
    unit = result.indicator.unit
    return unit.get(language, unit["en"])["other"]


def _kind(division: Division, cells: Sequence[Cell]) -> Kind:
    if division.name == PERIOD and len(cells) > 1:
        return Kind.LINE
    if division.hxl.startswith("#country") and sum(_is_country(cell.at[division.name]) for cell in cells) > 1:
        return Kind.MAP_COUNTRIES
    return Kind.BARS


def _mark(division: Division, cell: Cell, kind: Kind, language: str) -> Mark:
    code = cell.at[division.name]
    has_range = cell.value is not None and cell.high is not None and cell.low != cell.high
    return Mark(
        label=label(division, cell, language),
        value=cell.value,
        low=cell.low if has_range else None,
        high=cell.high if has_range else None,
        day=bucket_window(code).last if kind == Kind.LINE else None,
        country=code if kind == Kind.MAP_COUNTRIES and _is_country(code) else "",
        is_hidden=cell.hidden,
    )


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isascii() and code.isupper()
