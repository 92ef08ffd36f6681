"""What an indicator says of itself. Every refusal names the key, what was found and what is allowed."""

import datetime as dt
import re
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from cairn.evidence.indicators.goals import GOALS
from cairn.evidence.phrases.wording import PLACES, Unit

CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
MOST_DIMENSIONS = 6
# Its page would stand where the releases stand.
TAKEN = frozenset({"releases"})
FIRST_YEAR, LAST_YEAR = 1900, 2100


class Part(BaseModel):
    """A table of the declaration; a key that it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _short_code(code: str) -> str:
    if not CODE.fullmatch(code) or len(code) > 80:
        raise ValueError("small letters and digits with hyphens between, such as “people-in-camps”")
    if code in TAKEN:
        raise ValueError(f"another code: “{code}” is an address of the public data section")
    return code


def _in_english(words: dict[str, str]) -> dict[str, str]:
    if not words.get("en", "").strip():
        raise ValueError("words at least in English, as en = “…”")
    return words


Code = Annotated[str, AfterValidator(_short_code)]
Words = Annotated[dict[str, str], AfterValidator(_in_english)]


class MeasureKind(StrEnum):
    """What is done with the rows of a cell."""

    CHANGE = "change"
    COUNT = "count"
    DISTINCT = "distinct"
    DOUBLING = "doubling"
    LATEST = "latest"
    SUM = "sum"


# Which of them need a column to work on, and which a column that says what one series is.
NEEDS_COLUMN = frozenset(set(MeasureKind) - {MeasureKind.COUNT})
NEEDS_SERIES = frozenset({MeasureKind.CHANGE, MeasureKind.DOUBLING, MeasureKind.LATEST})


class Measure(Part):
    """Rows are counted, or a column is summed, or its latest value of each series is taken, then added up.

    A series is what is counted again and again, such as a site: where `source` names the column that says who counted,
    it is the counts that one source made of it. A count stands until a later one, or until the day in the column
    `closed`. `change` and `doubling` hold the latest against the value that stood `days` before.
    """

    kind: MeasureKind
    column: str = ""
    # Where a source gave a range, the columns with its two ends.
    low: str = ""
    high: str = ""
    series: str = ""
    source: str | None = None
    closed: str | None = None
    days: Annotated[int, Field(ge=1, le=3660)] | None = None

    @property
    def columns(self) -> dict[str, str]:
        """The columns that it reads, by what it calls them."""
        names = ("column", "low", "high", "series", "source", "closed")
        return {name: column for name in names if (column := getattr(self, name))}

    @model_validator(mode="after")
    def _asks_what_it_needs(self) -> "Measure":
        if bool(self.column) != (self.kind in NEEDS_COLUMN):
            raise ValueError(f"a “column” with every measure but “count”; “{self.kind}” has “{self.column}”")
        if bool(self.low) != bool(self.high) or (
            self.low and self.kind in (MeasureKind.COUNT, MeasureKind.DISTINCT)
        ):
            raise ValueError("“low” and “high” together, and with a measure that adds a column up")
        if bool(self.series) != (self.kind in NEEDS_SERIES):
            raise ValueError(
                f"a “series” with “latest”, “change” and “doubling”; “{self.kind}” has “{self.series}”"
            )
        if (self.source or self.closed) and not self.series:
            raise ValueError("“source” and “closed” only with a “series”, which they say more of")
        if (self.days is None) == (self.kind in (MeasureKind.CHANGE, MeasureKind.DOUBLING)):
            raise ValueError("“days” with “change” and “doubling”, and only with them")
        return self


class Step(StrEnum):
    """How a period is divided."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    WHOLE = "whole"
    YEAR = "year"


class Period(Part):
    """Which days count, and how they are divided. Without `last` it runs to the day of the snapshot."""

    column: str
    step: Step = Step.WHOLE
    first: dt.date | None = None
    last: dt.date | None = None

    def end(self, until: dt.date) -> dt.date:
        """The last day that counts of what is known until a day."""
        return min(self.last or until, until)

    @model_validator(mode="after")
    def _runs_forward_within_time(self) -> "Period":
        for day in (self.first, self.last):
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise ValueError(f"days between {FIRST_YEAR} and {LAST_YEAR}; found {day}")
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"a “first” day before the “last”; found {self.first} and {self.last}")
        return self


class RuleKind(StrEnum):
    """What protects the people in a cell."""

    OPEN = "open"
    PERTURBED = "perturbed"
    ROUNDED = "rounded"
    SUPPRESSED = "suppressed"


class Rule(Part):
    """How a table is protected. `open` is for what counts no people."""

    kind: RuleKind
    threshold: int | None = None
    base: int | None = None
    variance: float | None = None
    bound: int | None = None

    @model_validator(mode="after")
    def _has_its_own_numbers_only(self) -> "Rule":
        wanted = {
            RuleKind.OPEN: set(),
            RuleKind.ROUNDED: {"base"},
            RuleKind.SUPPRESSED: {"threshold"},
            RuleKind.PERTURBED: {"variance", "bound"},
        }[self.kind]
        given = {
            name for name in ("threshold", "base", "variance", "bound") if getattr(self, name) is not None
        }
        if given - wanted:
            raise ValueError(
                f"with “{self.kind}” only {sorted(wanted) or 'no number'}; found {sorted(given - wanted)}"
            )
        return self


class Indicator(Part):
    """One indicator in one version."""

    code: Code
    version: Annotated[int, Field(ge=1)] = 1
    owner: str
    facts: str
    title: Words
    definition: Words
    method: Words
    unit: dict[str, dict[str, str]]
    measure: Measure
    only: dict[str, Annotated[list[str], Field(min_length=1)]] = {}
    dimensions: Annotated[list[str], Field(max_length=MOST_DIMENSIONS)] = []
    period: Period | None = None
    disclosure: Rule
    # The figure this one is a part of, or is divided by: “one in three of …”.
    whole: Code | None = None
    sdg: list[str] = []
    themes: list[str] = []

    @field_validator("unit")
    @classmethod
    def _unit_in_every_form(cls, forms: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
        if "en" not in forms:
            raise ValueError("the unit at least in English, as [unit.en]")
        for language, each in forms.items():
            if "other" not in each or not set(each) <= PLACES:
                raise ValueError(
                    f"in [unit.{language}] the form “other”, and of others {sorted(PLACES - {'other'})}"
                )
        return forms

    @field_validator("sdg")
    @classmethod
    def _known_goals(cls, goals: list[str]) -> list[str]:
        if unknown := [goal for goal in goals if goal not in GOALS]:
            raise ValueError(f"an indicator of the framework, such as “10.7.3”; found “{unknown[0]}”")
        return goals

    @field_validator("dimensions")
    @classmethod
    def _each_once(cls, names: list[str]) -> list[str]:
        if len(set(names)) < len(names):
            raise ValueError("each dimension once")
        return names

    @property
    def noun(self) -> Unit:
        return Unit(self.unit)

    @property
    def is_distinct(self) -> bool:
        return self.measure.kind is MeasureKind.DISTINCT

    def words(self, name: str, language: str) -> str:
        """Title, definition or method in a language, or in English where it has no words."""
        told: dict[str, str] = getattr(self, name)
        return told.get(language) or told["en"]

    @property
    def variance(self) -> Fraction | None:
        found = self.disclosure.variance
        return None if found is None else Fraction(str(found))


def as_plain(declared: Indicator) -> dict[str, Any]:
    """The declaration as JSON has it, in one order: what a release keeps of it."""
    return declared.model_dump(mode="json", exclude_none=True)
