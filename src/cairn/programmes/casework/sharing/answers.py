"""Answers of filled-in forms as items that may be told: a question is one where its declaration says so, and as what.

The code of such an item is “form”, the code of the form and the name of the question. What is told is what stands in
the latest of these forms that was finished in the case.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.text import format_lazy

from cairn.guard.rights import Can
from cairn.programmes.casework.forms.declaration import Question
from cairn.programmes.casework.forms.library import WrongForm, form, forms
from cairn.programmes.casework.models.cases import Case
from cairn.programmes.casework.models.writing import CaseRecord
from cairn.programmes.partners.items import Told

SOURCE = "form"


def code_of(form_code: str, question: str) -> str:
    return f"{SOURCE}.{form_code}.{question}"


def answers_told() -> Iterable[Told]:
    """Each question of a form that may be told; called as in the latest version that has it."""
    found: dict[str, Told] = {}
    for (name, _version), one in sorted(forms().items()):
        for question in one.questions():
            if question.told_as is not None:
                code = code_of(name, question.name)
                label = format_lazy("{form}: {question}", form=one.title, question=question.label)
                found[code] = Told(code, label, question.told_as)
    return found.values()


def offered_in(case: Case, by: Any) -> set[str]:
    """The items that this colleague could choose in a case: those of forms that are finished there."""
    rows = CaseRecord.objects.visible_to(by, Can.CASE_READ).filter(case=case, is_finished=True)
    filled = set(rows.values_list("form", flat=True))
    return {one.code for one in answers_told() if one.code.split(".")[1] in filled}


def record_behind(code: str, case: Case) -> CaseRecord | None:
    """The form from which the item is read; none where none was finished."""
    rows = CaseRecord.objects.filter(case=case, form=code.split(".")[1], is_finished=True)
    return rows.select_related("data_key", "case").order_by("-made_at", "-pk").first()


def question_behind(code: str, record: CaseRecord) -> Question | None:
    """The question as it was asked then; none where that version did not ask it, or keeps the answer here."""
    try:
        declared = form(record.form, record.form_version)
    except WrongForm:
        return None
    asked = (one for one in declared.asked(record.answers) if one.name == code.split(".")[2])
    return next((one for one in asked if one.told_as is not None), None)
