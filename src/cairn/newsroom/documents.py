"""What a document may be: what its name says, of a size that a reader's machine can open."""

import json
import zipfile
import zlib

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# A packed file may grow this many times, and to this size, when somebody opens it.
MOST_GROWTH = 100
MOST_UNPACKED = 500 * 1024 * 1024
MOST_UPLOAD = 50 * 1024 * 1024
MOST_ENTRIES = 10_000
# A small file that grows much is still small.
ALWAYS_FINE = 1024 * 1024
PIECE = 256 * 1024

# What must lie inside the packed formats: Office names its parts, OpenDocument and EPUB say what they are.
INSIDE = {
    "docx": "word/document.xml",
    "epub": "META-INF/container.xml",
    "ods": "content.xml",
    "odt": "content.xml",
    "pptx": "ppt/presentation.xml",
    "xlsx": "xl/workbook.xml",
}
SAYS = {
    "epub": b"application/epub+zip",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odt": b"application/vnd.oasis.opendocument.text",
}
PLAIN = {"csv", "json", "txt"}
# Inside an archive each of these would have to be unpacked again; Office keeps the tables of its charts so.
PACKED_AGAIN = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
CHARTS = ("word/embeddings/", "ppt/embeddings/", "xl/embeddings/")


def ensure_harmless_document(file) -> None:
    """Raise ValidationError for a document that is too large, broken, made to burst, or not what it says.

    Kinds that are not published at all are refused by Wagtail, which knows the list of those that are.
    """
    kind = file.name.rsplit(".", 1)[-1].lower()
    if file.size > MOST_UPLOAD:
        raise ValidationError(
            _("This file is larger than 50 MB. Please make it smaller, or publish it in parts.")
        )
    try:
        if kind == "pdf":
            _ensure(_start(file, 5) == b"%PDF-", kind)
        elif kind in PLAIN:
            _ensure_plain_text(file, kind)
        elif kind in (*INSIDE, "zip"):
            _ensure(_start(file, 2) == b"PK", kind)
            with zipfile.ZipFile(file) as packed:
                _ensure_does_not_burst(packed, file.size, kind)
                _ensure_is_what_it_says(packed, kind)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise ValidationError(_("This file is broken and cannot be opened. Please save it again.")) from error
    finally:
        file.seek(0)


def _start(file, length: int) -> bytes:
    file.seek(0)
    start = file.read(length)
    file.seek(0)
    return start


def _ensure(is_so: bool, kind: str) -> None:
    if not is_so:
        raise ValidationError(
            _("This file is not a %(kind)s, although its name says so. Please save it again as %(kind)s.")
            % {"kind": kind.upper()}
        )


def _ensure_plain_text(file, kind: str) -> None:
    file.seek(0)
    content = file.read()
    _ensure(b"\0" not in content, kind)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(
            _("The letters of this file would not be shown right everywhere. Please save it as UTF-8.")
        ) from error
    _ensure(not text.lstrip()[:15].lower().startswith(("<!doctype html", "<html", "<script", "<svg")), kind)
    if kind == "json":
        try:
            json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ValidationError(
                _("This file is broken and cannot be opened. Please save it again.")
            ) from error


def _ensure_is_what_it_says(packed: zipfile.ZipFile, kind: str) -> None:
    names = set(packed.namelist())
    _ensure(kind not in INSIDE or INSIDE[kind] in names, kind)
    if kind in SAYS:
        _ensure("mimetype" in names and packed.read("mimetype").strip() == SAYS[kind], kind)


def _ensure_does_not_burst(packed: zipfile.ZipFile, size: int, kind: str) -> None:
    """First by what the table of contents admits, then by unpacking, for the table may lie."""
    entries = packed.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise ValidationError(
            _("This file is locked with a password, so nobody can check it. Please save it without.")
        )
    most = max(ALWAYS_FINE, min(MOST_UNPACKED, MOST_GROWTH * size))
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > most:
        raise ValidationError(_too_much())
    for entry in entries:
        with packed.open(entry) as part:
            start = piece = part.read(PIECE)
            while piece:
                most -= len(piece)
                if most < 0:
                    raise ValidationError(_too_much())
                piece = part.read(PIECE)
        if start.startswith(PACKED_AGAIN) and not entry.filename.startswith(CHARTS):
            raise ValidationError(
                _("This file holds another packed file (%(name)s). Please publish that one by itself.")
                % {"name": entry.filename[:80]}
            )


def _too_much() -> str:
    return _(
        "This file unpacks to far more than it seems to hold, which could stop a reader's machine. "
        "It was not kept."
    )
