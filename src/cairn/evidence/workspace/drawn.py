"""The chart of a cut, beside the table that says the same; none where no honest chart can be drawn."""

from cairn.evidence.charts import CannotDraw, Chart, Kind, Mark, PartsMissing, drawings
from cairn.evidence.charts.chart import MOST
from cairn.evidence.releases.days import bucket_window
from cairn.evidence.releases.results import PERIOD, Cell, Result


def drawn(result: Result, names: tuple[str, ...], language: str) -> str:
    """Bars for categories, a line for parts of time; only cuts by one dimension are drawn."""
    if len(names) != 1:
        return ""
    (name,) = names
    try:
        return drawings(_chart(result, name, language))
    except (CannotDraw, PartsMissing):
        return ""


def _chart(result: Result, name: str, language: str) -> Chart:
    kind = Kind.LINE if name == PERIOD else Kind.BARS
    order = {each.code: at for at, each in enumerate(result.division(name).categories)}
    cells = sorted(result.along(name), key=lambda cell: order[cell.at[name]])
    marks = [_mark(result, cell, name, language) for cell in cells][-MOST[kind] :]
    title = result.indicator.words("title", language)
    unit = result.indicator.unit.get(language, result.indicator.unit["en"])["other"]
    return Chart(kind=kind, title=title, unit=unit, marks=marks, language=language)


def _mark(result: Result, cell: Cell, name: str, language: str) -> Mark:
    has_range = cell.value is not None and cell.low != cell.high and cell.high is not None
    return Mark(
        label=result.division(name).label(cell.at[name], language),
        value=cell.value,
        low=cell.low if has_range else None,
        high=cell.high if has_range else None,
        day=bucket_window(cell.at[name]).last if name == PERIOD else None,
        is_hidden=cell.hidden,
    )
