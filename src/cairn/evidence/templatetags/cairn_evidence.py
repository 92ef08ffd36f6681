"""Words in several languages, as templates of the workspace say them."""

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language

from cairn.evidence.indicators import Indicator
from cairn.evidence.words import in_language

register = template.Library()


@register.filter
def in_my_language(words: Mapping[str, str]) -> str:
    """What was written in several languages, in that of the colleague or another."""
    return in_language(words)


@register.filter
def said(indicator: Indicator, name: str) -> str:
    """Title, definition or method of an indicator."""
    return indicator.words(name, get_language() or "en")
