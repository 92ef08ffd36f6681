"""Files about a person: a scan, a photograph, a letter. Sealed with the person's key, and gone with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from hashlib import sha256
from io import BufferedReader
from typing import Any, BinaryIO, Protocol
from uuid import UUID

from django.db import models, transaction
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.guard.keys.models import DataKey
from cairn.guard.sealed.fields import SealedInteger, SealedText
from cairn.guard.sealed.letters import without_controls
from cairn.guard.sealed.protected import Protected
from cairn.guard.sealed.store import broken_off, files_not_in, new_name, path_of, write_whole
from cairn.guard.sealed.stream import SealingWriter, damaged, open_stream, seal_stream
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.mission.disk import NoRoom, Room, fullest
from cairn.mission.errors import CairnError

LARGEST = 25 * 1024 * 1024
LONGEST_NAME = 200
ANY_TYPE = "application/octet-stream"
TYPE = re.compile(r"[a-z0-9.+-]{1,50}/[a-z0-9.+-]{1,80}")


class FileTooLarge(CairnError):
    """A file is larger than one attachment may be."""


class Upload(Protocol):
    """What Django calls an uploaded file, and any file that comes in chunks."""

    def chunks(self) -> Iterable[bytes]: ...


class Attachment(Protected):
    """A sealed file. Whoever may see the row that it belongs to may open it; it knows no rights of its own."""

    stored_name = models.CharField(
        _("stored as"), max_length=40, unique=True, default=new_name, editable=False
    )
    digest = models.CharField(_("SHA-256 of the sealed file"), max_length=64, editable=False)
    stored_at = models.DateTimeField(_("stored"), default=timezone.now, editable=False)
    file_name = SealedText(_("file name"), max_length=LONGEST_NAME)
    content_type = SealedText(_("kind of file"), max_length=140)
    size = SealedInteger(_("bytes"))

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    @property
    def reference(self) -> str:
        return f"attachment {self.pk.hex[:8]}"

    @property
    def place(self) -> str:
        return f"guard.attachment/{self.pk}"

    def open(self) -> BufferedReader:
        """The plain file as a stream, to read from anywhere; nothing of it touches the disk."""
        try:
            file = path_of(self.stored_name).open("rb")
        except FileNotFoundError:
            raise damaged() from None
        try:
            return open_stream(file, self.data_key.unwrap(), self.place)
        except BaseException:
            file.close()
            raise


@transaction.atomic
def store_attachment(
    upload: Upload,
    *,
    data_key: DataKey,
    by: models.Model | None,
    about: UUID | None,
    file_name: str = "",
    content_type: str = "",
) -> Attachment:
    """Seal a file as it comes in, and keep it with the person's key.

    The trace names the person it is `about`, as it does wherever a file is opened or deleted; a sheet or a list is
    about nobody. The name and the kind that the browser gave are taken when none are given; both are only told,
    never trusted.
    """
    refuse_on_a_full_disk()
    name = file_name or str(getattr(upload, "name", "") or "")
    kind = content_type or str(getattr(upload, "content_type", "") or "")
    attachment = Attachment(data_key=data_key, file_name=tidy_name(name), content_type=tidy_type(kind))
    attachment.size = write_whole(attachment.stored_name, lambda out: _fill(attachment, upload, out))
    attachment.digest = _digest_of(attachment)
    attachment.save(force_insert=True)
    _trace(Event.ATTACHMENT_STORED, attachment, by, about)
    return attachment


def store_made(
    fill: Callable[[SealingOutput], object],
    *,
    data_key: DataKey,
    by: models.Model | None,
    about: UUID | None,
    file_name: str,
    content_type: str,
) -> tuple[Attachment, str]:
    """Keep a file that Cairn makes itself, of any size; answer it with the SHA-256 of what it says.

    `fill` writes plain bytes, which are sealed as they come. No transaction is held open meanwhile.
    """
    attachment = Attachment(data_key=data_key, file_name=tidy_name(file_name), content_type=content_type)

    def sealed(out: BinaryIO) -> SealingOutput:
        output = SealingOutput(SealingWriter(out, data_key.unwrap(), attachment.place))
        fill(output)
        output.writer.finish()
        return output

    made = write_whole(attachment.stored_name, sealed)
    attachment.size, attachment.digest = made.writer.size, _digest_of(attachment)
    with transaction.atomic():
        attachment.save(force_insert=True)
        _trace(Event.ATTACHMENT_STORED, attachment, by, about)
    return attachment, made.digest.hexdigest()


class SealingOutput:
    """What takes plain bytes as a file does, counts them and seals them."""

    def __init__(self, writer: SealingWriter) -> None:
        self.writer, self.digest = writer, sha256()

    def write(self, plain: bytes) -> int:
        self.digest.update(plain)
        self.writer.write(bytes(plain))
        return len(plain)

    def flush(self) -> None:
        """Nothing waits here but what is not yet a whole piece."""


@transaction.atomic
def read_attachment(attachment: Attachment, *, by: models.Model | None, about: UUID | None) -> BufferedReader:
    """Open it for a colleague, which leaves a trace."""
    opened = attachment.open()
    _trace(Event.ATTACHMENT_READ, attachment, by, about)
    return opened


def attachment_response(
    attachment: Attachment, *, by: models.Model | None, about: UUID | None
) -> FileResponse:
    """The file as a download that no browser runs, guesses at or keeps."""
    response = FileResponse(
        read_attachment(attachment, by=by, about=about),
        as_attachment=True,
        filename=str(attachment.file_name),
        content_type=str(attachment.content_type),
    )
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@transaction.atomic
def delete_attachment(attachment: Attachment, *, by: models.Model | None, about: UUID | None) -> None:
    """Take away the row, and the file as soon as that is certain."""
    path = path_of(attachment.stored_name)
    _trace(Event.ATTACHMENT_DELETED, attachment, by, about)
    attachment.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def _trace(event: Event, attachment: Attachment, by: models.Model | None, about: UUID | None) -> None:
    record(event, attachment, by=by, data={"person": about} if about else None)


def sweep_files() -> int:
    """Remove files that no row knows after a day, and uploads that broke off after an hour; answer how many there were."""
    gone = [*files_not_in(_known), *broken_off()]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def tidy_name(name: str) -> str:
    """The last part of a path, without what no file name should have."""
    return without_controls(re.split(r"[/\\]", name)[-1])[-LONGEST_NAME:] or "file"


def tidy_type(kind: str) -> str:
    short = kind.partition(";")[0].strip().lower()
    return short if TYPE.fullmatch(short) else ANY_TYPE


def _digest_of(attachment: Attachment) -> str:
    """The hash of the sealed file, by which a changed one is known without its key."""
    digest = sha256()
    with path_of(attachment.stored_name).open("rb") as sealed:
        while block := sealed.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _fill(attachment: Attachment, upload: Upload, out: BinaryIO) -> int:
    return seal_stream(_measured(upload), out, attachment.data_key.unwrap(), attachment.place)


def _measured(upload: Any) -> Iterable[bytes]:
    if getattr(upload, "is_too_large", False):
        raise too_large()
    size = 0
    for chunk in upload.chunks():
        size += len(chunk)
        if size > LARGEST:
            raise too_large()
        yield chunk


def refuse_on_a_full_disk() -> None:
    """Before anything is written: what is there already needs the last of the room."""
    if fullest().room is Room.NONE:
        raise NoRoom(
            str(
                _(
                    "The disk of the mission is nearly full, so no file can be added now. Please tell an administrator."
                )
            )
        )


def too_large() -> FileTooLarge:
    return FileTooLarge(
        str(_("This file is too large: an attachment has at most %(most)d MB.") % {"most": LARGEST >> 20}),
        str(_("Scan it with fewer dots per inch, or split it into several files.")),
    )


def _known(names: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(names), 500):
        some = names[start : start + 500]
        found.update(Attachment.objects.filter(stored_name__in=some).values_list("stored_name", flat=True))
    return found
