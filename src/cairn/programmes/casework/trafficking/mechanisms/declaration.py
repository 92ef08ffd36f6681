"""What a national mechanism says of itself. A country is a file; no rule of one stands in code."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from cairn.programmes.casework.forms.declaration import Part, Words, said


class Whom(StrEnum):
    """Whom a rule is for."""

    ADULT = "adult"
    ANYBODY = "anybody"
    CHILD = "child"

    def holds_for(self, *, of_child: bool) -> bool:
        return self is Whom.ANYBODY or (self is Whom.CHILD) == of_child


class Named(Part):
    """Something with a code and words."""

    code: str
    words: Words
    # Where it comes from, or that nobody has checked it yet.
    source: str = ""
    uncertain: bool = False

    @property
    def label(self) -> Any:
        return said(self.words)


class Basis(Named):
    """On what somebody is referred: their consent, a duty that asks for none, being a child."""

    whom: Whom
    needs_consent: bool = False
    needs_safeguarding: bool = False
    # Whether the person stays without a name in what is sent.
    is_anonymous: bool = False
    # What the form of the mechanism says where somebody is referred on this basis, as {question: code}.
    answers: dict[str, str] = {}

    def agrees_with(self, told: Mapping[str, Any]) -> bool:
        """Whether a form says nothing else; what it does not say yet is no contradiction."""
        return all(told.get(name) in (None, code) for name, code in self.answers.items())


class Decides(StrEnum):
    """Which question a decision answers: whether somebody may be a victim, or whether they are one."""

    FIRST = "first"
    FINAL = "final"


class Step(Named):
    """Something that happens to a referral: it is sent, decided, asked to be looked at again, withdrawn."""

    after: tuple[str, ...] = ()
    begins: bool = False
    ends: bool = False
    # Noted beside the way, which goes on as before.
    is_aside: bool = False
    # Figures on decisions count these, and no others.
    decides: Decides | None = None
    is_positive: bool | None = None
    whom: Whom = Whom.ANYBODY
    bases: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _says_what_it_decides(self) -> "Step":
        if (self.decides is None) != (self.is_positive is None):
            raise ValueError(f"“decides” and “is_positive” together; “{self.code}” has one of them")
        return self


class Counted(StrEnum):
    CALENDAR = "calendar"
    WORKING = "working"


class Clock(Named):
    """Runs from a step to another, for days; or to a birthday. `at_least` is a time that is not cut short."""

    starts: tuple[str, ...]
    stops: tuple[str, ...] = ()
    days: Annotated[int, Field(ge=1, le=3660)] | None = None
    counted: Counted = Counted.CALENDAR
    birthday: Annotated[int, Field(ge=1, le=30)] | None = None
    at_least: bool = False
    whom: Whom = Whom.ANYBODY

    @model_validator(mode="after")
    def _runs_for_days_or_to_a_birthday(self) -> "Clock":
        if (self.days is None) == (self.birthday is None):
            raise ValueError(f"either “days” or a “birthday”; “{self.code}” has both or none")
        return self


class Reads(StrEnum):
    """What a rule looks for in the answers of a draft."""

    # The lines stand in the order of time, by the first year of each.
    CHRONOLOGY = "chronology"
    # Each line has so many letters, on average.
    CONTEXT = "context"
    # A year stands in it.
    DATED = "dated"
    # There are at most so many lines.
    LINES = "lines"
    # There is an answer, and the codes that are wanted are in it.
    SAID = "said"


class Rule(Named):
    """What the reader of a referral would miss; its words say what to do about it."""

    reads: Reads
    questions: Annotated[tuple[str, ...], Field(min_length=1)]
    # With “said”: what has to be in an answer, as {question: [codes]}.
    answers: dict[str, Annotated[list[str], Field(min_length=1)]] = {}
    # Not asked for where a question got one of these answers.
    unless: dict[str, Annotated[list[str], Field(min_length=1)]] = {}
    # With “context” letters, with “lines” lines.
    number: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _has_its_own_keys_only(self) -> "Rule":
        if (self.number is None) == (self.reads in (Reads.CONTEXT, Reads.LINES)):
            raise ValueError(f"a “number” with “context” and “lines”, and only there; see “{self.code}”")
        if set(self.answers) - set(self.questions) or (self.answers and self.reads is not Reads.SAID):
            raise ValueError(f"“answers” with “said”, to questions of the rule; see “{self.code}”")
        return self

    def named(self) -> set[str]:
        return {*self.questions, *self.unless}


class Mechanism(Named):
    """One national mechanism in one version."""

    version: Annotated[int, Field(ge=1)] = 1
    country: str
    time_zone: str
    # As “GB/ENG”: the calendar whose days off are no working days.
    holidays: str
    form: str
    most_files: int
    largest_file_mb: int
    bases: tuple[Basis, ...]
    first_responders: tuple[Named, ...]
    steps: tuple[Step, ...]
    clocks: tuple[Clock, ...] = ()
    # What a draft of its form is held against, beside what holds for every form.
    quality: tuple[Rule, ...] = ()

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ValueError, ZoneInfoNotFoundError):
            raise ValueError(f"a time zone that exists; found “{name}”") from None
        return name

    @model_validator(mode="after")
    def _holds_together(self) -> "Mechanism":
        for many in (self.bases, self.first_responders, self.steps, self.clocks, self.quality):
            codes = [one.code for one in many]
            if len(set(codes)) < len(codes):
                raise ValueError("each code once")
        known = {step.code for step in self.steps}
        named = {code for step in self.steps for code in step.after}
        named |= {code for clock in self.clocks for code in (*clock.starts, *clock.stops)}
        if unknown := named - known:
            raise ValueError(f"only steps that are declared; found “{sorted(unknown)[0]}”")
        if unknown := {code for step in self.steps for code in step.bases} - {one.code for one in self.bases}:
            raise ValueError(f"only bases that are declared; found “{sorted(unknown)[0]}”")
        if not any(step.begins for step in self.steps):
            raise ValueError("a step that begins")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def questions(self) -> set[str]:
        """Those of its form that it speaks of."""
        named = {name for basis in self.bases for name in basis.answers}
        return named.union(*(rule.named() for rule in self.quality))

    def basis(self, code: str) -> Basis | None:
        return _found(self.bases, code)

    def step(self, code: str) -> Step | None:
        return _found(self.steps, code)

    def first_responder(self, code: str) -> Named | None:
        return _found(self.first_responders, code)

    def clock(self, code: str) -> Clock | None:
        return _found(self.clocks, code)

    def bases_for(self, *, of_child: bool) -> list[Basis]:
        return [basis for basis in self.bases if basis.whom.holds_for(of_child=of_child)]

    def next_steps(self, taken: Sequence[str], *, basis: str, of_child: bool) -> list[Step]:
        """What may happen now, after the steps that were taken."""
        stands = self._stands_at(taken)
        return [
            step
            for step in self.steps
            if step.whom.holds_for(of_child=of_child)
            and (not step.bases or basis in step.bases)
            and (step.begins if stands is None else stands in step.after)
            and not (step.is_aside and step.code in taken)
        ]

    def is_over(self, taken: Sequence[str]) -> bool:
        return any(step.ends for step in self._steps(taken))

    def is_pending(self, taken: Sequence[str]) -> bool:
        """Whether somebody still has to decide, or it was not sent yet. A decision against may be looked at again."""
        stands = self.step(self._stands_at(taken) or "")
        is_decided = stands is not None and (stands.decides is Decides.FINAL or stands.is_positive is False)
        return not (is_decided or self.is_over(taken))

    def _stands_at(self, taken: Sequence[str]) -> str | None:
        """The last step of the way itself."""
        way = [step.code for step in self._steps(taken) if not step.is_aside]
        return way[-1] if way else None

    def _steps(self, taken: Iterable[str]) -> Iterator[Step]:
        return (step for code in taken if (step := self.step(code)))


def _found(many: Iterable[Any], code: str) -> Any:
    return next((one for one in many if one.code == code), None)
