"""Breaking the glass: the form, what one has open, and what was opened under whose eyes."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cairn.guard.glass.acts import break_glass_named, close_glass
from cairn.guard.glass.reads import glass_held_open
from cairn.guard.models import Glass
from cairn.guard.references import address_of, references_of
from cairn.guard.rights import Can
from cairn.guard.scope import MayNot
from cairn.guard.screens import ActScreen, ListScreen, RowActScreen
from cairn.guard.trace.events import Event


class BreakForm(forms.Form):
    reference = forms.CharField(
        label=_("Reference code"),
        max_length=40,
        help_text=_("Such as 7KMQ-4XCP. Have it read out, and check each letter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    reason = forms.CharField(
        label=_("Why do you need this record now?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "A sentence. The supervisor of the record's office and the data protection officer read it."
        ),
    )


class BreakGlassScreen(ActScreen):
    """Opens one record for an hour. What one has open stands beside it."""

    right = Can.GLASS_BREAK
    form_class = BreakForm
    template_name = "guard/glass/break.html"
    title = _("Break the glass")
    icon = "lock-open"
    button = _("Open this record for an hour")
    is_grave = True

    def act(self, form: forms.Form) -> Glass:
        given = form.cleaned_data
        glass = break_glass_named(given["reference"], by=self.request.user, reason=given["reason"])
        if glass is None:
            raise forms.ValidationError({"reference": _("No record has this code. Check each letter.")})
        return glass

    def next_address(self, answer: Any) -> str:
        return address_of(answer.subject_model, answer.subject_id)

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "open": _with_words(glass_held_open(self.request.user), self.request.user),
        }


class CloseGlassScreen(RowActScreen):
    """Closes what one has opened, before its hour is over. It asks for nothing: closing must be easy."""

    model = Glass
    right = Can.PERSON_READ
    form_class = forms.Form
    title = _("Close this record again")
    icon = "lock"
    button = _("Close it now")
    said = _("The record is closed again.")

    def admit(self) -> None:
        super().admit()
        if self.row.worker_id != self.request.user.pk:
            raise MayNot(_("Only the colleague who broke this glass closes it."))

    @property
    def heading(self) -> str:
        return str(self.title)

    def act(self, form: forms.Form) -> Glass:
        return close_glass(self.row, by=self.request.user)

    def next_address(self, answer: Any) -> str:
        return reverse("guard:glass")


class BrokenGlassScreen(ListScreen):
    """Which records were opened, by whom and why, for those who answer for them. Their reading is an entry."""

    model = Glass
    right = Can.GLASS_REVIEW
    template_name = "guard/glass/broken.html"
    title = _("Broken glass")
    icon = "lock-open"
    order = ("-opened_at", "pk")

    def rows(self) -> Any:
        return super().rows().select_related("data_key", "office", "worker")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = self.page()
        self.trace(Event.GLASS_REVIEWED, Glass, rows=len(page.rows))
        return self.show(page=page, rows=_with_words(page.rows, request.user))


def _with_words(glass: Any, user: Any) -> list[dict[str, Any]]:
    """Each pane with the code and the page of its record, where the colleague may see that."""
    glass = list(glass)
    references = references_of(user, {(each.subject_model, each.subject_id) for each in glass})
    return [
        {
            "glass": each,
            "reference": references.get((each.subject_model, each.subject_id), ""),
            "address": address_of(each.subject_model, each.subject_id),
            "left": _left(each.minutes_left),
        }
        for each in glass
    ]


def _left(minutes: int) -> str:
    return ngettext("%(minutes)d minute left", "%(minutes)d minutes left", minutes) % {"minutes": minutes}


urls = [
    path("glass/", BreakGlassScreen.as_view(), name="glass"),
    path("glass/broken/", BrokenGlassScreen.as_view(), name="glass-broken"),
    path("glass/<uuid:pk>/close/", CloseGlassScreen.as_view(), name="glass-close"),
]
