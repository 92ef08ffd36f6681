"""Other missions: whom we read, what they published, and whether it could be verified."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from cairn.evidence.acts import order_look, subscribe, unsubscribe
from cairn.evidence.models import Neighbour
from cairn.evidence.workspace.of_release import OpenRow, OpenRowAct
from cairn.guard.rights import Can
from cairn.guard.screens import ActScreen, Screen


class OfNeighbours:
    """What lies below the list of neighbouring missions."""

    def crumbs(self) -> list[dict[str, str]]:
        way = {"url": reverse("evidence:neighbours"), "label": str(_("Neighbouring missions"))}
        return [*super().crumbs(), way]  # type: ignore[misc]


class NeighboursScreen(Screen):
    """The missions that we subscribe to, with what went wrong last where something did."""

    right = Can.RELEASE_READ
    template_name = "evidence/neighbours.html"
    title = _("Neighbouring missions")
    icon = "globe"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = Neighbour.objects.prefetch_related("releases")
        lines = [
            {"neighbour": one, "current": [each for each in one.releases.all() if each.is_current]}
            for one in found
        ]
        return self.show(lines=lines, may_build=self.may(Can.RELEASE_BUILD))


class NeighbourScreen(OfNeighbours, OpenRow):
    """One mission: its releases as they were taken in."""

    model = Neighbour
    right = Can.RELEASE_READ
    template_name = "evidence/neighbour.html"
    icon = "globe"

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "neighbour": self.row,
            "releases": self.row.releases.all(),
            "may_build": self.may(Can.RELEASE_BUILD),
        }


class SubscribeForm(forms.Form):
    """What one has to know of a mission before one believes it."""

    name = forms.CharField(label=_("name"), max_length=120)
    code = forms.CharField(
        label=_("code"),
        max_length=40,
        help_text=_("Short, such as “france”: figures that are added up name the mission by it."),
    )
    address = forms.URLField(
        label=_("Address of its public site"), max_length=300, assume_scheme="https", help_text="https://…"
    )
    public_key = forms.CharField(
        label=_("public key"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "dir": "ltr"}),
        help_text=_("The key of its site, in PEM, as the mission gave it to you itself."),
    )


class SubscribeScreen(OfNeighbours, ActScreen):
    """Trusts the key of a mission for the address of its site."""

    right = Can.RELEASE_BUILD
    form_class = SubscribeForm
    template_name = "evidence/subscribe.html"
    title = _("Subscribe to a mission")
    icon = "plus"
    button = _("Subscribe")
    said = _("Subscribed. The worker takes in its releases now.")

    def act(self, form: Any) -> Neighbour:
        neighbour = subscribe(by=self.request.user, **form.cleaned_data)
        order_look(neighbour, by=self.request.user)
        return neighbour

    def next_address(self, answer: Neighbour) -> str:
        return reverse("evidence:neighbour", args=[answer.pk])


class LookScreen(OfNeighbours, OpenRowAct):
    """Has the worker take in what a mission published since."""

    model = Neighbour
    right = Can.RELEASE_BUILD
    form_class = forms.Form
    template_name = "evidence/look.html"
    icon = "download"
    button = _("Take in its releases")
    said = _("The worker takes in its releases now.")

    def act(self, form: Any) -> Neighbour:
        order_look(self.row, by=self.request.user)
        return self.row

    def next_address(self, answer: Neighbour) -> str:
        return reverse("evidence:neighbour", args=[answer.pk])


class UnsubscribeScreen(OfNeighbours, OpenRowAct):
    """Reads no more of a mission."""

    model = Neighbour
    right = Can.RELEASE_BUILD
    form_class = forms.Form
    template_name = "evidence/unsubscribe.html"
    icon = "bin"
    button = _("End the subscription")
    said = _("The subscription has ended.")

    def act(self, form: Any) -> None:
        unsubscribe(self.row, by=self.request.user)

    def next_address(self, answer: None) -> str:
        return reverse("evidence:neighbours")


urls = [
    path("neighbours/", NeighboursScreen.as_view(), name="neighbours"),
    path("neighbours/subscribe/", SubscribeScreen.as_view(), name="subscribe"),
    path("neighbours/<int:pk>/", NeighbourScreen.as_view(), name="neighbour"),
    path("neighbours/<int:pk>/look/", LookScreen.as_view(), name="neighbour-look"),
    path("neighbours/<int:pk>/end/", UnsubscribeScreen.as_view(), name="unsubscribe"),
]
