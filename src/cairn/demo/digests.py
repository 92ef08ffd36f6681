"""The summary of a publication as a document to take away: tagged for screen readers, the same bytes every time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from cairn.demo.markup import Block, Text
from cairn.newsroom.models import Figure

NOTES = {
    "en": "Summary, written by the mission for its public site. The full text is available from the publisher.",
    "fr": "Résumé établi par la mission pour son site public. Le texte intégral est disponible auprès de l’éditeur.",
}
SHAPE = """
#set document(title: {title}, date: none)
#set page(paper: "a4", margin: (x: 2.6cm, top: 2.4cm, bottom: 2.6cm), numbering: "1")
#set text(lang: {language}, size: 11pt, font: "Libertinus Serif")
#set par(leading: 0.72em, spacing: 1.1em)
#show heading: set text(fill: rgb("#0b5563"))
#show heading: set block(above: 1.6em, below: 0.8em)
#show title: set text(size: 21pt, weight: "semibold", fill: rgb("#0b5563"))
#show link: set text(fill: rgb("#0b5563"))
#image("cover.jpg", width: 100%, height: 6.4cm, fit: "cover", alt: {title})
#v(0.6em)
#title()
#text(size: 13pt, {summary})
#block(stroke: (left: 2pt + rgb("#b3441e")), inset: (left: 10pt, y: 3pt), text(size: 9.5pt, {note}))
"""


def digest(text: Text, language: str, cover: bytes, figures: dict[str, Figure]) -> bytes:
    """A short PDF that carries the page's own words."""
    head = SHAPE.format(
        title=_quoted(text.facts["title"]),
        language=_quoted(language),
        summary=_quoted(text.facts["summary"]),
        note=_quoted(NOTES[language]),
    )
    lines = [head, *(line for block in text.blocks for line in _lines(block, language, figures))]
    with TemporaryDirectory(prefix="cairn-digest-") as folder:
        source = Path(folder, "digest.typ")
        source.write_text("\n\n".join(lines), encoding="utf-8")
        Path(folder, "cover.jpg").write_bytes(cover)
        return typst.compile(source, root=folder, pdf_standards="ua-1", ignore_system_fonts=True)


def _lines(block: Block, language: str, figures: dict[str, Figure]) -> Iterator[str]:
    kind, value = block
    match kind:
        case "heading":
            yield f"#heading(level: 1, {_quoted(value)})"
        case "paragraph":
            yield from (_paragraph(part) for part in value.split("\n\n"))
        case "figures":
            for code in value:
                said = f"{figures[code].phrase_in(language)} {figures[code].counts_in(language)}"
                yield f"- #strong({_quoted(said)}) #text(size: 9pt, {_quoted(figures[code].source_in(language))})"
        case "facts":
            yield "\n".join(f"/ #{_text(label)}: #{_text(fact)}" for label, fact in value["facts"])


def _paragraph(part: str) -> str:
    lines = part.split("\n")
    if lines[0].startswith("- "):
        return "\n".join(f"- {_inline(line[2:])}" for line in lines)
    if lines[0].startswith("1. "):
        return "\n".join(f"+ {_inline(line.partition('. ')[2])}" for line in lines)
    return _inline(" ".join(lines))


def _inline(words: str) -> str:
    """Bold words stay bold; links lead nowhere on paper and become words."""
    pieces = []
    for place, piece in enumerate(words.split("**")):
        plain = _without_links(piece)
        pieces.append(f"#strong({_quoted(plain)})" if place % 2 else f"#{_text(plain)}")
    return "".join(pieces)


def _without_links(words: str) -> str:
    return re.sub(r"\[(.+?)\]\(.+?\)", r"\1", words).replace("*", "")


def _text(words: str) -> str:
    return f"text({_quoted(words)})"


def _quoted(words: str) -> str:
    """A string of typst; JSON writes it the same way."""
    return json.dumps(words, ensure_ascii=False)
