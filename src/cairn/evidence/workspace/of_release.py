"""What all screens about one release have in common: the right first, then the release, then the path it goes."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cairn.evidence.models import Release
from cairn.evidence.workspace.way import steps, what_is_next
from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.guard.screens import ActScreen, RowScreen


class OpenRow(RowScreen):
    """A page about a row that is the mission's as a whole, and belongs to no office."""

    def admit(self) -> None:
        ensure(self.request.user, self.right)
        self.row = self.find_row()

    def rows(self) -> Any:
        return self.model.objects.all()

    @property
    def seen(self) -> frozenset[str]:
        return frozenset(field.name for field in self.model._meta.get_fields())


class OpenRowAct(ActScreen, OpenRow):
    """An act on such a row."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return ActScreen.get(self, request, *args, **kwargs)


class ReleaseScreen(OpenRow):
    """A page about one release, which is read as it stands at this moment."""

    model = Release
    right = Can.RELEASE_READ
    icon = "tasks"
    # The step of the path that this page is.
    step: ClassVar[int] = 0

    row: Release

    def rows(self) -> Any:
        return Release.objects.select_related("series", "made_by", "approved_by")

    def crumbs(self) -> list[dict[str, str]]:
        way = [*super().crumbs(), {"url": reverse("evidence:releases"), "label": str(_("Releases"))}]
        if self.heading != str(self.row):
            way.append({"url": reverse("evidence:release", args=[self.row.pk]), "label": str(self.row)})
        return way

    @property
    def heading(self) -> str:
        return f"{self.title}: {self.row}" if self.title else str(self.row)

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "release": self.row,
            "steps": steps(self.row, self.step),
            "next": what_is_next(self.row, self.request.user),
        }


class ReleaseAct(OpenRowAct, ReleaseScreen):
    """An act on a release. Where it cannot be done now, the page says so in the place of the form."""

    template_name = "evidence/act.html"
    form_class: ClassVar[type[forms.Form]] = forms.Form

    @property
    def refusal(self) -> str:
        """Why this cannot be done now, as far as it can be known before it is tried."""
        return ""

    def next_address(self, answer: Any) -> str:
        return reverse("evidence:release", args=[self.row.pk])

    def context(self) -> dict[str, Any]:
        return {**super().context(), "refusal": self.refusal}
