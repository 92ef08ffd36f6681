"""What a form says of itself. Words stand in the file in every language of the field; English is never missing."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from cairn.guard.purposes import Kind as DataKind

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_TEXT = 15_000


class Part(BaseModel):
    """A table of the file; a key that it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _in_english(words: dict[str, str]) -> dict[str, str]:
    if not words.get("en", "").strip():
        raise ValueError("words at least in English, as en = “…”")
    return words


def _named(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError("a short name in small letters, such as “speaks_freely”")
    return name


Words = Annotated[dict[str, str], AfterValidator(_in_english)]


def said(words: Mapping[str, str]) -> Any:
    """The words in whatever language they are read."""
    return _said_later(words)


def _in_language(words: Mapping[str, str]) -> str:
    return words.get(translation.get_language() or "") or words.get(settings.LANGUAGE_CODE) or words["en"]


# Made once: each call of `lazy` builds a class, and a form has hundreds of words.
_said_later = lazy(_in_language, str)


class Kind(StrEnum):
    """What is asked for."""

    CHOICE = "choice"
    COUNTRY = "country"
    DAY = "day"
    MANY = "many"
    NUMBER = "number"
    # Of something that happened: no day to come.
    PAST_DAY = "past-day"
    # Legal routes of the mission's catalogue, by their codes.
    ROUTE = "route"
    ROUTES = "routes"
    TEXT = "text"
    WORDS = "words"
    YES_NO = "yes-no"

    @property
    def is_day(self) -> bool:
        return self in (Kind.DAY, Kind.PAST_DAY)


class Choice(Part):
    """One answer that may be chosen. `weight` is for forms that are added up."""

    code: str
    words: Words
    weight: float | None = None
    # Written from memory, or from a source that nobody has checked yet: shown as such until it is.
    uncertain: bool = False


class Question(Part):
    """One field of a form."""

    name: Annotated[str, AfterValidator(_named)]
    kind: Kind
    words: Words
    help: dict[str, str] = {}
    choices: tuple[Choice, ...] = ()
    required: bool = False
    # Asked only where an earlier question got one of these answers, as {question: [codes]}.
    only_if: dict[str, list[Any]] = {}
    # The kind of data as which a partner may be told the answer, item by item; without it the answer stays here.
    told_as: DataKind | None = None
    # The name under which a standard of the field has it.
    standard: str = ""
    weight: str = ""
    child_weight: str = ""
    uncertain: bool = False
    source: str = ""

    @model_validator(mode="after")
    def _choices_where_one_chooses(self) -> "Question":
        if bool(self.choices) != (self.kind in (Kind.CHOICE, Kind.MANY)):
            raise ValueError(
                f"choices with “choice” and “many”, and only there; “{self.name}” is “{self.kind}”"
            )
        codes = [choice.code for choice in self.choices]
        if len(set(codes)) < len(codes):
            raise ValueError(f"each code once; “{self.name}” has one twice")
        return self

    @property
    def label(self) -> Any:
        return said(self.words)

    def label_of(self, code: str) -> Any:
        return next((said(choice.words) for choice in self.choices if choice.code == code), code)

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        return all(has_one_of(answers.get(name), wanted) for name, wanted in self.only_if.items())

    def trouble(self, value: Any) -> str:
        """Why this is no answer; nothing where it is one."""
        match self.kind:
            case Kind.CHOICE if value not in {choice.code for choice in self.choices}:
                return _("Choose one of the answers.")
            case Kind.MANY if not isinstance(value, list) or not set(value) <= {
                one.code for one in self.choices
            }:
                return _("Choose among the answers.")
            case Kind.YES_NO if not isinstance(value, bool):
                return _("Say yes or no.")
            case Kind.NUMBER if isinstance(value, bool) or not isinstance(value, int | float):
                return _("Write a number.")
            case Kind.DAY | Kind.PAST_DAY if not _is_day(value):
                return _("Write a day that exists, such as 1990-02-28.")
            case Kind.PAST_DAY if dt.date.fromisoformat(value) > timezone.localdate():
                return _("This day is still to come.")
            case Kind.ROUTES if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                return _("Choose among the answers.")
            case Kind.TEXT | Kind.WORDS | Kind.COUNTRY | Kind.ROUTE if (
                not isinstance(value, str) or len(value) > LONGEST_TEXT
            ):
                return _("Write at most %(most)s characters.") % {"most": LONGEST_TEXT}
        return ""


class Section(Part):
    """Questions under one heading."""

    words: Words
    help: dict[str, str] = {}
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]

    @property
    def title(self) -> Any:
        return said(self.words)


class Form(Part):
    """One form in one version."""

    code: str
    version: Annotated[int, Field(ge=1)] = 1
    words: Words
    about: dict[str, str] = {}
    source: str = ""
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _holds_together(self) -> "Form":
        if not _CODE.fullmatch(self.code) or len(self.code) > 60:
            raise ValueError(f"a code such as “safety-plan”; found “{self.code}”")
        seen: set[str] = set()
        for question in self.questions():
            if question.name in seen:
                raise ValueError(f"each question once; “{question.name}” is there twice")
            if unknown := set(question.only_if) - seen:
                raise ValueError(f"“only_if” names an earlier question; found “{unknown.pop()}”")
            seen.add(question.name)
        return self

    @property
    def title(self) -> Any:
        return said(self.words)

    def questions(self) -> Iterator[Question]:
        for section in self.sections:
            yield from section.questions

    def question(self, name: str) -> Question:
        return next(question for question in self.questions() if question.name == name)

    def asked(self, answers: Mapping[str, Any]) -> Iterator[Question]:
        return (question for question in self.questions() if question.is_asked(answers))

    def troubles(self, answers: Mapping[str, Any], *, finishing: bool) -> dict[str, str]:
        """What is wrong with which answer; to finish a form, what is required must be there."""
        known = {question.name: question for question in self.questions()}
        found = {name: _("The form has no such question.") for name in answers if name not in known}
        for question in self.asked(answers):
            value = answers.get(question.name)
            if is_empty(value):
                if finishing and question.required:
                    found[question.name] = _("This has to be answered before the form is finished.")
            elif trouble := question.trouble(value):
                found[question.name] = trouble
        return found


def is_empty(value: Any) -> bool:
    return value is None or value == "" or value == []


def has_one_of(answer: Any, wanted: list[Any]) -> bool:
    return any(one in wanted for one in answer) if isinstance(answer, list) else answer in wanted


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(dt.date.fromisoformat(value))
    except ValueError:
        return False
