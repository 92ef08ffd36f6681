"""How the demonstration's texts are written: facts above, text below, in a form that reads well as a file.

A page is a folder with one file for each language. Between two lines of `+++` stand its facts (TOML); the text
follows. An empty line ends a paragraph, `##` begins a heading, `-` and `1.` begin lists. A block of another kind
begins with its name:

    ::figures code code             ::facts Title            ::quote Who; Role
    ::callout Text                  label | fact             Their words
    ::picture name                  ::links Title            ::chart code
    Caption                         - Text -> page:key

In a text, `**bold**`, `*italic*` and `[words](page:key)` or `[words](https://…)` are known, and a figure in a sentence,
as its release says it: `[doubled to 6,000](figure:code)`. A text may end with
`::later`: what follows was added in a second edition, and a language may not have followed yet.
"""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"
# What stands in a block: text, or lists and tables of texts, with the keys of other pages in place of addresses.
Block = tuple[str, Any]
Linker = Callable[[str], str]


class MarkupError(ValueError):
    """A text of the demonstration is not written as agreed; the message names the file and the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One page in one language."""

    facts: dict[str, Any]
    blocks: list[Block]
    later: list[Block] = field(default_factory=list)


def read_text(path: Path) -> Text:
    """The page as written in a file."""
    _nothing, facts, text = re.split(r"^\+\+\+$", path.read_text(encoding="utf-8"), maxsplit=2, flags=re.M)
    first, _mark, second = text.partition("\n::later\n")
    try:
        return Text(facts=tomllib.loads(facts), blocks=blocks_of(first), later=blocks_of(second))
    except (MarkupError, tomllib.TOMLDecodeError) as error:
        raise MarkupError(f"{path}: {error}") from error


def blocks_of(text: str) -> list[Block]:
    """The text as blocks, in order; neighbouring paragraphs and lists are one block of running text."""
    blocks: list[Block] = []
    for piece in filter(None, (part.strip() for part in re.split(r"\n\s*\n", text))):
        kind, value = _block(piece)
        if kind == "paragraph" and blocks and blocks[-1][0] == "paragraph":
            blocks[-1] = ("paragraph", f"{blocks[-1][1]}\n\n{value}")
        else:
            blocks.append((kind, value))
    return blocks


def _block(piece: str) -> Block:
    if piece.startswith("## "):
        return "heading", piece[3:]
    if not piece.startswith("::"):
        return "paragraph", piece
    head, _line, body = piece.partition("\n")
    name, _space, rest = head[2:].partition(" ")
    match name:
        case "callout":
            return "callout", " ".join([rest, *body.split("\n")]).strip()
        case "figures":
            return "figures", rest.split()
        case "chart":
            return "chart", rest
        case "facts":
            return "facts", {"title": rest, "facts": [_pair(line, " | ") for line in body.split("\n")]}
        case "links":
            return "links", {"title": rest, "links": [_pair(line[2:], " -> ") for line in body.split("\n")]}
        case "picture":
            return "picture", {"image": rest, "caption": body}
        case "quote":
            who, role = _pair(rest, "; ")
            return "quote", {"text": body.replace("\n", " "), "who": who, "role": role}
    raise MarkupError(f"There is no block “{name}”.")


def _pair(line: str, divider: str) -> tuple[str, str]:
    left, found, right = line.partition(divider)
    if not found:
        raise MarkupError(f"“{line}” has no “{divider.strip()}”.")
    return left.strip(), right.strip()


def rich_text(text: str, link: Linker) -> str:
    """Running text as the editor keeps it; `link` answers the attributes of a link to a page, a figure or an address."""
    return "".join(_part(part, link) for part in text.split("\n\n"))


def _part(part: str, link: Linker) -> str:
    lines = part.split("\n")
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_words(line[2:], link)}</li>" for line in lines) + "</ul>"
    if all(re.match(r"\d+\. ", line) for line in lines):
        return "<ol>" + "".join(f"<li>{_words(_unnumbered(line), link)}</li>" for line in lines) + "</ol>"
    return f"<p>{_words(' '.join(lines), link)}</p>"


def _unnumbered(line: str) -> str:
    return line.partition(". ")[2]


def _words(text: str, link: Linker) -> str:
    text = html.escape(text, quote=False)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    text = re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)
    return re.sub(r"\[(.+?)\]\((.+?)\)", lambda found: f"<a {link(found[2])}>{found[1]}</a>", text)


def links_in(blocks: list[Block]) -> Iterator[str]:
    """Every target that the blocks lead to."""
    for kind, value in blocks:
        if kind in {"paragraph", "callout"}:
            yield from re.findall(r"\]\((.+?)\)", value)
        elif kind == "links":
            yield from (target for _text, target in value["links"])


def pages() -> dict[str, dict[str, Text]]:
    """Every page of the demonstration, by its key: the name of its folder, and then by language."""
    return {
        folder.name: {path.stem: read_text(path) for path in sorted(folder.glob("*.md"))}
        for folder in sorted(CONTENT.iterdir())
        if folder.is_dir() and (folder / "en.md").exists()
    }


def shared(name: str) -> dict[str, Any]:
    """A file of words or pictures that pages share."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))
