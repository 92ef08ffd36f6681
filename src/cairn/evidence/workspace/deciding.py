"""The last steps: asking a second person, their decision, publication; and the ways back out."""

from typing import Any

from django import forms
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.evidence.acts import (
    approve,
    ask_for_approval,
    drop_draft,
    publish_release,
    send_back,
    withdraw_release,
)
from cairn.evidence.models import Release, State
from cairn.evidence.workspace.choosing import in_each_language, told_in
from cairn.evidence.workspace.of_release import ReleaseAct, ReleaseScreen
from cairn.evidence.workspace.way import APPROVAL, PUBLISH
from cairn.guard.rights import Can


class ApprovalScreen(ReleaseScreen):
    """Where approval stands: what the maker does, what the second person does, and why one of them cannot."""

    template_name = "evidence/approval.html"
    title = _("Approval")
    step = APPROVAL

    def context(self) -> dict[str, Any]:
        user, release = self.request.user, self.row
        is_maker = user.pk in release.makers
        approves = self.may(Can.RELEASE_APPROVE) and not is_maker
        return {
            **super().context(),
            "may_ask": self.may(Can.RELEASE_BUILD) and release.state == State.ATTACKED,
            "lacks_changes": release.number > 1 and not any(release.changes.values()),
            "was_overtaken": release.attacked_after != Release.objects.out().count() and not release.is_out,
            "is_maker": is_maker,
            "may_decide": approves and release.state == State.ASKED,
            "may_send_back": approves and release.may_move(State.DRAFT)
            and release.state in (State.ASKED, State.APPROVED),
        }  # fmt: skip


class AskScreen(ReleaseAct):
    """The maker puts a release before a second person."""

    right = Can.RELEASE_BUILD
    title = _("Ask for approval")
    button = _("Ask for approval")
    said = _("A second person has been asked. You are told what they decide.")
    step = APPROVAL

    @property
    def refusal(self) -> str:
        return _unless(self.row, State.ASKED)

    def act(self, form: forms.Form) -> Release:
        return ask_for_approval(self.row, by=self.request.user)

    def next_address(self, answer: Release) -> str:
        return reverse("evidence:approval", args=[answer.pk])


class ApproveForm(forms.Form):
    """The tick of somebody who answers for figures, and the digest of what they read."""

    has_read = forms.BooleanField(
        label=_("I have read the tables and the attack, and I answer for these figures."),
        error_messages={"required": _("Tick it when you have read them.")},
    )
    seen = forms.CharField(
        widget=forms.HiddenInput,
        error_messages={"required": _("Open the release again, and read it before you approve it.")},
    )


class ApproveScreen(ReleaseAct):
    """The second person approves exactly what they have read."""

    right = Can.RELEASE_APPROVE
    form_class = ApproveForm
    title = _("Approve")
    button = _("Approve this release")
    said = _("Approved. Whoever made it can publish it now.")
    step = APPROVAL

    @property
    def refusal(self) -> str:
        if self.row.state == State.ASKED and self.request.user.pk in self.row.makers:
            return _now("You helped to make this release, so somebody else has to approve it.")
        return _unless(self.row, State.APPROVED)

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"seen": self.row.digest}}

    def act(self, form: Any) -> Release:
        return approve(self.row, by=self.request.user, seen=form.cleaned_data["seen"])


class WhyForm(forms.Form):
    """A sentence for the colleague who made it."""

    why = forms.CharField(
        label=_("What has to change?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "It stands above the release until it is asked for again. Name nobody whom the figures count."
        ),
    )


class SendBackScreen(ReleaseAct):
    """The second person says what has to change first."""

    right = Can.RELEASE_APPROVE
    form_class = WhyForm
    title = _("Send back")
    button = _("Send it back")
    said = _("Sent back, with your reason.")
    step = APPROVAL

    @property
    def refusal(self) -> str:
        return "" if self.row.state in (State.ASKED, State.APPROVED) else _not_now(self.row)

    def act(self, form: Any) -> Release:
        return send_back(self.row, by=self.request.user, why=form.cleaned_data["why"])


class PublishScreen(ReleaseAct):
    """Out, with what it supersedes."""

    right = Can.RELEASE_BUILD
    template_name = "evidence/publish.html"
    title = _("Publish")
    button = _("Publish this release")
    said = _("Published. Stories that follow its figures are brought up to date now.")
    step = PUBLISH

    @property
    def refusal(self) -> str:
        return _unless(self.row, State.PUBLISHED)

    def act(self, form: forms.Form) -> Release:
        return publish_release(self.row, by=self.request.user)

    def context(self) -> dict[str, Any]:
        current = self.row.series.releases.filter(state=State.PUBLISHED).exclude(pk=self.row.pk).first()
        return {**super().context(), "current": current}


class WithdrawForm(forms.Form):
    """Why, in the languages of those who read it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= in_each_language("why", _("Why it is withdrawn"), forms.Textarea)


class WithdrawScreen(ReleaseAct):
    """Nobody may quote it any more; it stays to be read, with the reason."""

    right = Can.RELEASE_WITHDRAW
    form_class = WithdrawForm
    template_name = "evidence/withdraw.html"
    title = _("Withdraw")
    button = _("Withdraw this release")
    said = _("Withdrawn. It stays to be read, with your reason.")
    is_grave = True

    @property
    def refusal(self) -> str:
        return _unless(self.row, State.WITHDRAWN)

    def act(self, form: forms.Form) -> Release:
        return withdraw_release(self.row, by=self.request.user, why=told_in(form, "why"))


class DropScreen(ReleaseAct):
    """A release that nobody outside has seen may go."""

    right = Can.RELEASE_BUILD
    template_name = "evidence/drop.html"
    title = _("Drop")
    button = _("Drop this release")
    said = _("Dropped. Its number is free again.")
    is_grave = True

    @property
    def refusal(self) -> str:
        return _not_now(self.row) if self.row.is_out or self.row.state == State.BUILDING else ""

    def act(self, form: forms.Form) -> int:
        series: int = self.row.series_id
        drop_draft(self.row, by=self.request.user)
        return series

    def next_address(self, answer: int) -> str:
        return reverse("evidence:series", args=[answer])


def _unless(release: Release, to: State) -> str:
    return "" if release.may_move(to) else _not_now(release)


def _not_now(release: Release) -> str:
    return _now("%(release)s is “%(state)s”, so this cannot be done with it now.") % {
        "release": release, "state": release.get_state_display(),
    }  # fmt: skip


urls = [
    path("releases/<int:pk>/approval/", ApprovalScreen.as_view(), name="approval"),
    path("releases/<int:pk>/ask/", AskScreen.as_view(), name="ask"),
    path("releases/<int:pk>/approve/", ApproveScreen.as_view(), name="approve"),
    path("releases/<int:pk>/send-back/", SendBackScreen.as_view(), name="send-back"),
    path("releases/<int:pk>/publish/", PublishScreen.as_view(), name="publish"),
    path("releases/<int:pk>/withdraw/", WithdrawScreen.as_view(), name="withdraw"),
    path("releases/<int:pk>/drop/", DropScreen.as_view(), name="drop"),
]
