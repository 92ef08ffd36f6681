"""The same chart for those who do not see it: in words, and as a table."""

from collections.abc import Callable, Iterator

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cairn.evidence.charts.chart import MAPS, Chart, Kind, Mark
from cairn.evidence.charts.saying import day, name_of, number, plain, range_of, value_of


def in_words(chart: Chart) -> str:
    """What the drawing shows, in a few sentences; the words of its maker where they were given."""
    if chart.alternative.strip():
        return plain(chart.alternative)
    with translation.override(chart.language):
        return " ".join(_sentences(chart))


def table(chart: Chart) -> list[list[str]]:
    """A row of headings and a row for each value; what is not shown says so in words."""
    with translation.override(chart.language):
        columns = list(_columns(chart))
    rows = [[cell(mark) for _heading, cell in columns] for mark in chart.marks]
    return [[heading for heading, _cell in columns], *rows]


def hidden_in_words(language: str) -> str:
    with translation.override(language):
        return _("hidden, so that nobody can be recognised")


def _columns(chart: Chart) -> Iterator[tuple[str, Callable[[Mark], str]]]:
    language, unit = chart.language, chart.unit
    if chart.kind == Kind.LINE:
        yield pgettext("chart", "Day"), lambda mark: day(mark.when, language)
    else:
        yield plain(chart.category) or _first_heading(chart), lambda mark: name_of(mark, language)
    if any(chart.groups):
        yield pgettext("chart", "Group"), lambda mark: plain(mark.group)
    if chart.kind in MAPS and not chart.spans and not any(mark.is_hidden for mark in chart.marks):
        return
    yield plain(unit) or pgettext("chart", "Value"), lambda mark: _value(mark, language, unit)
    if any(mark.has_range for mark in chart.marks):
        yield pgettext("chart", "Range"), lambda mark: range_of(mark, language, unit)


def _value(mark: Mark, language: str, unit: str) -> str:
    said = value_of(mark, language, unit)
    if not mark.is_superseded:
        return said
    with translation.override(language):
        return pgettext("chart", "%(value)s, since corrected") % {"value": said}


def _first_heading(chart: Chart) -> str:
    match chart.kind:
        case Kind.MAP_COUNTRIES:
            return pgettext("chart", "Country")
        case Kind.MAP_POINTS:
            return pgettext("chart", "Place")
    return pgettext("chart", "Category")


def _sentences(chart: Chart) -> Iterator[str]:
    yield _kind(chart)
    if plain(chart.unit):
        yield _("Unit: %(unit)s.") % {"unit": plain(chart.unit)}
    for group in chart.groups:
        known = [mark for mark in chart.marks if mark.group == group and mark.value is not None]
        known = [mark for mark in known if not mark.is_superseded]
        if known:
            said = _course(chart, known) if chart.kind == Kind.LINE else _extremes(chart, known)
            yield _("%(group)s: %(sentence)s") % {"group": plain(group), "sentence": said} if group else said
    hidden = sum(mark.is_hidden for mark in chart.marks)
    if hidden:
        yield ngettext(
            "%(count)s value is hidden, so that nobody can be recognised.",
            "%(count)s values are hidden, so that nobody can be recognised.",
            hidden,
        ) % {"count": number(hidden, chart.language)}
    unknown = sum(mark.value is None and not mark.is_hidden for mark in chart.marks)
    if unknown and chart.spans:
        yield ngettext("%(count)s value is not known.", "%(count)s values are not known.", unknown) % {
            "count": number(unknown, chart.language)
        }


def _kind(chart: Chart) -> str:
    count = len(chart.marks)
    said = {"count": number(count, chart.language)}
    match chart.kind:
        case Kind.LINE:
            return (
                ngettext(
                    "A line of %(count)s value over time.", "Lines of %(count)s values over time.", count
                )
                % said
            )
        case Kind.MAP_COUNTRIES:
            return ngettext("A map of %(count)s country.", "A map of %(count)s countries.", count) % said
        case Kind.MAP_POINTS:
            return ngettext("A map of %(count)s place.", "A map of %(count)s places.", count) % said
    return ngettext("A chart of %(count)s bar.", "A chart of %(count)s bars.", count) % said


def _course(chart: Chart, known: list[Mark]) -> str:
    """Where it began, how high it went, where it stands."""
    in_order = sorted(known, key=lambda mark: mark.when)
    first, last, highest = in_order[0], in_order[-1], max(in_order, key=lambda mark: mark.amount)
    said = {
        "first": value_of(first, chart.language, chart.unit),
        "first_day": day(first.when, chart.language),
        "last": value_of(last, chart.language, chart.unit),
        "last_day": day(last.when, chart.language),
        "highest": value_of(highest, chart.language, chart.unit),
        "highest_day": day(highest.when, chart.language),
    }
    if first is last:
        return _("%(first)s on %(first_day)s.") % said
    if highest.value in (first.value, last.value):
        return _("From %(first)s on %(first_day)s to %(last)s on %(last_day)s.") % said
    return (
        _(
            "From %(first)s on %(first_day)s to %(last)s on %(last_day)s; the highest is %(highest)s on %(highest_day)s."
        )
        % said
    )


def _extremes(chart: Chart, known: list[Mark]) -> str:
    """The largest and the smallest, in words; all of them stand in the table."""
    largest, smallest = (choose(known, key=lambda mark: mark.amount) for choose in (max, min))
    said = {
        "largest": name_of(largest, chart.language),
        "most": value_of(largest, chart.language, chart.unit),
        "smallest": name_of(smallest, chart.language),
        "least": value_of(smallest, chart.language, chart.unit),
    }
    if len(known) == 1:
        return _("%(largest)s: %(most)s.") % said
    if largest.value == smallest.value:
        return _("Each has %(most)s.") % said
    return _("The most is %(most)s: %(largest)s. The least is %(least)s: %(smallest)s.") % said
