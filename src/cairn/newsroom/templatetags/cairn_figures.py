"""Figures in pages: as they are said today, and all that stands on a figure's own page."""

from django import template
from django.utils.safestring import SafeString
from wagtail.rich_text import RichText

from cairn.newsroom.figures import rich_text
from cairn.newsroom.models import Figure
from cairn.newsroom.templatetags.cairn import address_apart as apart

register = template.Library()


@register.filter
def with_figures(text: RichText) -> RichText:
    return rich_text.with_figures(text)


@register.filter
def address_apart(citation: str) -> SafeString:
    return apart(citation)


@register.simple_tag
def figure_words(figure: Figure) -> SafeString:
    """The sentence of a figure, in a language and a direction of its own where this one has no words for it."""
    return rich_text.data(figure)


@register.filter
def less_one(number: int) -> int:
    """The last count that a threshold does not let pass."""
    return number - 1


@register.filter
def file_name(address: str) -> str:
    return address.rpartition("/")[2]
