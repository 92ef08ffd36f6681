"""Words in several languages on one row: names of themes and places, what a figure counts.

Pages are translated side by side as pages. Short words that every language shares (a theme is the same theme
in Arabic) stay one row, so that links, filters and counts mean the same everywhere.
"""

from cairn.evidence.word_fields import Words
from cairn.evidence.words import in_language

__all__ = ["Words", "in_language"]
