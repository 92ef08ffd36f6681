"""Choosing a figure from a release, in three steps that need no scripts, and looking after those that were chosen."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from cairn.evidence.models import Released
from cairn.evidence.reads import Cited, citable
from cairn.guard.screens import Screen
from cairn.guard.screens.acting import ActScreen
from cairn.mission.config import load_mission
from cairn.newsroom.data.cuts import cuts
from cairn.newsroom.figures import acts, forms
from cairn.newsroom.figures.charts import overtaken_charts
from cairn.newsroom.figures.choice import cite_standing, latest_of_each, offers, standing
from cairn.newsroom.figures.reads import overtaken, pages_using, standing_of
from cairn.newsroom.figures.saying import counts, part_of
from cairn.newsroom.models.figures import Figure

CELLS_ON_A_PAGE = 50
LIST = "wagtailsnippets_newsroom_figure:list"


class FigureScreen(Screen):
    """Figures are public by nature: whoever may write one in the newsroom may see these pages."""

    right: ClassVar[Any] = None
    act_on_figures: ClassVar[str] = "change"
    icon = "order"

    def admit(self) -> None:
        if not self.request.user.has_perm(f"newsroom.{self.act_on_figures}_figure"):
            raise PermissionDenied

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse(LIST), "label": _("Figures")}]

    def context(self) -> dict[str, Any]:
        return {**super().context(), "languages": _languages()}


class Indicators(FigureScreen):
    """Step one: what is counted."""

    act_on_figures = "add"
    title = gettext_lazy("A figure from a release")
    template_name = "newsroom/admin/figures/indicators.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        language = get_language() or ""
        found = [
            {
                "released": one,
                "title": one.title(language),
                "about": one.declared.words("definition", language),
            }
            for one in latest_of_each()
        ]
        return self.show(indicators=found, figure=request.GET.get("figure", ""))


class Cells(FigureScreen):
    """Step two: which part of it. What is hidden is said, and cannot be chosen."""

    act_on_figures = "add"
    template_name = "newsroom/admin/figures/cells.html"

    @cached_property
    def released(self) -> Released:
        return get_object_or_404(standing(), pk=self.kwargs["released"])

    @property
    def heading(self) -> str:
        return self.released.title(get_language() or "")

    def crumbs(self) -> list[dict[str, str]]:
        return [*super().crumbs(), {"url": reverse("figures:indicators"), "label": _("From a release")}]

    def get(self, request: HttpRequest, released: int) -> HttpResponse:
        language, sought = get_language() or "", request.GET.get("q", "").strip()
        lines = [{"cited": one, "label": part_of(one, language)} for one in citable(self.released)]
        if sought:
            lines = [line for line in lines if sought.casefold() in line["label"].casefold()]
        page = Paginator(lines, CELLS_ON_A_PAGE).get_page(request.GET.get("page"))
        hidden = sum(cell.hidden for cell in self.released.result.cells)
        others = standing().filter(code=self.released.code).exclude(pk=self.released.pk)
        kept = {"figure": request.GET["figure"]} if request.GET.get("figure") else {}
        return self.show(
            page=page, q=sought, hidden=hidden, others=others, released=self.released, kept=urlencode(kept),
            charts=[] if kept else cuts(self.released.result, language),
        )  # fmt: skip


class Words(FigureScreen, ActScreen):
    """Step three: how it is said. Each phrase stands here as readers will see it."""

    template_name = "newsroom/admin/figures/words.html"

    @cached_property
    def released(self) -> Released:
        return get_object_or_404(standing(), pk=self.kwargs["released"])

    @cached_property
    def key(self) -> str:
        return self.request.GET.get("cell", "")

    @cached_property
    def cited(self) -> Cited:
        try:
            return cite_standing(self.released, self.key)
        except ValidationError as error:
            raise Http404(" ".join(error.messages)) from None

    @cached_property
    def names_unit(self) -> bool:
        return bool((self.request.POST or self.request.GET).get("names_unit"))

    @property
    def heading(self) -> str:
        return counts(self.cited, get_language() or "")

    def form_options(self) -> dict[str, Any]:
        found = offers(self.cited, names_unit=self.names_unit)
        first = {"phrase": found[0].key} if found else {}
        return {"offers": found, "initial": {**first, "names_unit": self.names_unit, **self.initially()}}

    def initially(self) -> dict[str, Any]:
        return {}

    def context(self) -> dict[str, Any]:
        there = self.request.GET.dict()
        return {
            **super().context(),
            "cited": self.cited,
            "released": self.released,
            "names_unit": self.names_unit,
            "without_unit": f"?{urlencode({**there, 'names_unit': ''})}",
            "with_unit": f"?{urlencode({**there, 'names_unit': '1'})}",
        }


class ChooseWords(Words):
    """The last step to a new figure; or another cell for one that stands."""

    act_on_figures = "add"
    button = gettext_lazy("Make this figure")
    said = gettext_lazy("The figure can be used in pages now.")

    @cached_property
    def figure(self) -> Figure | None:
        number = self.request.GET.get("figure", "")
        return Figure.objects.ours().filter(pk=number).first() if number.isdigit() else None

    @property
    def form_class(self) -> type[forms.WordsForm]:  # type: ignore[override]
        return forms.OtherWordsForm if self.figure else forms.NewFigureForm

    def initially(self) -> dict[str, Any]:
        if self.figure:
            return {"follows": "yes" if self.figure.follows else ""}
        return {"code": forms.free_code(self.cited)}

    def crumbs(self) -> list[dict[str, str]]:
        way = [*super().crumbs(), {"url": reverse("figures:indicators"), "label": _("From a release")}]
        cells = {
            "url": reverse("figures:cells", args=[self.released.pk]),
            "label": self.released.title(get_language() or ""),
        }
        return [*way, cells]

    def act(self, form: Any) -> Figure:
        told = form.cleaned_data
        chosen = {"names_unit": told["names_unit"], "follows": bool(told["follows"]), "by": self.request.user}
        if self.figure:
            return acts.say_otherwise(
                self.figure, self.released, self.key, form.said(), with_note=told["with_note"], **chosen
            )
        return acts.choose_figure(
            self.released, self.key, form.said(), code=told["code"], themes=told["themes"], **chosen
        )

    def next_address(self, answer: Figure) -> str:
        return reverse("figures:figure", args=[answer.pk])


class _OfOneFigure(FigureScreen):
    """A page about one figure from a release."""

    @cached_property
    def figure(self) -> Figure:
        return get_object_or_404(Figure.objects.ours(), pk=self.kwargs["pk"])

    @property
    def heading(self) -> str:
        return str(self.figure)


class OneFigure(_OfOneFigure):
    """What readers see, where it comes from, which pages show it, and what became of it."""

    template_name = "newsroom/admin/figures/figure.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        figure = self.figure
        history = ModelLogEntry.objects.for_instance(figure).select_related("user").order_by("-timestamp")
        return self.show(
            figure=figure,
            overtaken=standing_of(figure),
            pages=pages_using(figure),
            history=history,
            note_form=forms.NoteForm(),
        )


class OtherWords(_OfOneFigure, Words):
    """Other words for the same cell, of the newest release that shows it."""

    form_class = forms.OtherWordsForm
    button = gettext_lazy("Say it like this")
    said = gettext_lazy("The figure says this now, wherever it stands.")

    @cached_property
    def released(self) -> Released:
        newest = standing_of(self.figure)
        if newest.cited is not None:
            return newest.newest
        return get_object_or_404(standing(), release=self.figure.release_id, code=self.figure.indicator)

    @cached_property
    def key(self) -> str:
        return self.figure.cell

    @cached_property
    def names_unit(self) -> bool:
        told = self.request.POST or self.request.GET
        return bool(told["names_unit"]) if "names_unit" in told else self.figure.names_unit

    @property
    def heading(self) -> str:
        return _("Other words for “%(figure)s”") % {"figure": self.figure.phrase_in()}

    def initially(self) -> dict[str, Any]:
        said = self.figure.said
        now = {"phrase": f"{said.claim}:{said.number}"} if said else {}
        return {**now, "follows": "yes" if self.figure.follows else ""}

    def crumbs(self) -> list[dict[str, str]]:
        here = {"url": reverse("figures:figure", args=[self.figure.pk]), "label": str(self.figure)}
        return [*super().crumbs(), here]

    def act(self, form: Any) -> Figure:
        told = form.cleaned_data
        return acts.say_otherwise(
            self.figure, self.released, self.key, form.said(), by=self.request.user,
            names_unit=told["names_unit"], follows=bool(told["follows"]), with_note=told["with_note"],
        )  # fmt: skip

    def next_address(self, answer: Figure) -> str:
        return reverse("figures:figure", args=[answer.pk])


class _Deed(_OfOneFigure, ActScreen):
    """One button of the list of stale figures; asked for by its address, it leads to the figure."""

    form_class = forms.NoteForm
    template_name = "guard/screens/act.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("figures:figure", self.figure.pk)

    def next_address(self, answer: Figure) -> str:
        return reverse("figures:stale")


class Accept(_Deed):
    """Say what the newest release says."""

    button = gettext_lazy("Accept")
    said = gettext_lazy("The figure says what the newest release says, wherever it stands.")

    def act(self, form: Any) -> Figure:
        return acts.move_to_newest(
            self.figure, by=self.request.user, with_note=form.cleaned_data["with_note"]
        )


class Keep(_Deed):
    """Stay with the release that the sentence was written from."""

    button = gettext_lazy("Keep as it is")
    said = gettext_lazy("The figure stays with its release.")

    def act(self, form: Any) -> Figure:
        return acts.keep_as_it_is(self.figure, by=self.request.user)


class Stale(FigureScreen):
    """Every figure and chart whose release was superseded or withdrawn, with what may be said today."""

    title = gettext_lazy("Stale figures")
    icon = "warning"
    template_name = "newsroom/admin/figures/stale.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(overtaken=overtaken(), charts=overtaken_charts(), note_form=forms.NoteForm())


def _languages() -> list[dict[str, str]]:
    mission = load_mission()
    return [
        {
            "code": code,
            "name": mission.language_names[code],
            "dir": "rtl" if mission.is_right_to_left(code) else "ltr",
        }
        for code in mission.languages
    ]
