"""The same file twice for one person is told and not kept: two copies would only be forgotten apart."""

from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cairn.guard.sealed.attachments import Attachment, Upload
from cairn.people.models import IdentityDocument, Person, PersonFile

BLOCK = 1 << 16


def refuse_file_kept_already(person: Person, upload: Upload, *, name: str) -> None:
    """What is kept is opened only where the length is the same; a sealed file tells nothing of what is in it."""
    same_size = [each for each in _kept(person) if each.size == getattr(upload, "size", None)]
    if not same_size or getattr(upload, "is_too_large", False):
        return
    digest = _digest(upload.chunks())
    if any(_digest(_blocks(each)) == digest for each in same_size):
        raise ValidationError({name: _("This file is kept for this person already.")})


def _kept(person: Person) -> list[Attachment]:
    numbers = [
        *PersonFile.objects.filter(person=person).values_list("attachment", flat=True),
        *IdentityDocument.objects.filter(person=person, scan__isnull=False).values_list("scan", flat=True),
    ]
    return list(Attachment.objects.filter(pk__in=numbers).select_related("data_key"))


def _blocks(attachment: Attachment) -> Any:
    with attachment.open() as opened:
        while block := opened.read(BLOCK):
            yield block


def _digest(blocks: Any) -> bytes:
    digest = sha256()
    for block in blocks:
        digest.update(block)
    return digest.digest()
