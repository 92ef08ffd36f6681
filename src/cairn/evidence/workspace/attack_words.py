"""The report of an attack in the language of whoever reads it.

The attack itself knows codes and column names; a report is kept as it was made. Here its sentences find their words:
columns and codes by the fact table, ways out by their form. What has no form that is known is shown as it stands.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from cairn.evidence.charts.saying import number
from cairn.evidence.errors import WrongFacts
from cairn.evidence.facts import FactTable, fact_table
from cairn.evidence.words import part_of_time

DAYS = re.compile(r"(\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)")
SAID = re.compile(r"hidden, at least (?P<least>\d+)|(?P<low>\d+) to (?P<high>\d+)|(?P<exact>\d+)")
ALONE = re.compile(r"Whoever is alone in (?P<one>.+) can work out (?P<other>.+)\.")
WAYS_OUT: Sequence[tuple[re.Pattern[str], Any]] = (
    (
        re.compile(r"Hide “(?P<cell>.*)” of “(?P<table>.*)” as well, or publish coarser categories\."),
        _("Choose coarser categories for “%(table)s”, or take out the dimension that shows “%(cell)s”."),
    ),
    (
        re.compile(r"Only headline figures prove it: publish fewer of them, or coarser categories\."),
        _("Only totals prove it, which are always exact: publish fewer of them, or coarser categories."),
    ),
    (
        re.compile(r"It was published before; this release cannot mend it\."),
        _("It was published before, and this release cannot mend it: ask the data protection officer."),
    ),
    (
        re.compile(r"Mend those above first, and attack again\."),
        _("Mend those above first, and build again: these often go with them."),
    ),
    (
        re.compile(
            r"Keep “(?P<before>\d+)” until more than (?P<people>\d+) people have changed, "
            r"or publish the figure rounded from now on\."
        ),
        _(
            "Wait with this figure until more than %(people)s people have changed, or publish it rounded from now on."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Proof:
    """One published figure on which a finding leans."""

    release: str
    table: str
    cell: str
    said: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Of whom something can be proved, what, by which figures, and what would mend it."""

    about: str
    known: str
    is_exact: bool
    needed: int
    proof: Sequence[Proof]
    mend: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A correction so small that old and new figure point at those whom it moved."""

    before: str
    after: str
    people: int
    mend: str


@dataclass(frozen=True, slots=True)
class Told:
    """The attack on the people of one fact table."""

    title: str
    figures: int
    few: int
    narrowest: int | None
    findings: Sequence[Finding]
    moved: Sequence[Moved]
    insiders: Sequence[str]

    @property
    def found(self) -> int:
        return len(self.findings) + len(self.moved) + len(self.insiders)


def told(name: str, report: Mapping[str, Any]) -> Told:
    words = _Words(_table(name))
    return Told(
        str(words.table.title) if words.table else name,
        report["figures"],
        report["few"],
        report["narrowest"],
        [words.finding(one) for one in report["findings"]],
        [words.moved(one) for one in report["revisions"]],
        [words.insider(one) for one in report["insiders"]],
    )


def _table(name: str) -> FactTable | None:
    try:
        return fact_table(name)
    except WrongFacts:
        return None


class _Words:
    """Finds the words of columns and codes of one fact table."""

    def __init__(self, table: FactTable | None) -> None:
        self.table = table
        self.language = get_language() or "en"

    def finding(self, plain: Mapping[str, Any]) -> Finding:
        low, high = plain["low"], plain["high"]
        known = (
            gettext("exactly %(number)s") % {"number": self.number(low)}
            if low == high
            else self.between(low, high)
        )
        return Finding(
            self.people(plain["about"]), known, low == high, plain["needed"],
            [self.proof(one) for one in plain["proof"]], self.way_out(plain["mend"]),
        )  # fmt: skip

    def proof(self, plain: Mapping[str, Any]) -> Proof:
        return Proof(plain["release"], plain["table"], self.cell(plain["cell"]), self.said(plain["said"]))

    def moved(self, plain: Mapping[str, Any]) -> Moved:
        before, after = self.figure(plain["before"]), self.figure(plain["after"])
        return Moved(before, after, plain["people"], self.way_out(plain["mend"]))

    def figure(self, stated: str) -> str:
        """“calais-1: registered: country=ER = 40” with the cell in words."""
        where, _is, said = stated.rpartition(" = ")
        parts = where.split(": ", 2)
        if len(parts) < 3:
            return stated
        release, table, cell = parts
        return f"{release}, {table}, {self.cell(cell)}: {self.said(said)}"

    def insider(self, said: str) -> str:
        found = ALONE.fullmatch(said)
        if not found:
            return said
        one, other = self.people(found["one"]), self.people(found["other"])
        return gettext("Whoever is alone in “%(one)s” can work out “%(other)s”.") % {
            "one": one,
            "other": other,
        }

    def people(self, about: str) -> str:
        """“country ER; sex female” as “Country: Eritrea; Sex: female”."""
        if about == "everybody":
            return gettext("everybody")
        return "; ".join(self._part(part) for part in about.split("; "))

    def _part(self, part: str) -> str:
        name, _space, rest = part.partition(" ")
        name, _colon, code = name.partition(":")
        if code:
            said = gettext("yes") if rest == "yes" else gettext("no") if rest == "no" else rest
            return f"{self.column(name)}, {self.code(name, code)}: {said}"
        values = [self._value(name, value) for value in rest.split(", ")]
        return f"{self.column(name)}: {', '.join(values)}"

    def _value(self, name: str, value: str) -> str:
        if days := DAYS.fullmatch(value):
            first, last = (part_of_time(day, self.language) for day in days.groups())
            return gettext("%(first)s to %(last)s") % {"first": first, "last": last}
        return gettext("not known") if value == "unknown" else self.code(name, value)

    def cell(self, key: str) -> str:
        """A cell by its key, “country=ER;sex=female”, or by the words in which the attack names one of this draft."""
        if key in ("total", ""):
            return gettext("total")
        parts = [part.partition("=") for part in re.split(r"[;,] ?", key)]
        if not all(sign for _name, sign, _code in parts):
            return ", ".join(self._loose(part) for part in key.split(", "))
        return "; ".join(f"{self.column(name)}: {self.code(name, code)}" for name, _sign, code in parts)

    def _loose(self, part: str) -> str:
        """A code of whichever column has it."""
        if part in ("total", "unknown"):
            return gettext("total") if part == "total" else gettext("not known")
        for column in self.table.columns if self.table else ():
            if part in column.labels:
                return str(column.labels[part])
        return part

    def said(self, said: str) -> str:
        found = SAID.fullmatch(said)
        if not found:
            return said
        if found["exact"]:
            return self.number(found["exact"])
        if found["least"]:
            return gettext("hidden, at least %(low)s") % {"low": self.number(found["least"])}
        return self.between(found["low"], found["high"])

    def way_out(self, said: str) -> str:
        for form, words in WAYS_OUT:
            if found := form.fullmatch(said):
                named = found.groupdict()
                return str(words) % (named | {"cell": self.cell(named["cell"])} if "cell" in named else named)
        return said

    def between(self, low: Any, high: Any) -> str:
        return gettext("%(low)s to %(high)s") % {"low": self.number(low), "high": self.number(high)}

    def number(self, value: Any) -> str:
        return number(int(value), self.language)

    def column(self, name: str) -> str:
        title = next((str(one.title) for one in self._columns(name)), name)
        return title[:1].upper() + title[1:]

    def code(self, name: str, code: str) -> str:
        return next(
            (str(one.labels[code]) for one in self._columns(name) if code in one.labels),
            code or gettext("not known"),
        )

    def _columns(self, name: str) -> Iterator[Any]:
        yield from (one for one in (self.table.columns if self.table else ()) if one.name == name)
