"""What a survey on reintegration adds up to, with what each answer gave, and the surveys of the case beside one another."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django.http import Http404
from django.urls import path, reverse
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from cairn.guard.trace.events import Event
from cairn.programmes.casework.forms.declaration import Form, Question
from cairn.programmes.casework.forms.library import form as declared_form
from cairn.programmes.casework.models import CaseRecord
from cairn.programmes.casework.survey import FORM, HIGH, LOW, Score, score_of
from cairn.programmes.casework.workspace.case import CasePage
from cairn.programmes.casework.workspace.filling import answer_in_words
from cairn.programmes.casework.workspace.records import OfRecord

LEVELS = {"low": _("low"), "medium": _("medium"), "high": _("high"), "unknown": _("not known")}


class SurveyScreen(OfRecord, CasePage):
    """The result of one finished survey."""

    template_name = "casework/survey.html"
    read_event = Event.CASE_READ
    tab = "forms"

    def admit(self) -> None:
        super().admit()
        if self.row.form != FORM or not self.row.is_finished or "answers" not in self.seen:
            raise Http404

    @property
    def heading(self) -> str:
        return str(self.declared.title)

    def crumbs(self) -> list[dict[str, str]]:
        way = {"url": reverse("casework:forms", args=[self.case.pk]), "label": str(self.case)}
        return [*super().crumbs(), way]

    def context(self) -> dict[str, Any]:
        score = score_of(self.declared, self.row.answers)
        return {
            **super().context(),
            "declared": self.declared,
            "score": score,
            "whole": _drawn(score.whole),
            "level": LEVELS[score.level],
            "bounds": {"low": two_places(LOW), "high": two_places(HIGH)},
            "dimensions": list(_dimensions(self.declared, self.row, score)),
            "surveys": self.surveys(),
        }

    def surveys(self) -> list[dict[str, Any]]:
        """Every finished survey of this case, the first one first, each beside the one before it."""
        rows = self.parts(CaseRecord).filter(form=FORM, is_finished=True).order_by("made_at", "pk")
        titles = _titles(self.declared)
        lines: list[dict[str, Any]] = []
        before: Score | None = None
        for row in rows:
            score = score_of(declared_form(row.form, row.form_version), row.answers)
            lines.append({"row": row, "is_this": row.pk == self.row.pk, **_beside(score, before, titles)})
            before = score
        return lines


def _beside(score: Score, before: Score | None, titles: dict[str, Any]) -> dict[str, Any]:
    """The dimensions of the form that is looked at, also where a later version has others."""
    now, earlier = score.dimensions, before.dimensions if before else {}
    return {
        "whole": _cell(score.whole, before.whole if before else None),
        "parts": [
            {**_cell(now.get(name), earlier.get(name)), "title": title} for name, title in titles.items()
        ],
    }


def _cell(value: Fraction | None, before: Fraction | None) -> dict[str, str]:
    """A score, and by how much it differs from that of the survey before."""
    if value is None or before is None:
        return {"value": two_places(value), "change": ""}
    change = two_places(abs(value - before))
    sign = "±" if value == before else "+" if value > before else "−"
    return {"value": two_places(value), "change": f"{sign}{change}"}


def _dimensions(declared: Form, row: CaseRecord, score: Score) -> Iterator[dict[str, Any]]:
    """Each dimension with its answers."""
    for name, title in _titles(declared).items():
        asked = [question for question in declared.questions() if question.weight == name]
        answers = [_answer(question, row.answers.get(question.name)) for question in asked]
        yield {"title": title, **_drawn(score.dimensions[name]), "answers": answers}


def _titles(declared: Form) -> dict[str, Any]:
    """Each dimension under the title of the section that asks about it first."""
    titles: dict[str, Any] = {}
    for section in declared.sections:
        for question in section.questions:
            if question.weight:
                titles.setdefault(question.weight, section.title)
    return titles


def _answer(question: Question, code: Any) -> dict[str, Any]:
    choice = next((one for one in question.choices if one.code == code), None)
    gave = None if choice is None or choice.weight is None else Fraction(str(choice.weight))
    return {
        "question": question.label,
        "answer": answer_in_words(question, code),
        "gave": two_places(gave),
        "is_unchecked": question.uncertain or (choice is not None and choice.uncertain),
    }


def _drawn(value: Fraction | None) -> dict[str, str]:
    """As it is read, and as a bar of a hundred takes it: with a point, whatever the language."""
    return {"value": two_places(value), "bar": "" if value is None else f"{float(100 * value):.1f}"}


def two_places(value: Fraction | None) -> str:
    return "" if value is None else number_format(f"{float(value):.2f}", decimal_pos=2)


urls = [path("form/<uuid:pk>/result/", SurveyScreen.as_view(), name="survey")]
