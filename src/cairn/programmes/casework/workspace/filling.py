"""A declared form as it is filled in: one class draws them all, and works without scripts.

A question that is asked only after a certain answer stands in the page with its condition in words; a small script
hides it until then. What was answered to a question that is not asked is not kept.
"""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.guard.sealed.forms import SealedCharField
from cairn.people.workspace import names
from cairn.people.workspace.fields import CountryField
from cairn.people.workspace.forms import suggestions
from cairn.programmes.casework.forms.declaration import (
    LONGEST_TEXT,
    Choice,
    Form,
    Kind,
    Question,
    is_empty,
    said,
)
from cairn.programmes.casework.models import CaseRecord
from cairn.programmes.casework.routes import route_choices, routes_in_words

PREFIX = "a"
STRENGTHS = {"S": _("strong"), "M": _("medium"), "W": _("weak"), "-": _("does not count")}
YES_NO = ((True, "yes", _("yes")), (False, "no", _("no")))


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that is said beside a question; what nobody has checked yet stands out."""

    text: Any
    is_unchecked: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is drawn."""

    field: Any
    marks: list[Mark]
    condition: str
    # As the script reads it: names of fields, and the answers that lead here.
    only_if: str


class RecordForm(forms.Form):
    """The questions of a declared form, with the version on which the colleague looks."""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        declared: Form,
        answers: Mapping[str, Any],
        version: int = 0,
    ) -> None:
        super().__init__(data, files, prefix=PREFIX)
        self.declared = declared
        for question in declared.questions():
            self.fields[question.name] = field_for(question, answers.get(question.name))
            self.initial[question.name] = as_typed(question, answers.get(question.name))
        if version:
            self.fields["based_on"] = forms.IntegerField(
                min_value=1, widget=forms.HiddenInput, initial=version
            )

    @property
    def said(self) -> dict[str, Any]:
        """The answers as they are kept; a question that is not asked after the answers before it has none."""
        answers: dict[str, Any] = {}
        for question in self.declared.questions():
            value = as_kept(question, self.cleaned_data.get(question.name))
            answers[question.name] = value if question.is_asked(answers) else None
        return answers

    @property
    def sections(self) -> Iterator[dict[str, Any]]:
        for section in self.declared.sections:
            questions = [self._asked(question) for question in section.questions]
            yield {"title": section.title, "help": words_in_language(section.help), "questions": questions}

    @property
    def lists(self) -> dict[str, Any]:
        return suggestions(self)

    def _asked(self, question: Question) -> Asked:
        typed = {
            f"{PREFIX}-{name}": [_typed(each) for each in wanted] for name, wanted in question.only_if.items()
        }
        condition = condition_of(self.declared, question)
        return Asked(self[question.name], marks_of(question), condition, json.dumps(typed) if typed else "")


def field_for(question: Question, answer: Any = None) -> forms.Field:
    """How a question is asked. Nothing is required here: what is, is asked for when the form is finished."""
    common: dict[str, Any] = {
        "label": question.label,
        "help_text": words_in_language(question.help),
        "required": False,
    }
    choices = [(choice.code, choice_in_words(choice)) for choice in question.choices]
    not_yet = ("", _("not answered"))
    match question.kind:
        case Kind.CHOICE:
            return forms.ChoiceField(choices=[not_yet, *choices], widget=forms.RadioSelect, **common)
        case Kind.MANY:
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
        case Kind.YES_NO:
            yes_no = [not_yet, *((code, word) for _value, code, word in YES_NO)]
            return forms.ChoiceField(choices=yes_no, widget=forms.RadioSelect, **common)
        case Kind.DAY | Kind.PAST_DAY:
            return forms.DateField(
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common
            )
        case Kind.NUMBER:
            return forms.FloatField(widget=forms.NumberInput(attrs={"step": "any"}), **common)
        case Kind.COUNTRY:
            return CountryField(**common)
        case Kind.ROUTE:
            return forms.ChoiceField(choices=[not_yet, *route_choices(answer)], **common)
        case Kind.ROUTES:
            return forms.MultipleChoiceField(
                choices=route_choices(answer), widget=forms.CheckboxSelectMultiple, **common
            )
        case Kind.TEXT:
            return SealedCharField(
                multiline=True, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}), **common
            )
    return SealedCharField(max_length=LONGEST_TEXT, **common)


