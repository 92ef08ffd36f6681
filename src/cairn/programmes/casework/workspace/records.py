"""Forms of a case: which are open at this stage, filling one in, changing it, finishing it, opening it again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.guard.edits.acts import Outcome
from cairn.guard.rights import Can
from cairn.guard.trace.events import Event
from cairn.people.workspace.outcomes import tell_outcome
from cairn.programmes.casework.acts import begin_record, change_record, finish_record, reopen_record
from cairn.programmes.casework.acts.writing import ANSWERS
from cairn.programmes.casework.forms.declaration import Form
from cairn.programmes.casework.forms.library import WrongForm
from cairn.programmes.casework.forms.library import form as declared_form
from cairn.programmes.casework.models import CaseRecord
from cairn.programmes.casework.reads import quarrels_about
from cairn.programmes.casework.survey import FORM as SURVEY
from cairn.programmes.casework.workspace.case import CaseAct, CasePage
from cairn.programmes.casework.workspace.filling import (
    RecordForm,
    answers_in_words,
    question_of,
    words_in_language,
)
from cairn.programmes.casework.workspace.tabs import CaseTab, register_case_tab
from cairn.programmes.casework.workspace.timeline import form_title
from cairn.programmes.casework.workspace.way import stage_of

FINISH = "finish"  # The second button of a form.


class FormsScreen(CasePage):
    """The tab: forms that are open at this stage, then every form that was filled in."""

    template_name = "casework/forms.html"
    tab = "forms"

    def context(self) -> dict[str, Any]:
        stage = stage_of(self.row) if self.row.is_open else None
        return {
            **super().context(),
            "open_here": [declared_form(name) for name in (stage.forms if stage else ())],
            "records": [
                {"row": each, "title": form_title(each.form, each.form_version)}
                for each in self.parts(CaseRecord).order_by("-made_at", "pk")
            ],
        }


class Filling(CaseAct):
    """A form in which a declared form is filled in; what is wrong with an answer stands beside its question."""

    template_name = "casework/fill.html"
    leads_to = "casework:forms"
    icon = "form"
    button = _("Save")
    declared: Form

    @property
    def heading(self) -> str:
        return str(self.declared.title)

    def context(self) -> dict[str, Any]:
        about = words_in_language(self.declared.about)
        return {**super().context(), "declared": self.declared, "about": about, "finish": FINISH}

    def act(self, form: Any) -> CaseRecord:
        """Saved, and finished where the second button asks for it: both, or neither."""
        with transaction.atomic():
            outcome = self.keep(form)
            finishes = self.request.POST.get("then") == FINISH and not outcome.conflicts
            if finishes:
                finish_record(outcome.row, by=self.request.user)
        tell_outcome(
            self.request,
            outcome,
            based_on=self.based_on(form),
            called=question_label,
            conflict_at="casework:conflict",
        )
        if finishes:
            messages.success(self.request, _now("The form is finished."))
        return outcome.row

    def keep(self, form: Any) -> Outcome:
        """What became of these answers."""
        raise NotImplementedError

    def based_on(self, form: Any) -> int:
        return form.cleaned_data.get("based_on", 1)

    def next_address(self, answer: CaseRecord | None) -> str:
        return reverse("casework:record", args=[answer.pk]) if answer else super().next_address(None)


class FillScreen(Filling):
    """A form that is open at this stage, filled in anew."""

    read_event = Event.CASE_READ

    def admit(self) -> None:
        super().admit()
        stage = stage_of(self.row)
        if stage is None or not self.row.is_open or self.kwargs["form"] not in stage.forms:
            raise Http404
        self.declared = declared_form(self.kwargs["form"])

    def form(self, data: Any = None, files: Any = None) -> RecordForm:
        return RecordForm(data, declared=self.declared, answers={})

    def keep(self, form: RecordForm) -> Outcome:
        row = begin_record(self.row, self.declared.code, by=self.request.user, answers=form.said)
        return Outcome(row, tuple(f"{ANSWERS}.{name}" for name in row.answers), ())


class OfRecord:
    """Pages about one filled-in form, in the version of the form on which it was made."""

    model = CaseRecord
    row: CaseRecord

    @cached_property
    def declared(self) -> Form:
        try:
            return declared_form(self.row.form, self.row.form_version)
        except WrongForm:
            # Its file was taken away since: what was answered stays, and cannot be shown without its questions.
            raise Http404 from None


class ChangeScreen(OfRecord, Filling):
    """Answers changed on the version that the colleague looks at."""

    read_event = Event.CASE_READ

    def form(self, data: Any = None, files: Any = None) -> RecordForm:
        return RecordForm(data, declared=self.declared, answers=self.row.answers, version=self.row.version)

    def keep(self, form: Any) -> Outcome:
        return change_record(self.row, based_on=self.based_on(form), answers=form.said, by=self.request.user)


class RecordScreen(OfRecord, CasePage):
    """What was answered, and what can be done with it."""

    template_name = "casework/record.html"
    tab = "forms"

    @property
    def heading(self) -> str:
        return str(self.declared.title)

    def crumbs(self) -> list[dict[str, str]]:
        way = {"url": reverse("casework:forms", args=[self.case.pk]), "label": str(self.case)}
        return [*super().crumbs(), way]

    def context(self) -> dict[str, Any]:
        user = self.request.user
        answers = answers_in_words(self.row, self.declared) if "answers" in self.seen else ()
        return {
            **super().context(),
            "declared": self.declared,
            "sections": list(answers),
            "has_result": self.row.form == SURVEY and self.row.is_finished and "answers" in self.seen,
            "quarrels": quarrels_about([self.row], user),
        }


class RecordAct(OfRecord, CaseAct):
    """One press on a form that was filled in."""

    form_class = forms.Form
    template_name = "casework/act.html"
    icon = "form"

    @property
    def heading(self) -> str:
        return f"{self.title}: {self.declared.title}"

    def next_address(self, answer: Any) -> str:
        return reverse("casework:record", args=[self.row.pk])


class FinishScreen(RecordAct):
    title = _("Finish the form")
    button = _("Finish")
    said = _("The form is finished.")

    def act(self, form: forms.Form) -> CaseRecord:
        return finish_record(self.row, by=self.request.user)


class ReopenScreen(RecordAct):
    title = _("Open the form again")
    button = _("Open again")
    said = _("The form is open again.")

    def act(self, form: forms.Form) -> CaseRecord:
        return reopen_record(self.row, by=self.request.user)


def question_label(row: Any, name: str) -> str:
    """What is asked where this field stands."""
    question = question_of(row, declared_form(row.form, row.form_version), name)
    return str(question.label) if question else name


def _open_forms(case: Any, user: Any) -> int:
    return CaseRecord.objects.visible_to(user, Can.CASE_READ).filter(case=case, is_finished=False).count()


register_case_tab(
    CaseTab(name="forms", label=_("Forms"), address="casework:forms", order=30, count=_open_forms)
)

urls = [
    path("<uuid:pk>/forms/", FormsScreen.as_view(), name="forms"),
    path("<uuid:pk>/forms/<slug:form>/", FillScreen.as_view(), name="fill"),
    path("form/<uuid:pk>/", RecordScreen.as_view(), name="record"),
    path("form/<uuid:pk>/change/", ChangeScreen.as_view(), name="record-change"),
    path("form/<uuid:pk>/finish/", FinishScreen.as_view(), name="record-finish"),
    path("form/<uuid:pk>/reopen/", ReopenScreen.as_view(), name="record-reopen"),
]
