"""The indicators of this mission: those that programmes bring with them, and those that colleagues wrote and reviewed."""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from cairn.evidence.errors import WrongFacts
from cairn.evidence.facts import Kind, fact_table
from cairn.evidence.facts.tables import FactTable
from cairn.evidence.indicators.declaration import Indicator, MeasureKind, Rule, RuleKind, Step
from cairn.evidence.indicators.reading import WrongIndicator, line_of, parse_indicator
from cairn.mission.config import Disclosure, load_mission
from cairn.mission.errors import CairnError

# Columns of each table of a release, beside its dimensions.
TAKEN = frozenset({"earlier", "earlier_high", "earlier_low", "high", "low", "period", "value"})
_FOLDERS: list[Path] = []


def register_folder(folder: Path) -> None:
    """A programme's declarations, one file each."""
    if folder not in _FOLDERS:
        _FOLDERS.append(folder)
        forget()


def declared() -> Mapping[str, Indicator]:
    """Every indicator by its code, in its highest version; a file wins over a text of the same version.

    What was reviewed meanwhile is noticed, whichever process asks: the worker too builds what stands today.
    """
    from cairn.evidence.indicators.written import last_move

    return _declared(last_move())


@lru_cache(maxsize=1)
def _declared(_last_move: object) -> Mapping[str, Indicator]:
    from cairn.evidence.indicators.written import written

    found = dict(brought())
    for one in written():
        if one.code not in found or one.version > found[one.code].version:
            found[one.code] = one
    return found


@cache
def brought() -> Mapping[str, Indicator]:
    """Those of programmes; all are checked together, so that none leads nowhere or in a circle."""
    found: dict[str, Indicator] = {}
    for code, (text, name) in brought_texts().items():
        found[code] = parse_indicator(text, name)
    for code, one in found.items():
        text, name = brought_texts()[code]
        ensure_fits(one, text, name)
        refuse_circles(one, found, text, name)
    return found


