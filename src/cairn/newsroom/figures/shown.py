"""What a page shows of a chart that was chosen for it."""

from typing import Any

from cairn.evidence.charts import drawings
from cairn.newsroom.data.cuts import cut_by, drawn
from cairn.newsroom.data.indicator import source
from cairn.newsroom.figures.missing import why_missing_now
from cairn.newsroom.models.charts import ReleaseChart


def shown(chart: ReleaseChart, language: str) -> dict[str, Any]:
    """The finding, the drawing, the table and the source; of a withdrawn release nothing but that it was withdrawn."""
    released = chart.released
    told: dict[str, Any] = {
        "chart": chart,
        "address": chart.address(language),
        "title": released.title(language),
    }
    cut = None if chart.is_withdrawn else cut_by(released.result, chart.division, language)
    if cut is None:
        return told
    return told | {
        "cut": cut,
        "named": f"chart-{chart.pk}",
        "drawing": drawn(cut.chart, drawings),
        "indicator": released.declared,
        "source": source(released, language),
        "why_missing": why_missing_now(chart),
        "as_of": released.result.last,
    }
