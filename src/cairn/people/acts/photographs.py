"""A photograph of somebody: made small, freed of what the camera wrote into it, and sealed with their key."""

import io
import warnings
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from cairn.guard.rights import Can
from cairn.guard.scope import MayNot, ensure, fields_seen
from cairn.guard.sealed.attachments import Attachment, Upload, delete_attachment, store_attachment, too_large
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.people.acts.joined import refuse_joined
from cairn.people.models import Person

SIDE = 900
KINDS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000


@transaction.atomic
def keep_photograph(person: Person, upload: Upload | None, *, by: Any) -> Person:
    """Keep a photograph in the place of an earlier one; None takes it away."""
    ensure(by, Can.PERSON_EDIT, person)
    if "photograph" not in fields_seen(by, person):
        raise MayNot
    refuse_joined(person)
    small = _small(upload) if upload else None
    held = Person.objects.select_for_update().select_related("data_key").get(pk=person.pk)
    earlier = held.photograph_id
    held.photograph = store_attachment(small, data_key=held.data_key, by=by, about=held.pk) if small else None
    held.version += 1
    held.save(update_fields=["photograph", "version"])
    record(Event.PERSON_CHANGED, held, by=by, data={"fields": ["photograph"]})
    if earlier:
        delete_attachment(Attachment.objects.get(pk=earlier), by=by, about=held.pk)
    return held


def _small(upload: Any) -> ContentFile:
    """A JPEG of at most 900 points a side, in memory only: a camera writes place and hour into what it takes."""
    if getattr(upload, "is_too_large", False):
        raise too_large()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(b"".join(upload.chunks())), formats=KINDS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise ValueError
                upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValidationError(
            {"file": _("This is not a photograph that can be opened. Choose a JPEG, PNG or WebP picture.")}
        ) from None
    upright.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=85)
    small = ContentFile(out.getvalue(), name="photograph.jpg")
    small.content_type = "image/jpeg"  # type: ignore[attr-defined]
    return small