@cache
def brought_texts() -> Mapping[str, tuple[str, str]]:
    """The text of each file, and what the file is called, by the code that it declares."""
    texts: dict[str, tuple[str, str]] = {}
    for path in sorted(path for folder in _FOLDERS for path in folder.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        code = parse_indicator(text, path.name).code
        if code in texts:
            raise WrongIndicator(path.name, line_of(text, ["code"]), f"“{code}” is declared twice.")
        texts[code] = text, path.name
    return texts


def forget() -> None:
    """Read all files and texts anew when they are next asked for."""
    for kept in (_declared, brought, brought_texts):
        kept.cache_clear()


def indicators() -> list[Indicator]:
    known = declared()
    return [known[code] for code in sorted(known)]


def indicator(code: str) -> Indicator:
    known = declared()
    if code not in known:
        raise UnknownIndicator(
            _("There is no indicator “%(code)s”.") % {"code": code},
            _("Choose one that is in force: the workspace and “cairn evidence indicators” list them."),
        )
    return known[code]


class UnknownIndicator(CairnError):
    """No declaration has this code."""


def ensure_fits(one: Indicator, text: str = "", name: str = "indicator.toml") -> None:
    """Hold a declaration to the facts it counts and to the mission's policy."""

    def refuse(where: list[str], said: str, what_to_do: str = "") -> None:
        raise WrongIndicator(name, line_of(text, where), said, what_to_do)

    try:
        table = fact_table(one.facts)
        for where, problem in _misfits(one, table):
            refuse(where, problem)
    except WrongFacts as error:
        raise WrongIndicator(name, line_of(text, ["facts"]), error.message, error.what_to_do) from None
    for where, problem in _below_floor(one.disclosure, table, load_mission().disclosure):
        refuse(
            where,
            problem,
            _("[disclosure] in mission.toml sets the floor; an indicator may only be stricter."),
        )


def refuse_circles(
    one: Indicator, known: Mapping[str, Indicator], text: str = "", name: str = "indicator.toml"
) -> None:
    """A part of a whole that is, by whatever way, a part of itself counts nothing."""
    seen, at = {one.code}, one.whole
    while at is not None:
        if at in seen:
            raise WrongIndicator(
                name, line_of(text, ["whole"]), _("“%(code)s” is a part of itself.") % {"code": one.code}
            )
        if at not in known:
            raise WrongIndicator(
                name,
                line_of(text, ["whole"]),
                _("“whole” names “%(code)s”, which is no indicator.") % {"code": at},
            )
        seen.add(at)
        at = known[at].whole


def _misfits(one: Indicator, table: FactTable) -> Iterable[tuple[list[str], str]]:
    """Where the declaration and its facts do not go together."""
    yield from _missing(one, table)
    wanted = {
        MeasureKind.SUM: (Kind.COUNT, Kind.NUMBER),
        MeasureKind.LATEST: (Kind.COUNT, Kind.NUMBER),
        MeasureKind.CHANGE: (Kind.COUNT, Kind.NUMBER),
        MeasureKind.DOUBLING: (Kind.COUNT, Kind.NUMBER),
        MeasureKind.DISTINCT: (Kind.CODE,),
    }
    measure = one.measure
    if measure.column and table.column(measure.column).kind not in wanted[measure.kind]:
        yield ["measure", "column"], _cannot(measure.column, measure.kind)
    for name in ("low", "high"):
        column = getattr(measure, name)
        if column and table.column(column).kind not in wanted[measure.kind]:
            yield ["measure", name], _cannot(column, measure.kind)
    if table.is_person and measure.kind not in (MeasureKind.COUNT, MeasureKind.DISTINCT):
        yield ["measure", "kind"], _("people are counted, or their kinds are: nothing of theirs is added up.")
    if measure.series and table.column(measure.series).kind is not Kind.CODE:
        yield (
            ["measure", "series"],
            _("“%(column)s” is no code, so it names no series.") % {"column": measure.series},
        )
    if measure.source and table.column(measure.source).kind is not Kind.CODE:
        yield (
            ["measure", "source"],
            _("“%(column)s” is no code, so it does not say who counted.") % {"column": measure.source},
        )
    if measure.closed and table.column(measure.closed).kind is not Kind.DAY:
        yield ["measure", "closed"], _("“%(column)s” holds no days.") % {"column": measure.closed}
    if measure.days and one.period and one.period.step is not Step.WHOLE:
        yield (
            ["period", "step"],
            _("“%(kind)s” compares two days, so its period is not divided: take the step “whole”.")
            % {"kind": measure.kind},
        )
    if measure.series and one.period is None:
        yield (
            ["measure", "series"],
            _("a series needs a “period” whose column says when each value was taken."),
        )
    for name in one.dimensions:
        if table.column(name).kind not in (Kind.CODE, Kind.SEVERAL):
            yield (
                ["dimensions"],
                _("“%(column)s” is no code, so nothing can be counted by it.") % {"column": name},
            )
        if name in TAKEN:
            yield (
                ["dimensions"],
                _("“%(column)s” is what the files of a release call another column.") % {"column": name},
            )
    for name, codes in one.only.items():
        column = table.column(name)
        if unknown := [code for code in codes if code not in column.codes]:
            yield (
                ["only", name],
                _("“%(code)s” is not in the list of “%(column)s”.") % {"code": unknown[0], "column": name},
            )
    if one.period and table.column(one.period.column).kind is not Kind.DAY:
        yield ["period", "column"], _("“%(column)s” holds no days.") % {"column": one.period.column}


def _missing(one: Indicator, table: FactTable) -> Iterable[tuple[list[str], str]]:
    """Columns that the declaration names and the facts do not have."""
    period = one.period.column if one.period else ""
    named = [(["measure", name], column) for name, column in one.measure.columns.items()]
    named += [(["dimensions"], name) for name in one.dimensions] + [
        (["only", name], name) for name in one.only
    ]
    known = [column.name for column in table.columns]
    for where, name in [*named, (["period", "column"], period)]:
        if name and name not in known:
            told = {"table": table.name, "column": name, "known": ", ".join(known)}
            yield where, _("“%(table)s” has no column “%(column)s”. It has %(known)s.") % told


def _cannot(column: str, kind: MeasureKind) -> str:
    return _("“%(column)s” cannot be measured as “%(kind)s”.") % {"column": column, "kind": kind}


def _below_floor(rule: Rule, table: FactTable, floor: Disclosure) -> Iterable[tuple[list[str], str]]:
    """A rule that its facts do not allow, or that protects less than the mission demands."""
    if rule.kind is not RuleKind.OPEN and not table.is_person:
        # Nothing would be protected, and the release would say that it was.
        yield (
            ["disclosure", "kind"],
            _("“%(rule)s” protects people, and no row of these facts is a person: they are “open”.")
            % {"rule": rule.kind},
        )
    if rule.kind is RuleKind.OPEN and table.is_person:
        yield (
            ["disclosure", "kind"],
            _("“open” is for what counts no people; every row of these facts is a person."),
        )
    for name in ("threshold", "base", "variance", "bound"):
        given = getattr(rule, name)
        if given is not None and given < getattr(floor, name):
            told = {"given": given, "floor": getattr(floor, name)}
            yield (
                ["disclosure", name],
                _("%(given)s is below the floor of this mission, which is %(floor)s.") % told,
            )
