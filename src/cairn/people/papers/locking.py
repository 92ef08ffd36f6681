"""One PDF that opens with a passphrase and carries files inside.

AES with 256 bits, as PDF 2.0 has it: any reader of PDFs opens it, on a phone too, without another programme. Its way
from the passphrase to the key is quick, so the passphrase carries the strength: 20 drawn letters are 90 bits.
"""

import secrets
from collections.abc import Iterable
from io import BytesIO

from pypdf import PdfReader, PdfWriter

from cairn.people.references import LETTERS

GROUPS, EACH = 5, 4


def new_passphrase() -> str:
    """Letters that can be read aloud and are not taken for one another, in groups."""
    drawn = ["".join(secrets.choice(LETTERS) for _place in range(EACH)) for _group in range(GROUPS)]
    return "-".join(drawn)


def locked(paper: bytes, files: Iterable[tuple[str, bytes]], passphrase: str) -> bytes:
    """The paper with files attached, all of it sealed with the passphrase."""
    writer = with_files(paper, files)
    # The owner's password only limits printing in readers that obey it; nobody knows it and nothing is limited.
    writer.encrypt(passphrase, owner_password=secrets.token_hex(32), algorithm="AES-256")
    return _written(writer)


def carrying(paper: bytes, files: Iterable[tuple[str, bytes]]) -> bytes:
    """The paper with files attached, open."""
    return _written(with_files(paper, files))


def with_files(paper: bytes, files: Iterable[tuple[str, bytes]]) -> PdfWriter:
    writer = PdfWriter(clone_from=BytesIO(paper))
    for name, content in files:
        writer.add_attachment(name, content)
    return writer


def attached(paper: bytes, name: str) -> bytes | None:
    """A file that an open PDF carries."""
    found = PdfReader(BytesIO(paper)).attachments.get(name)
    return found[0] if found else None


def _written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