def marks_of(question: Question) -> list[Mark]:
    """How much an answer weighs, and whether anybody has held that against its source."""
    marks = [Mark(_weighs(question.weight))] if question.weight else []
    if question.child_weight and question.child_weight != question.weight:
        child = {"weight": _weighs(question.child_weight)}
        marks.append(Mark(_now("for a child: %(weight)s") % child))
    if question.uncertain:
        marks.append(Mark(_("weight not checked"), is_unchecked=True))
    return marks


def choice_in_words(choice: Choice) -> str:
    """An answer; where it counts by a number that nobody has checked, that is said with it."""
    words = str(said(choice.words))
    return _now("%(answer)s (weight not checked)") % {"answer": words} if choice.uncertain else words


def condition_of(declared: Form, question: Question) -> str:
    """Before which answers a question is asked, for whoever sees all of them."""
    told = []
    for name, wanted in question.only_if.items():
        earlier = declared.question(name)
        answers = ", ".join(answer_in_words(earlier, one) for one in wanted)
        told.append(
            _now("Only where “%(question)s” is: %(answers)s.")
            % {"question": earlier.label, "answers": answers}
        )
    return " ".join(told)


def answers_in_words(record: CaseRecord, declared: Form) -> Iterator[dict[str, Any]]:
    """What was answered, section by section: questions that were asked, with nothing where nobody answered."""
    asked = {question.name for question in declared.asked(record.answers)}
    for section in declared.sections:
        questions = [question for question in section.questions if question.name in asked]
        if questions:
            facts = [
                {
                    "label": question.label,
                    "value": answer_in_words(question, record.answers.get(question.name)),
                    "marks": marks_of(question),
                }
                for question in questions
            ]
            yield {"title": section.title, "facts": facts}


def answer_in_words(question: Question, value: Any) -> str:
    if is_empty(value):
        return ""
    match question.kind:
        case Kind.CHOICE | Kind.MANY:
            codes = value if isinstance(value, list) else [value]
            return "\n".join(str(question.label_of(code)) for code in codes)
        case Kind.COUNTRY:
            return names.country_name(str(value))
        case Kind.ROUTE | Kind.ROUTES:
            return "\n".join(routes_in_words(value))
        case Kind.DAY | Kind.PAST_DAY if isinstance(value, str):
            return date_format(dt.date.fromisoformat(value), "DATE_FORMAT")
        case Kind.YES_NO:
            return str(_("yes") if value else _("no"))
    return str.__str__(value) if isinstance(value, str) else str(value)


def question_of(record: CaseRecord, declared: Form, name: str) -> Question | None:
    """The question whose answer a field such as “answers.wants” is."""
    asked = name.partition(".")[2]
    return next((question for question in declared.questions() if question.name == asked), None)


def as_kept(question: Question, typed: Any) -> Any:
    match typed:
        case dt.date():
            return typed.isoformat()
        case float():
            return int(typed) if typed.is_integer() else typed
        case str() if question.kind is Kind.YES_NO:
            return next((value for value, code, _word in YES_NO if code == typed), None)
    return None if is_empty(typed) else typed


def as_typed(question: Question, value: Any) -> Any:
    if question.kind is Kind.YES_NO:
        return next((code for kept, code, _word in YES_NO if kept is value), "")
    if question.kind.is_day and isinstance(value, str):
        return dt.date.fromisoformat(value)
    return value


def _typed(value: Any) -> str:
    """An answer as it stands in the page, for the script that hides what it does not lead to."""
    return next((code for kept, code, _word in YES_NO if kept is value), str(value))


def words_in_language(words: Mapping[str, str]) -> Any:
    """Words that a form may leave out."""
    return said(words) if words.get("en") else ""


def _weighs(weight: str) -> str:
    return str(STRENGTHS.get(weight, weight))
