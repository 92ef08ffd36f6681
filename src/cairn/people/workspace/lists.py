"""Ordering lists of people, and taking them along."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.screens import ActScreen, ListScreen
from cairn.guard.sealed.attachments import attachment_response
from cairn.guard.trace.details import Format
from cairn.mission.errors import CairnError
from cairn.people.acts.exporting import FORMATS, columns_for, order_list, take_list
from cairn.people.exchange.exporting import WRITABLE
from cairn.people.models import Export, Person
from cairn.people.workspace.mine import MineScreen

USUAL = ("reference", "given_name", "family_name", "born", "sex", "nationalities")


class ListsScreen(ListScreen):
    """The lists that a colleague ordered, the latest first."""

    model = Export
    right = Can.PERSON_EXPORT
    template_name = "people/lists/lists.html"
    title = _("Lists of people")
    icon = "download"
    order = ("-made_at", "pk")


class OrderForm(forms.Form):
    """Which columns, in which form, what for and until when."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"), widget=forms.CheckboxSelectMultiple, initial=USUAL
    )
    format = forms.ChoiceField(
        label=_("Form"), choices=[(each, each.upper()) for each in FORMATS], initial=Format.XLSX
    )
    registered_from = forms.DateField(
        label=_("Registered from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    registered_to = forms.DateField(
        label=_("Registered to"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    reason = forms.CharField(
        label=_("What the list is for"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("One sentence that names nobody. The data protection officer and the auditor read it."),
    )
    days = forms.IntegerField(label=_("Days until it is destroyed"), min_value=1, max_value=14, initial=7)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may = columns_for(user)
        labels = {name: Person._meta.get_field(name).verbose_name for name in WRITABLE}
        self.fields["columns"].choices = [(name, labels[name]) for name in WRITABLE if name in may]  # type: ignore[attr-defined]

    @property
    def only(self) -> dict[str, str]:
        said = self.cleaned_data
        return {
            name: said[name].isoformat() for name in ("registered_from", "registered_to") if said.get(name)
        }


class OrderScreen(ActScreen):
    """Orders a list; who there is is asked again first."""

    right = Can.PERSON_EXPORT
    form_class = OrderForm
    title = _("Order a list")
    icon = "download"
    button = _("Order it")
    said = _("The list is being made in the background. You will be told when it is ready.")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), _way_to_lists()]

    def form_options(self) -> dict[str, Any]:
        return {"user": self.request.user}

    def act(self, form: OrderForm) -> Export:
        said = form.cleaned_data
        return order_list(
            columns=said["columns"],
            format=Format(said["format"]),
            reason=said["reason"],
            only=form.only,
            expires_at=timezone.now() + dt.timedelta(days=said["days"]),
            by=self.request.user,
        )

    def next_address(self, answer: Export) -> str:
        return reverse("people:lists")


class TakeScreen(MineScreen):
    """Hands over the file of a list."""

    model = Export
    right = Can.PERSON_EXPORT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            export = take_list(self.row, by=request.user)
        except CairnError as error:
            messages.error(request, str(error))
            return redirect("people:lists")
        return attachment_response(export.file, by=request.user, about=None)


def _way_to_lists() -> dict[str, str]:
    return {"url": reverse("people:lists"), "label": _now("Lists of people")}


urls = [
    path("lists/", ListsScreen.as_view(), name="lists"),
    path("lists/order/", OrderScreen.as_view(), name="list-order"),
    path("lists/<uuid:pk>/take/", TakeScreen.as_view(), name="list-take"),
]
