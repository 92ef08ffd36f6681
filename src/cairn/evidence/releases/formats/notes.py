"""What a reader has to know of a release and of each of its indicators, as notes: what each is about, and what it says."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cairn.evidence.disclosure.rules import Perturbed, Rounded, Suppressed
from cairn.evidence.indicators.declaration import Indicator, RuleKind, Step
from cairn.evidence.indicators.goals import goal_in
from cairn.evidence.releases.formats.about import About
from cairn.evidence.releases.people_tables import rule_of
from cairn.evidence.releases.results import Result
from cairn.evidence.words import in_language, part_of_time

Note = tuple[str, str]


def of_release(said: About, language: str) -> Iterator[Note]:
    """In the language that is active, for readers of `language`."""
    yield _("Release"), said.name
    yield _("Published by"), in_language(said.mission, language)
    yield _("Last day that counts"), day(said.cut_off, language)
    yield _("As known on"), day(said.known_on, language)
    if changed := in_language(said.changes, language):
        yield _("What changed"), changed
    yield _("Licence"), f"{said.licence} ({said.licence_address})"
    yield (
        _("Made from"),
        _("the snapshot of the records %(digest)s, by Cairn %(version)s")
        % {
            "digest": said.snapshot,
            "version": said.code_version,
        },
    )


def of_indicator(said: About, result: Result, language: str) -> Iterator[Note]:
    one = result.indicator
    yield _("Indicator"), one.words("title", language)
    yield _("Definition"), one.words("definition", language)
    yield _("Unit"), one.unit.get(language, one.unit["en"])["other"]
    yield _("Period"), _period(result, language)
    yield _("Method"), one.words("method", language)
    yield _("Protection of people"), " ".join(_protection(said, result, language))
    for goal in one.sdg:
        named = _("Sustainable Development Goals, indicator %(number)s") % {"number": goal}
        yield named, goal_in(language, goal).text
    yield _("Declaration"), _("%(code)s, version %(version)s") % {"code": one.code, "version": one.version}
    yield _("How to cite"), citation(said, one, language)


def citation(said: About, one: Indicator, language: str) -> str:
    return _("%(mission)s: “%(title)s”, release %(release)s, up to %(day)s. %(address)s") % {
        "mission": in_language(said.mission, language),
        "title": one.words("title", language),
        "release": said.name,
        "day": day(said.cut_off, language),
        "address": said.addresses[language],
    }


def day(date: dt.date, language: str) -> str:
    return part_of_time(date.isoformat(), language)


def _period(result: Result, language: str) -> str:
    last = {"last": day(result.last, language)}
    if result.first is None:
        told = _("up to %(last)s") % last
    else:
        told = _("from %(first)s to %(last)s") % {"first": day(result.first, language), **last}
    step = result.indicator.period.step if result.indicator.period else Step.WHOLE
    steps = {
        Step.DAY: _("day by day"),
        Step.MONTH: _("month by month"),
        Step.QUARTER: _("quarter by quarter"),
        Step.YEAR: _("year by year"),
    }
    return f"{told}, {steps[step]}" if step in steps else told


def _protection(said: About, result: Result, language: str) -> Iterator[str]:
    one = result.indicator
    if one.disclosure.kind is RuleKind.OPEN:
        yield _("No row of these records is a person, so nothing is hidden.")
        return
    match rule_of(one, said.floor):
        case Suppressed(threshold=threshold):
            yield _(
                "Counts from 1 to %(most)s are hidden, and with them whatever would give them back. Nought is shown."
            ) % {"most": threshold - 1}
        case Rounded(base=base):
            yield _("Counts are rounded to multiples of %(base)s; the total is exact.") % {"base": base}
        case Perturbed(bound=bound):
            yield _(
                "Counts are changed by chance by at most %(bound)s, the same people always by the same; nought stays "
                "nought, and the total is exact."
            ) % {"bound": bound}
    if one.is_distinct:
        yield _("Kinds are counted exactly, and only among people whose number may be shown.")
    else:
        yield _(
            "What the lines of a table leave of its total stands in a last line, “not shown in the lines above”."
        )
    for division in result.divisions:
        if division.several:
            yield _("“%(name)s” says several things of a person, so its lines do not add up to people.") % {
                "name": in_language(division.words, language)
            }
