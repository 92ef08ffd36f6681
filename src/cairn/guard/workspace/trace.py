"""The trace on screens: who looked at this person, what did this colleague do, who searched this name."""

from typing import Any

from django import forms
from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from cairn.guard.models import AuditEntry
from cairn.guard.references import kind_in_words, references_of, row_named
from cairn.guard.rights import Can
from cairn.guard.screens import ActScreen, AnswerScreen, ListScreen
from cairn.guard.trace.events import Event
from cairn.guard.trace.health import health
from cairn.guard.trace.reads import searches_for
from cairn.guard.trace.telling import told
from cairn.guard.trace.tokens import trace_tokens
from cairn.guard.workspace.trace_filter import TraceFilter

MOST_SEARCHES = 200


class TraceScreen(ListScreen):
    """The entries that a filter finds, the latest first. To read them is an entry as well."""

    model = AuditEntry
    right = Can.TRACE_READ
    template_name = "guard/trace/trace.html"
    title = _("The trace")
    icon = "history"
    order = ("-sequence",)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.filter = TraceFilter(request.GET)

    def rows(self) -> Any:
        return self.filter.entries()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = self.page()
        lines = told(page.rows, to=request.user)
        self._trace_reading(len(lines))
        return self.show(page=page, rows=lines)

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "filter": self.filter,
            "asked": urlencode(self.filter.asked()),
            "subject": self._subject_in_words(),
            "health": health(),
            "may_export": self.may(Can.TRACE_EXPORT),
        }

    def _trace_reading(self, rows: int) -> None:
        """Whoever asks about a row or a colleague is found beside the others who did."""
        subject = self.filter.subject() if self.filter.is_valid() else None
        who = self.filter.cleaned_data.get("who")
        about = {"colleague": who.pk} if who else {}
        self.trace(Event.TRACE_READ, _as_subject(subject) or AuditEntry, rows=rows, **about)

    def _subject_in_words(self) -> str:
        """The kind of row and its code, or the beginning of its number for whoever may not see it."""
        subject = self.filter.subject() if self.filter.is_valid() else None
        if subject is None:
            return ""
        references = references_of(self.request.user, {subject})
        return f"{kind_in_words(subject[0])} {references.get(subject, subject[1][:8])}"


class ReferenceForm(forms.Form):
    reference = forms.CharField(
        label=_("Reference code"),
        max_length=40,
        help_text=_("Such as 7KMQ-4XCP. The trace answers with entries, and never with a name."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )


class WhoLookedScreen(ActScreen):
    """A reference code becomes an opaque number; who typed it needs to see neither the row nor a name."""

    right = Can.TRACE_READ
    form_class = ReferenceForm
    title = _("Who looked at this person?")
    icon = "view"
    button = _("Show the entries")

    def act(self, form: forms.Form) -> Any:
        row = row_named(form.cleaned_data["reference"])
        if row is None:
            raise forms.ValidationError({"reference": _("No record has this code. Check each letter.")})
        return row

    def next_address(self, answer: Any) -> str:
        return trace_of_row(answer)

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), _way_to_the_trace()]


class WordForm(forms.Form):
    word = forms.CharField(
        label=_("Word"),
        max_length=200,
        help_text=_(
            "As somebody may have typed it: a name, a number. It is not kept, and stands in no address."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class WhoSearchedScreen(AnswerScreen):
    """Who searched a word: the answer stands below the form, because an address would hold the word."""

    right = Can.TRACE_READ
    form_class = WordForm
    template_name = "guard/trace/searched.html"
    title = _("Who searched this name?")
    icon = "search"
    button = _("Look for it")

    def act(self, form: forms.Form) -> Any:
        word = form.cleaned_data["word"]
        found = list(searches_for(word)[:MOST_SEARCHES])
        self.trace(Event.TRACE_READ, AuditEntry, rows=len(found), tokens=trace_tokens(word))
        return form, found

    def done(self, answer: Any) -> HttpResponse:
        form, found = answer
        return self.show(form=form, asked=True, rows=told(found, to=self.request.user), most=MOST_SEARCHES)

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), _way_to_the_trace()]


def trace_of_row(row: Any) -> str:
    """Where the entries about a row stand."""
    about = urlencode({"about": f"{row._meta.label_lower}:{row.pk}"})
    return f"{reverse('guard:trace')}?{about}"


def _as_subject(subject: tuple[str, str] | None) -> Any:
    try:
        return (apps.get_model(subject[0]), subject[1]) if subject else None
    except LookupError:
        return None


def _way_to_the_trace() -> dict[str, str]:
    return {"url": reverse("guard:trace"), "label": str(TraceScreen.title)}


urls = [
    path("trace/", TraceScreen.as_view(), name="trace"),
    path("trace/who-looked/", WhoLookedScreen.as_view(), name="who-looked"),
    path("trace/who-searched/", WhoSearchedScreen.as_view(), name="who-searched"),
]
