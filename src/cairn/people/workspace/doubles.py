"""The queue of possible doubles: side by side, with the reasons, and a person decides."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.scope import fields_seen
from cairn.guard.screens import ActScreen, ListScreen
from cairn.guard.trace.events import Event
from cairn.people.acts import decide_double, merge_people, start_double_search, undo_merge
from cairn.people.linking.reasons import Reason
from cairn.people.models import DoubleSearch, Merge, Person, PossibleDouble
from cairn.people.models.doubles import Decision
from cairn.people.models.person import BIRTH, NAMES, TRAITS
from cairn.people.workspace.mine import MineActScreen
from cairn.people.workspace.register import short_lines
from cairn.people.workspace.showing import in_words, label_of

COMPARED = (*NAMES, *BIRTH, *TRAITS)


class DoublesScreen(ListScreen):
    """Pairs that wait, the likeliest first."""

    model = PossibleDouble
    right = Can.DUPLICATE_REVIEW
    read_event = Event.PERSON_LISTED
    template_name = "people/doubles/queue.html"
    title = _("Possible doubles")
    icon = "duplicate"
    order = ("-probability", "pk")

    def rows(self) -> Any:
        pairs = PossibleDouble.objects.visible_to(self.request.user)
        pairs = pairs.filter(decision=Decision.UNSURE) if self.wants_unsure else pairs.waiting()
        return pairs.select_related("one__data_key", "other__data_key", "one__office", "other__office")

    @property
    def wants_unsure(self) -> bool:
        return self.request.GET.get("show") == Decision.UNSURE

    def context(self) -> dict[str, Any]:
        here = reverse("people:doubles")
        return {
            **super().context(),
            "search": DoubleSearch.objects.first(),
            "filters": [
                {"url": here, "label": _("Waiting"), "is_current": not self.wants_unsure},
                {
                    "url": f"{here}?show={Decision.UNSURE}",
                    "label": _("Not sure"),
                    "is_current": self.wants_unsure,
                },
            ],
        }

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        pairs = context.get("rows", [])
        ones = short_lines(self.request.user, [pair.one for pair in pairs])
        others = short_lines(self.request.user, [pair.other for pair in pairs])
        lines = [
            {"pair": pair, "one": one, "other": other, "reasons": _sentences(pair)}
            for pair, one, other in zip(pairs, ones, others, strict=True)
        ]
        return super().show(status, **{**context, "rows": lines})


class SearchScreen(ActScreen):
    """Asks the machine to look through the whole register."""

    right = Can.DUPLICATE_REVIEW
    form_class = forms.Form
    title = _("Look for doubles")
    button = _("Look through the whole register")
    said = _("The register is being looked through in the background.")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse("people:doubles"), "label": str(_("Possible doubles"))}]

    def act(self, form: forms.Form) -> DoubleSearch:
        return start_double_search(by=self.request.user)

    def next_address(self, answer: DoubleSearch) -> str:
        return reverse("people:doubles")


class DecisionForm(forms.Form):
    """What a reviewer says of a pair."""

    decision = forms.ChoiceField(choices=Decision.choices)
    remaining = forms.ChoiceField(choices=(("one", ""), ("other", "")), required=False)
    take = forms.MultipleChoiceField(choices=[(name, name) for name in COMPARED], required=False)


class PairScreen(MineActScreen):
    """Two records side by side: what agrees, what differs, and the decision."""

    model = PossibleDouble
    right = Can.DUPLICATE_REVIEW
    form_class = DecisionForm
    template_name = "people/doubles/pair.html"
    icon = "duplicate"

    def rows(self) -> Any:
        pairs = PossibleDouble.objects.visible_to(self.request.user)
        return pairs.select_related("one__data_key", "other__data_key", "one__office", "other__office")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse("people:doubles"), "label": str(_("Possible doubles"))}]

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        for person in (self.row.one, self.row.other):
            self.trace(Event.PERSON_READ, person)
        return super().get(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "reasons": _sentences(self.row),
            "facts": self.facts(),
            "merge": Merge.objects.filter(
                person__in=(self.row.one, self.row.other),
                absorbed__in=(self.row.one, self.row.other),
                undone_at=None,
            ).first(),
        }

    def facts(self) -> list[dict[str, Any]]:
        """Each field that is seen of both, as it stands in either."""
        one, other = self.row.one, self.row.other
        seen = fields_seen(self.request.user, one) & fields_seen(self.request.user, other)
        found = []
        for name in COMPARED:
            left, right = (in_words(person, name, getattr(person, name)) for person in (one, other))
            if name in seen and (left or right):
                found.append({"name": name, "label": label_of(Person, name), "one": left, "other": right})
        return [{**fact, "differs": fact["one"] != fact["other"]} for fact in found]

    def act(self, form: forms.Form) -> Any:
        said = form.cleaned_data
        if said["decision"] != Decision.MERGED:
            return decide_double(self.row, decision=Decision(said["decision"]), by=self.request.user)
        people = {"one": self.row.one, "other": self.row.other}
        remaining = people.pop(said["remaining"] or "one")
        (absorbed,) = people.values()
        return merge_people(remaining, absorbed, take=said["take"], by=self.request.user)

    def done(self, answer: Any) -> HttpResponse:
        self.said = _now("The two records are one now.") if isinstance(answer, Merge) else _now("Noted.")
        return super().done(answer)

    def next_address(self, answer: Any) -> str:
        return reverse("people:doubles")


class UndoScreen(MineActScreen):
    """Takes two records apart again."""

    model = Merge
    right = Can.DUPLICATE_REVIEW
    form_class = forms.Form
    title = _("Take the records apart")
    template_name = "people/doubles/undo.html"
    button = _("Take them apart")
    said = _("There are two records again, as there were before.")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse("people:doubles"), "label": str(_("Possible doubles"))}]

    def act(self, form: forms.Form) -> Merge:
        return undo_merge(self.row, by=self.request.user)

    def next_address(self, answer: Merge) -> str:
        return reverse("people:doubles")

    @property
    def heading(self) -> str:
        return str(self.title)


class MergesScreen(ListScreen):
    """What was joined, the latest first; each can be taken apart."""

    model = Merge
    right = Can.DUPLICATE_REVIEW
    read_event = Event.PERSON_LISTED
    template_name = "people/doubles/merges.html"
    title = _("Joined records")
    icon = "duplicate"
    order = ("-made_at", "pk")

    def rows(self) -> Any:
        return super().rows().filter(undone_at=None).select_related("person", "absorbed", "by")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse("people:doubles"), "label": str(_("Possible doubles"))}]


def _sentences(pair: PossibleDouble) -> list[dict[str, Any]]:
    """The reasons in words, those for one person first; a code of an earlier version that is no more is left out."""
    known = [Reason(code) for code in pair.reasons if code in set(Reason)]
    return [
        {"said": reason.sentence, "against": reason.speaks_against}
        for reason in sorted(known, key=lambda reason: reason.speaks_against)
    ]


urls = [
    path("doubles/", DoublesScreen.as_view(), name="doubles"),
    path("doubles/search/", SearchScreen.as_view(), name="doubles-search"),
    path("doubles/merges/", MergesScreen.as_view(), name="merges"),
    path("doubles/merges/<uuid:pk>/undo/", UndoScreen.as_view(), name="merge-undo"),
    path("doubles/<int:pk>/", PairScreen.as_view(), name="double"),
]
