"""Words in several languages on one row: names of themes and places, what a figure counts.

Pages are translated side by side as pages. Short words that every language shares (a theme is the same theme
in Arabic) stay one row, so that links, filters and counts mean the same everywhere.
"""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import get_language

from cairn.evidence.word_fields import Words

__all__ = ["Words", "in_language"]


def in_language(words: Mapping[str, str] | None, language: str | None = None) -> str:
    """The words in `language` (today's, if none is named), else in the default language, else in any."""
    words = words or {}
    for code in (language or get_language() or "", settings.LANGUAGE_CODE):
        if words.get(code):
            return words[code]
    return next((text for text in words.values() if text), "")
