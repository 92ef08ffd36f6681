"""Words and figures in the workspace: themes, places, organisations, people and figures, each once for all pages.

These rows are public by nature, so Wagtail's own views may serve them. Each list names its columns: the default
would sort by a subquery on the history of every row.
"""

import colorsys
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenView,
)
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from cairn.mission.config import load_mission
from cairn.newsroom.figures.rich_text import for_editor
from cairn.newsroom.models import Figure, Organisation, Person, Place, ReleaseChart, Theme

# Where a figure is chosen, from within a sentence as well.
FIGURE_CHOOSER = "wagtailsnippetchoosers_newsroom_figure:choose"


def colour_of_the_mission() -> str:
    """Wagtail's first colour, from which it derives its menus and headings, in the mission's own."""
    digits = load_mission().appearance.colour.lstrip("#")
    red, green, blue = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    shares = {"hue": f"{hue * 360:.1f}", "saturation": f"{saturation:.1%}", "lightness": f"{lightness:.1%}"}
    return "".join(f"--w-color-primary-{name}:{share};" for name, share in shares.items())


def in_each_language(field: str) -> list[str]:
    """A search looks into each language by itself; a column of all of them as one text hides other scripts."""
    return [f"{field}__{code}" for code, _name in settings.LANGUAGES]


def written_in(field: str) -> Column:
    """Which languages have words, so that a missing one is seen in the list."""

    def codes(row: object) -> str:
        words = getattr(row, field) or {}
        wanted = [code for code, _name in settings.LANGUAGES if words.get(code)]
        return format_html_join(" ", "<span>{}</span>", ((code,) for code in wanted))

    return Column("written_in", label=_("Written in"), accessor=codes)


class SearchInEachLanguage(BaseFilterForm):
    """The search of a chooser; Wagtail offers none for rows outside its search index."""

    q = forms.CharField(
        label=_("Search"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Search")})
    )

    def filter(self, objects: QuerySet) -> QuerySet:
        if words := self.cleaned_data.get("q", "").strip():
            self.is_searching, self.search_query = True, words
            fields = objects.model.snippet_viewset.search_fields
            objects = objects.filter(reduce(or_, (Q(**{f"{field}__icontains": words}) for field in fields)))
        return super().filter(objects)


class ChooseWords(ChooseView):
    filter_form_class = SearchInEachLanguage


class ChooseWordsResults(ChooseResultsView):
    filter_form_class = SearchInEachLanguage


class WordsChooser(SnippetChooserViewSet):
    """Where a page picks a figure, a person or a place."""

    choose_view_class = ChooseWords
    choose_results_view_class = ChooseWordsResults


class WordsViews(SnippetViewSet):
    """What the lists share."""

    chooser_viewset_class = WordsChooser
    list_per_page = 50


class ThemeViews(WordsViews):
    model = Theme
    icon = "tag"
    menu_label = _("Themes")
    list_display = ["__str__", "code", written_in("names")]
    search_fields = ["code", *in_each_language("names")]
    ordering = ["code"]


class PlaceViews(WordsViews):
    model = Place
    icon = "crosshairs"
    menu_label = _("Places")
    list_display = ["__str__", "code", "country", written_in("names")]
    list_filter = ["country"]
    search_fields = ["code", *in_each_language("names")]
    ordering = ["code"]


class OrganisationViews(WordsViews):
    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    list_display = ["name", "acronym", Column("get_kind_display", label=_("Kind")), written_in("names")]
    list_filter = ["kind"]
    search_fields = ["name", "acronym", *in_each_language("names")]
    ordering = ["name"]


class PersonViews(WordsViews):
    model = Person
    icon = "user"
    menu_label = _("Public people")
    list_display = [
        "name",
        Column("role", label=_("office or function"), accessor=lambda person: person.role_in()),
        "organisation",
    ]
    list_filter = ["organisation"]
    search_fields = ["name", *in_each_language("names"), *in_each_language("role")]
    ordering = ["name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return Person.objects.select_related("organisation")


class FigureChosen(SnippetChosenView):
    """What a sentence is told of a chosen figure: how readers see it in each language."""

    def get_chosen_response_data(self, item: Figure) -> dict[str, Any]:
        return {**super().get_chosen_response_data(item), **for_editor(item)}


class FigureChooser(WordsChooser):
    chosen_view_class = FigureChosen


class ReleasedList(IndexView):
    """A list of what is chosen from releases; who may not add to it gets no button."""

    def ways(self) -> list[HeaderButton]:
        address = reverse("figures:indicators")
        return [HeaderButton(label=_("From a release"), url=address, icon_name="plus", priority=10)]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        may_add = self.permission_policy.user_has_permission(self.request.user, "add")
        return self.ways() if may_add else []


class FigureList(ReleasedList):
    """The two ways to a figure, the mission’s own first, and those that wait for a decision."""

    def ways(self) -> list[HeaderButton]:
        return [
            *super().ways(),
            HeaderButton(
                label=_("Quote somebody else"), url=self.get_add_url(), icon_name="openquote", priority=20
            ),
            HeaderButton(
                label=_("Stale figures"), url=reverse("figures:stale"), icon_name="warning", priority=30
            ),
        ]


class FigureEdit(EditView):
    """A quoted figure is edited here; what a release says is not typed, and has a page of its own."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.is_ours:
            return redirect("figures:figure", self.object.pk)
        return super().dispatch(request, *args, **kwargs)


class FigureViews(WordsViews):
    model = Figure
    icon = "order"
    menu_label = _("Figures")
    chooser_viewset_class = FigureChooser
    index_view_class = FigureList
    edit_view_class = FigureEdit
    copy_view_enabled = False
    list_display = [
        "__str__",
        "as_of",
        "place",
        Column("source", label=_("source"), accessor=lambda figure: figure.source_in()),
        written_in("phrase"),
    ]
    list_filter = ["themes", "place"]
    search_fields = [
        "code",
        *(field for words in ("phrase", "counts", "source") for field in in_each_language(words)),
    ]
    ordering = ["code"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Figure]:
        return Figure.objects.all()


class ChartAdd(CreateView):
    """Wherever a chart is asked for, it is chosen from a release."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("figures:indicators")


class ChartEdit(EditView):
    """What a release says is not typed, and has a page of its own."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("figures:chart", self.object.pk)


class ChartViews(WordsViews):
    model = ReleaseChart
    icon = "table"
    menu_label = _("Charts")
    index_view_class = ReleasedList
    add_view_class = ChartAdd
    edit_view_class = ChartEdit
    copy_view_enabled = False
    list_display = ["__str__", "division", BooleanColumn("follows", label=_("follows the latest release"))]
    search_fields = ["indicator", "division"]
    ordering = ["indicator", "division"]


class WordsAndFigures(SnippetViewSetGroup):
    """One entry in the menu for what pages share."""

    items = (FigureViews, ChartViews, ThemeViews, PlaceViews, PersonViews, OrganisationViews)
    menu_label = _("Words and figures")
    menu_icon = "snippet"
    menu_name = "words-and-figures"
    menu_order = 200
