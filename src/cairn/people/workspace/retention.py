"""Records whose time is over, and what each month says of what was deleted. For the data protection officer."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.screens import ListScreen, Screen
from cairn.guard.trace.events import Event
from cairn.people.acts import decide_retention
from cairn.people.models import DeletionStatement, RetentionReview
from cairn.people.models.privacy import Fate
from cairn.people.waiting import ends_at, unwritten
from cairn.people.workspace.deciding import DecisionScreen
from cairn.people.workspace.forms import form_field
from cairn.people.workspace.privacy import paper_response


class ReviewsScreen(ListScreen):
    """What waits for a decision, the longest overdue first; and what is decided and still to be erased."""

    model = RetentionReview
    right = Can.RETENTION_REVIEW
    read_event = Event.RETENTION_READ
    template_name = "people/privacy/reviews.html"
    title = _("Records whose time is over")
    icon = "history"
    order = ("due_on", "pk")

    def rows(self) -> Any:
        return super().rows().filter(fate=self.fate).select_related("person__office")

    @property
    def fate(self) -> str:
        return Fate.ERASE if self.request.GET.get("show") == Fate.ERASE else Fate.OPEN

    def context(self) -> dict[str, Any]:
        here = reverse("people:reviews")
        ways = (
            (Fate.OPEN, here, _now("To decide")),
            (Fate.ERASE, f"{here}?show={Fate.ERASE}", _now("To erase")),
        )
        filters = [{"url": url, "label": said, "is_current": self.fate == fate} for fate, url, said in ways]
        waiting = list(unwritten())
        return {
            **super().context(),
            "filters": filters,
            "statements": DeletionStatement.objects.all()[:12],
            "waiting": len(waiting),
            "waiting_until": ends_at(waiting[-1]) if waiting else None,
        }


class DecideForm(forms.Form):
    """What becomes of the record, why, and until when."""

    fate = forms.ChoiceField(
        label=_("Decision"), choices=[each for each in Fate.choices if each[0] != Fate.OPEN]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("reason", "keep_until"):
            self.fields[name] = form_field(RetentionReview, name)
        self.fields["keep_until"].help_text = _("Only if it is kept: a day within the next two years.")


class DecideScreen(DecisionScreen):
    """Decides about one record."""

    model = RetentionReview
    right = Can.RETENTION_REVIEW
    read_event = Event.RETENTION_READ
    form_class = DecideForm
    template_name = "people/privacy/decide.html"
    title = _("Decide about a record whose time is over")
    icon = "history"
    decide = decide_retention

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse("people:reviews"), "label": str(ReviewsScreen.title)}]

    def done(self, answer: RetentionReview) -> HttpResponse:
        """Erasing is an act of its own: it asks who is there, and shows what will go."""
        if answer.fate == Fate.ERASE:
            return redirect("people:erase", answer.person_id)
        return super().done(answer)

    def next_address(self, answer: RetentionReview) -> str:
        return reverse("people:reviews")


class StatementScreen(Screen):
    """The statement of one month, as a signed page."""

    right = Can.RETENTION_REVIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        statement = DeletionStatement.objects.filter(pk=kwargs["month"]).first()
        if statement is None:
            raise Http404
        self.trace(Event.ERASURE_READ, DeletionStatement)
        return paper_response(
            statement.statement, f"deletions-{statement.pk}", request.GET.get("language", "")
        )


urls = [
    path("reviews/", ReviewsScreen.as_view(), name="reviews"),
    path("reviews/<uuid:pk>/", DecideScreen.as_view(), name="review"),
    path("statements/<slug:month>/", StatementScreen.as_view(), name="statement"),
]
