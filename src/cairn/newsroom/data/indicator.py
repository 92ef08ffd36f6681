"""The page of an indicator: its finding, what it means, its charts with their tables, its files and its history."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from cairn.evidence.charts import Chart, Kind, Mark, drawings, png
from cairn.evidence.indicators.goals import goal_in
from cairn.evidence.models import Released, State
from cairn.evidence.releases.formats.about import about
from cairn.evidence.releases.formats.notes import of_indicator
from cairn.mission.config import load_mission
from cairn.newsroom.data import downloads
from cairn.newsroom.data.citing import citations
from cairn.newsroom.data.cuts import Cut, crossed, cuts, drawn
from cairn.newsroom.data.headline import headline
from cairn.newsroom.data.page import DataPage, crumb, day
from cairn.newsroom.data.revisions import Revision, over_releases, revisions

# Workbook, CSV: what nearly everybody wants stands beside the number; the rest stands below.
AT_ONCE = 2


def indicator_context(
    code: str, language: str, uses: Iterable[Any], themes: Mapping[str, str]
) -> dict[str, Any]:
    """What the template shows; `uses` are pages that quote it, with `title` and `url`, `themes` their names by code."""
    with translation.override(language):
        history = revisions(code, language)
        standing = next((one.released for one in history if not one.is_withdrawn), None)
        known = standing or history[0].released
        context = {
            "page": _page(known, standing, language),
            "crumbs": [crumb(language)],
            "indicator": known.declared,
            "title": known.title(language),
            "revisions": history,
            "uses": list(uses),
            "themes": [themes[theme] for theme in known.declared.themes if theme in themes],
            "goals": [goal_in(language, number) for number in known.declared.sdg],
            "licence": load_mission().releases.licence,
        }
        return context | (_standing(standing, history, language) if standing else {})


def finding(released: Released, language: str) -> str:
    """The title of the page: what is counted, and what the release says of it; in the language that is active."""
    both = {"title": released.title(language), "said": headline(released, language)}
    return _("%(title)s: %(said)s") % both


def picture(code: str, language: str) -> bytes:
    """The main chart for cards and for the press: titled with the finding, with its source. A number alone is one bar."""
    with translation.override(language):
        history = revisions(code, language)
        released = next(one.released for one in history if not one.is_withdrawn)
        chart = first_chart(cuts(released.result, language)) or _over_time(history, language)
        charts = [_for_press(one, released, language) for one in (chart, _total(released, language)) if one]
        return drawn(charts[0], png) or png(charts[-1])


def first_chart(every: Iterable[Cut]) -> Chart | None:
    return next((cut.chart for cut in every if cut.chart), None)


def source(released: Released, language: str) -> str:
    """Who says so, in which release, up to which day."""
    return _("%(mission)s, release %(release)s, up to %(day)s") % {
        "mission": load_mission().name_in(language),
        "release": released.release.name,
        "day": day(released.result.last, language),
    }


def _page(known: Released, standing: Released | None, language: str) -> DataPage:
    title = finding(known, language) if standing else known.title(language)
    return DataPage(language, f"{known.code}/", title, known.declared.words("definition", language))


def _standing(released: Released, history: list[Revision], language: str) -> dict[str, Any]:
    release, result = released.release, released.result
    every = cuts(result, language)
    over = _over_time(history, language)
    files = downloads.of_indicator(release, released.code, language)
    published = release.published_at
    assert published is not None
    return {
        "released": released,
        "release": release,
        "result": result,
        "said": headline(released, language),
        "definition": released.declared.words("definition", language),
        "is_overtaken": release.state != State.PUBLISHED,
        "shown": [(cut, drawn(cut.chart, drawings)) for cut in every],
        "crossed": crossed(result, language),
        "over_time": drawn(over, drawings),
        "notes": _notes(released, language),
        "source": source(released, language),
        "first_files": files[:AT_ONCE],
        "more_files": files[AT_ONCE:],
        "citations": citations(
            finding(released, language),
            release.name,
            published.date(),
            f"/{language}/data/{released.code}/",
            language,
        ),
    }


def _notes(released: Released, language: str) -> list[tuple[str, str]]:
    """Method, rule and the like as the files say them, without what stands elsewhere on the page."""
    release = released.release
    _title, _definition, *notes, _cited = of_indicator(
        about(release, release.code_version), released.result, language
    )
    goals = {goal_in(language, number).text for number in released.declared.sdg}
    return [(name, told) for name, told in notes if told not in goals]


def _over_time(history: list[Revision], language: str) -> Chart | None:
    return over_releases(history, _("As each release said it"), language)


def _total(released: Released, language: str) -> Chart:
    """For an indicator that is divided by nothing, or whose map cannot be drawn on this machine."""
    result = released.result
    cell = result.cell()
    value = None if cell is None else cell.value
    mark = Mark(label=_("Total"), value=value, is_hidden=cell is not None and cell.hidden)
    unit = released.declared.unit
    return Chart(
        kind=Kind.BARS,
        title=released.title(language),
        marks=[mark],
        unit=unit.get(language, unit["en"])["other"],
        language=language,
    )


def _for_press(chart: Chart, released: Released, language: str) -> Chart:
    said = finding(released, language)
    return replace(chart, title=said, subtitle=chart.title, source=source(released, language))
