"""The methods of a release as a text to be read, one for each language."""

from collections.abc import Iterable, Sequence

from django.utils import translation

from cairn.evidence.releases.formats.about import About
from cairn.evidence.releases.formats.notes import Note, of_indicator, of_release
from cairn.evidence.releases.results import Result
from cairn.evidence.words import in_language


def as_markdown(said: About, results: Sequence[Result], language: str) -> bytes:
    with translation.override(language):
        parts = [
            f"# {_plain(in_language(said.title, language))} {said.number}",
            _list(of_release(said, language)),
        ]
        for result in results:
            (_about, title), *notes = of_indicator(said, result, language)
            parts += [f"## {_plain(title)}", _list(notes)]
    return ("\n\n".join(parts) + "\n").encode()


def _list(notes: Iterable[Note]) -> str:
    return "\n".join(f"- **{about}:** {_plain(told)}" for about, told in notes)


def _plain(text: str) -> str:
    """On one line, and nothing in it taken for a mark or for HTML."""
    told = " ".join(text.split())
    for sign in "\\`*_[]<>#|":
        told = told.replace(sign, f"\\{sign}")
    return told
