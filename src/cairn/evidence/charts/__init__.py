"""Charts and maps, drawn on the server as SVG: `svg`, `png`, and for those who do not see them `table` and `in_words`."""

from cairn.evidence.charts.chart import Chart, Kind, Mark
from cairn.evidence.charts.errors import CannotDraw, PartsMissing, TooManyMarks
from cairn.evidence.charts.making import drawings, png, svg
from cairn.evidence.charts.words import in_words, table

__all__ = [
    "CannotDraw", "Chart", "Kind", "Mark", "PartsMissing", "TooManyMarks", "drawings", "in_words", "png", "svg", "table",
]  # fmt: skip
