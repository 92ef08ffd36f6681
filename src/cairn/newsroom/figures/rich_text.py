"""A figure in a sentence: stored by its number, said to each reader as it stands now, in the language of the page.

The database keeps `<a linktype="figure" id="5">doubled to 6,000</a>`. The words inside are those that were true when
they were written: they keep the sentence whole for translators and for the search, and no reader sees them.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.html import escape, format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineEntityElementHandler
from wagtail.rich_text import LinkHandler, RichText

from cairn.mission.config import load_mission
from cairn.newsroom.figures.saying import plain_number
from cairn.newsroom.models.figures import Figure

FEATURE, ENTITY, LINKTYPE = "figure", "FIGURE", "figure"
IN_TEXT = re.compile(r'<a(?=[^>]*\slinktype="figure")(?=[^>]*\sid="(\d+)")[^>]*>(.*?)</a>', re.DOTALL)


def with_figures(text: RichText) -> RichText:
    """The same text with each figure as it is said today; one that is gone leaves the words that were written."""
    numbers = set(figures_in(text.source))
    if not numbers:
        return text
    figures = Figure.objects.in_bulk(numbers)

    def said(found: re.Match[str]) -> str:
        figure = figures.get(int(found[1]))
        return in_sentence(figure) if figure else found[2]

    return RichText(IN_TEXT.sub(said, text.source))


def figures_in(source: str) -> Iterator[int]:
    """The numbers of the figures that a text refers to."""
    return (int(found[1]) for found in IN_TEXT.finditer(source or ""))


def in_sentence(figure: Figure) -> SafeString:
    """A quiet number that leads to its own page, with a note where its release was withdrawn."""
    said = format_html(
        '<a class="figure-in-text" href="{}">{}</a>', figure.address(get_language()), data(figure)
    )
    if not figure.is_withdrawn:
        return said
    return format_html('{} <span class="figure-withdrawn">({})</span>', said, _("figure withdrawn"))


def data(figure: Figure) -> SafeString:
    """The words of a figure, and its value for machines."""
    language = get_language() or ""
    return format_html(
        '<data value="{}"{}>{}</data>',
        plain_number(figure.value),
        _tongue(figure, language),
        figure.phrase_in(language),
    )


def _tongue(figure: Figure, language: str) -> SafeString:
    """Words that stand in another language than the page say in which, and run in its direction."""
    if figure.phrase.get(language):
        return SafeString("")
    own = next(
        (code for code in (load_mission().default_language, *figure.phrase) if figure.phrase.get(code)), ""
    )
    direction = "rtl" if load_mission().is_right_to_left(own) else "ltr"
    return format_html(' lang="{}" dir="{}"', own, direction) if own else SafeString("")


class FigureHandler(LinkHandler):
    """What Wagtail asks of a link to a figure, wherever a text is shown without `with_figures`."""

    identifier = LINKTYPE

    @staticmethod
    def get_model() -> type[Figure]:
        return Figure

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, Any]) -> str:
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        return [
            f'<a class="figure-in-text" href="{escape(figure.address())}">' if figure else "<a>"
            for figure in cls.get_many(attrs_list)
        ]

    @classmethod
    def extract_references(cls, attrs: dict[str, Any]) -> Iterator[tuple[type, str, str, str]]:
        yield Figure, attrs["id"], "", ""


class FigureElement(InlineEntityElementHandler):
    """From the database to the editor: one piece, which is taken out as a whole."""

    mutability = "IMMUTABLE"

    def get_attribute_data(self, attrs: dict[str, Any]) -> dict[str, Any]:
        figure = Figure.objects.filter(pk=attrs.get("id") or 0).first()
        return for_editor(figure) if figure else {"id": attrs.get("id")}


def for_editor(figure: Figure) -> dict[str, Any]:
    """What the editor is told of a chosen figure: how readers see it in each language."""
    said = {language: strip_tags(figure.phrase_in(language)) for language in load_mission().languages}
    return {"id": figure.pk, "sentences": said, "about": str(figure), "withdrawn": figure.is_withdrawn}


def to_database(props: dict[str, Any]) -> Any:
    return DOM.create_element("a", {"linktype": LINKTYPE, "id": props.get("id")}, props["children"])


CONVERSION = {
    "from_database_format": {'a[linktype="figure"]': FigureElement(ENTITY)},
    "to_database_format": {"entity_decorators": {ENTITY: to_database}},
}
