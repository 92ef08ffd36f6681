"""The second step: the worker takes the facts, counts, protects and attacks; how far it is stands on the page."""

from typing import Any

from django import forms
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.evidence.acts import go_on_building, order_build
from cairn.evidence.models import Release, State
from cairn.evidence.workspace.of_release import ReleaseAct
from cairn.evidence.workspace.way import BUILD
from cairn.guard.rights import Can


class BuildScreen(ReleaseAct):
    """Orders the build, shows how far it is, and what stopped it."""

    right = Can.RELEASE_BUILD
    template_name = "evidence/build.html"
    title = _("Build")
    step = BUILD

    @property
    def button(self) -> Any:
        was_built = self.row.digest or self.row.report or self.row.trouble
        return _("Build it again") if was_built else _("Build it")

    @property
    def refusal(self) -> str:
        if self.row.state == State.BUILDING or self.row.may_move(State.BUILDING):
            return ""
        if self.row.is_out:
            return _now("It is out. What readers have seen is never built again.")
        return _now("It was built. To build it again, change the choice or have it sent back.")

    def act(self, form: forms.Form) -> Release:
        return order_build(self.row, by=self.request.user)

    def next_address(self, answer: Release) -> str:
        return reverse("evidence:build", args=[answer.pk])

    def context(self) -> dict[str, Any]:
        return {**super().context(), "is_building": self.row.state == State.BUILDING}


class GoOnScreen(ReleaseAct):
    """A worker that was stopped in the middle left a build behind: another one goes on with it."""

    right = Can.RELEASE_BUILD
    title = _("Go on with the build")
    button = _("Go on with the build")
    step = BUILD

    @property
    def refusal(self) -> str:
        return "" if self.row.state == State.BUILDING else _now("It is not being built at this moment.")

    def act(self, form: forms.Form) -> Release:
        return go_on_building(self.row, by=self.request.user)

    def next_address(self, answer: Release) -> str:
        return reverse("evidence:build", args=[answer.pk])


urls = [
    path("releases/<int:pk>/build/", BuildScreen.as_view(), name="build"),
    path("releases/<int:pk>/build/go-on/", GoOnScreen.as_view(), name="build-go-on"),
]
