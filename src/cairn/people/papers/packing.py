"""The package that a person takes away: pages to read, the same as a web page and as JSON, and every file.

Files that would make one document too heavy follow in further ones, under the same passphrase.
"""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from cairn.guard.models import Attachment
from cairn.mission.config import load_mission
from cairn.people.holdings import records_of
from cairn.people.models import Person
from cairn.people.papers.locking import locked
from cairn.people.papers.setting import as_picture, set_paper
from cairn.people.telling import Told, files_of, told

HEAVY = 48 * 1024 * 1024  # Files in one document: what an old phone still opens.
PICTURED = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/tiff", "image/bmp"})
MOST_PICTURES = 60

Named = tuple[str, Attachment]


def pack(person: Person, passphrase: str) -> tuple[list[bytes], int]:
    """The parts of the package, and how many rows are in it; in the language that is active now."""
    made = told(person)
    files = [
        (each["name"], file) for each, file in zip(made.files, files_of(records_of(person)), strict=True)
    ]
    drawn = dict(_drawn(files))
    pictures = [{"path": path, "name": name} for path, (name, _content) in drawn.items()]
    paper = set_paper(
        "package", _data(made, pictures), {path: content for path, (_name, content) in drawn.items()}
    )
    first, *others = list(_parts(files)) or [[]]
    words = [("record.html", _page(made)), ("record.json", made.as_json())]
    parts = [locked(paper, [*words, *_contents(first)], passphrase)]
    for number, part in enumerate(others, start=2):
        cover = set_paper("package", _cover(made, number, 1 + len(others)))
        parts.append(locked(cover, _contents(part), passphrase))
    return parts, made.rows


def words_of(made: Told) -> dict[str, Any]:
    """The sentences around what is held."""
    mission = load_mission().name_in(made.language)
    return {
        "title": _("What %(mission)s holds about you") % {"mission": mission},
        "intro": _(
            "Reference %(reference)s, as of %(day)s. This is everything that is written down about you, in words. "
            "You can ask that it be corrected, or erased. Keep this document and its passphrase apart."
        )
        % {"reference": made.reference, "day": made.made_at},
        "about_others": _("about another person"),
        "named": _("Where records of other people name you"),
        "named_note": _("Whose records they are is left out, to protect them."),
        "looks": _("Who read or changed it"),
        "looks_note": _("Colleagues are named by their role. Looks at a list of many people are not in it."),
        "looks_head": [_("When"), _("Who"), _("What")],
        "files": _("Files"),
        "files_note": _(
            "They are inside this document, or a further part of it: your reader shows them as attachments."
        ),
    }


def _data(made: Told, pictures: list[dict[str, str]]) -> dict[str, Any]:
    return {**asdict(made), "words": words_of(made), "rtl": get_language_bidi(), "pictures": pictures}


def _cover(made: Told, number: int, of: int) -> dict[str, Any]:
    words = words_of(made)
    words["intro"] = _("Part %(number)d of %(of)d: files only.") % {"number": number, "of": of}
    empty: dict[str, Any] = {"sections": [], "named": [], "looks": [], "files": [], "pictures": []}
    return {**empty, "language": made.language, "rtl": get_language_bidi(), "words": words}


def _page(made: Told) -> bytes:
    """As a web page: a device draws every script that it knows, also those that the pages cannot."""
    context = {"made": made, "words": words_of(made), "rtl": get_language_bidi()}
    return render_to_string("people/privacy/package.html", context).encode()


def _parts(files: list[Named]) -> Iterator[list[Named]]:
    part: list[Named] = []
    weight = 0
    for name, file in files:
        if part and weight + int(file.size) > HEAVY:
            yield part
            part, weight = [], 0
        part.append((name, file))
        weight += int(file.size)
    if part:
        yield part


def _contents(part: list[Named]) -> Iterator[tuple[str, bytes]]:
    for name, file in part:
        with file.open() as plain:
            yield name, plain.read()


def _drawn(files: list[Named]) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Pictures small enough for the pages themselves: who has a phone sees them without looking for attachments."""
    for place, (name, file) in enumerate(files[:MOST_PICTURES], start=1):
        if file.content_type in PICTURED:
            with file.open() as plain:
                picture = as_picture(plain)
            if picture:
                yield f"{place}.jpg", (name, picture)
