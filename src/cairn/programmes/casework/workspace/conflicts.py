"""Two edits of one field of a case file or of a part of it: what stood before both, what stands, what was written later."""

from typing import Any

from django import forms
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.guard.edits.acts import ChangedAgain
from cairn.guard.edits.models import Conflict, Settled
from cairn.guard.edits.values import held
from cairn.guard.scope import MayNot, OutsideScope, ensure
from cairn.guard.trace.events import Event
from cairn.mission.config import load_mission
from cairn.people.workspace.edits import ChoiceForm
from cairn.people.workspace.forms import form_field
from cairn.people.workspace.showing import colleague, in_words, label_of
from cairn.programmes.casework.acts import settle_case, settle_leg, settle_paper, settle_record
from cairn.programmes.casework.acts.referring_out import settle_partner_referral
from cairn.programmes.casework.forms.declaration import Question
from cairn.programmes.casework.forms.library import form as declared_form
from cairn.programmes.casework.models import ApplicationPaper, Case, CaseRecord, Leg, PartnerReferral
from cairn.programmes.casework.reads import EDITED, may_settle
from cairn.programmes.casework.workspace.case import CaseAct
from cairn.programmes.casework.workspace.filling import (
    answer_in_words,
    as_kept,
    as_typed,
    field_for,
    question_of,
)
from cairn.programmes.casework.workspace.legs import FieldOfLeg
from cairn.programmes.casework.workspace.partner_asking import AskForm
from cairn.programmes.partners.items import names_of
from cairn.programmes.partners.models import Organisation


class FieldOfRow:
    """A field of the case file, or of a part that is as plain."""

    def __init__(self, model: Any, name: str) -> None:
        self.model, self.name = model, name

    @property
    def label(self) -> str:
        return label_of(self.model, self.name)

    def in_words(self, value: Any) -> str:
        return in_words(self.model, self.name, value)

    def field(self) -> forms.Field:
        return form_field(self.model, self.name)

    def as_typed(self, value: Any) -> Any:
        return value

    def as_kept(self, typed: Any) -> Any:
        return typed


class FieldOfReferral(FieldOfRow):
    """A field of a draft to a partner, asked for as in the form that made it."""

    def in_words(self, value: Any) -> str:
        if self.name == "partner":
            return str(Organisation.objects.filter(pk=value).first() or "")
        if self.name == "chosen":
            return "\n".join(names_of(value or []))
        if self.name == "language":
            return load_mission().language_names.get(str(value), str(value))
        return super().in_words(value)

    def field(self) -> forms.Field:
        return AskForm().fields[self.name]


class AnswerOfRecord:
    """One answer of a form."""

    def __init__(self, question: Question) -> None:
        self.question = question

    @property
    def label(self) -> str:
        return str(self.question.label)

    def in_words(self, value: Any) -> str:
        return answer_in_words(self.question, value)

    def field(self) -> forms.Field:
        return field_for(self.question)

    def as_typed(self, value: Any) -> Any:
        return as_typed(self.question, value)

    def as_kept(self, typed: Any) -> Any:
        return as_kept(self.question, typed)


About = FieldOfRow | AnswerOfRecord | FieldOfLeg
SETTLING = {
    ApplicationPaper: settle_paper,
    Case: settle_case,
    CaseRecord: settle_record,
    Leg: settle_leg,
    PartnerReferral: settle_partner_referral,
}
LEADS_TO = {
    ApplicationPaper: "casework:pathways",
    Leg: "casework:journey",
    PartnerReferral: "casework:partners",
}


def about(row: Any, name: str) -> About:
    """What a name of a field stands for in this row."""
    if isinstance(row, Case | ApplicationPaper):
        return FieldOfRow(type(row), name)
    if isinstance(row, PartnerReferral):
        return FieldOfReferral(PartnerReferral, name)
    if isinstance(row, Leg):
        return FieldOfLeg(row, name)
    question = question_of(row, declared_form(row.form, row.form_version), name)
    if question is None:
        raise OutsideScope(_now("There is no such record, or it is outside your scope."))
    return AnswerOfRecord(question)


class ConflictScreen(CaseAct):
    """Somebody chooses which of two edits stands, or writes something else."""

    read_event = Event.CASE_READ
    template_name = "casework/conflict.html"
    icon = "resubmit"
    button = _("Decide")
    said = _("Decided. Both edits stay in the history.")

    def find_row(self) -> Any:
        """The row of the conflict, if that is within the scope."""
        found = Conflict.objects.filter(pk=self.kwargs["pk"], subject_model__in=EDITED)
        self.conflict = found.select_related("data_key", "by", "theirs_by", "settled_by").first()
        row = None
        if self.conflict:
            rows = EDITED[self.conflict.subject_model].objects.visible_to(self.request.user).with_keys()
            row = rows.filter(pk=self.conflict.subject_id).first()
        if row is None:
            raise OutsideScope(_now("There is no such record, or it is outside your scope."))
        return row

    def admit(self) -> None:
        ensure(self.request.user, self.right)
        super().admit()
        if not may_settle(self.request.user, self.conflict, self.row):
            raise MayNot

    @cached_property
    def about(self) -> About:
        return about(self.row, self.conflict.field)

    @property
    def heading(self) -> str:
        return _now("Two edits of “%(field)s”") % {"field": self.about.label}

    def form(self, data: Any = None, files: Any = None) -> ChoiceForm:
        now = held(self.row, self.conflict.field)
        return ChoiceForm(
            data, files, field=self.about.field(), value=self.about.as_typed(now), version=self.row.version
        )

    def context(self) -> dict[str, Any]:
        conflict = self.conflict
        return {
            **super().context(),
            "conflict": conflict,
            "base": self.about.in_words(conflict.base),
            "mine": self.about.in_words(conflict.mine),
            "now": self.about.in_words(held(self.row, conflict.field)),
            "later_by": colleague(conflict.by),
            "earlier_by": colleague(conflict.theirs_by),
            "settled_by": colleague(conflict.settled_by),
        }

    def act(self, form: Any) -> Any:
        chosen = Settled(form.cleaned_data["settled"])
        verb: Any = SETTLING[type(self.row)]
        other = self.about.as_kept(form.cleaned_data["value"]) if chosen == Settled.OTHER else None
        try:
            return verb(
                self.conflict,
                self.row,
                based_on=form.cleaned_data["based_on"],
                settled=chosen,
                by=self.request.user,
                value=other,
            )
        except ChangedAgain:
            # The page is drawn again with what stands now, so the next decision is about that.
            form.data = {**form.data.dict(), "based_on": self.row.version}
            raise

    def next_address(self, answer: Any) -> str:
        if isinstance(self.row, CaseRecord):
            return reverse("casework:record", args=[self.row.pk])
        return reverse(LEADS_TO.get(type(self.row), "casework:case"), args=[self.case.pk])


urls = [path("conflict/<uuid:pk>/", ConflictScreen.as_view(), name="conflict")]
