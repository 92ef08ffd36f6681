"""The one search box. What is typed goes in the body of a request, so that no name stands in an address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.screens import Screen
from cairn.guard.trace.events import Event
from cairn.guard.trace.tokens import trace_tokens
from cairn.people.finding import find_people
from cairn.people.matching.questions import LONGEST
from cairn.people.models import Person
from cairn.people.workspace.register import short_lines


class SearchScreen(Screen):
    """People within the scope, found by name in any script, reference, document, telephone or birth.

    The results have no address of their own: they could not be reached again without the words that found them.
    """

    right = Can.PERSON_READ
    template_name = "people/search.html"
    title = _("Search people")
    icon = "search"

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse("people:list"), "label": str(_("People"))}]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(asked="")

    def post(self, request: HttpRequest) -> HttpResponse:
        text = request.POST.get("text", "")[:LONGEST].strip()
        if not text:
            return self.show(asked="")
        answers = find_people(request.user, text)
        self.trace(Event.PERSON_SEARCHED, Person, rows=len(answers), tokens=trace_tokens(text))
        lines = short_lines(request.user, [answer.person for answer in answers])
        rows: list[dict[str, Any]] = [
            {**line, "in_words": answer.in_words, "reasons": answer.reasons}
            for line, answer in zip(lines, answers, strict=True)
        ]
        return self.show(asked=text, rows=rows)


urls = [path("search/", SearchScreen.as_view(), name="search")]
