"""Giving somebody everything that is held about them, in a package that only they can open."""

from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.guard.sealed.attachments import Attachment, delete_attachment, store_made
from cairn.guard.trace.acts import record
from cairn.guard.trace.details import Format
from cairn.guard.trace.events import Event
from cairn.mission.config import load_mission
from cairn.mission.errors import CairnError
from cairn.people.holdings import joined_to
from cairn.people.models import DisclosedPart, Disclosure, Person
from cairn.people.papers.locking import new_passphrase
from cairn.people.papers.packing import pack

PDF = "application/pdf"


class CannotDisclose(CairnError):
    """A package cannot be made of this record, or is not there any more."""


@transaction.atomic
def disclose_person(person: Person, *, by: Any, asked_how: str, language: str) -> tuple[Disclosure, str]:
    """Pack everything held about somebody; the passphrase is told here, once, and kept nowhere.

    `asked_how` says how they asked and how it was made sure that it was they, or who speaks for them.
    """
    ensure(by, Can.PERSON_DISCLOSE, person)
    _refuse_what_cannot_be(person, language)
    disclosure = Disclosure(
        person=person,
        data_key=person.data_key,
        asked_how=asked_how.strip(),
        language=language,
        made_by=by,
        expires_at=timezone.now() + Disclosure.READY_FOR,
    )
    disclosure.full_clean(exclude=["data_key", "person", "made_by"])
    disclosure.save(force_insert=True)
    passphrase = new_passphrase()
    with translation.override(language):
        parts, disclosure.rows = pack(person, passphrase)
    disclosure.digests = [sha256(part).hexdigest() for part in parts]
    disclosure.save(update_fields=["rows", "digests"])
    for number, part in enumerate(parts, start=1):
        _keep(disclosure, number, part, by)
    told = {
        "rows": disclosure.rows,
        "count": len(parts),
        "digest": disclosure.digests[0],
        "format": Format.PDF,
    }
    record(Event.PERSON_DISCLOSED, person, by=by, data={"disclosure": disclosure.pk, **told})
    return disclosure, passphrase


@transaction.atomic
def fetch_part(part: DisclosedPart, *, by: Any) -> Attachment:
    """Take a part of a package along, to hand it over."""
    ensure(by, Can.PERSON_DISCLOSE, part)
    if part.disclosure.expires_at <= timezone.now():
        raise CannotDisclose(
            _("This package is not there any more."), _("Make a new one if it is still needed.")
        )
    record(Event.DISCLOSURE_FETCHED, part.disclosure, by=by, data={"person": part.person_id})
    return part.attachment


def expire_disclosures() -> int:
    """Let packages go whose time is over; that they were made stays written down."""
    over = DisclosedPart.objects.filter(disclosure__expires_at__lte=timezone.now())
    return sum(_let_go(number) for number in list(over.values_list("pk", flat=True)))


@transaction.atomic
def _let_go(number: Any) -> int:
    part = DisclosedPart.objects.select_for_update().filter(pk=number).first()
    if part is None:
        return 0
    record(Event.DISCLOSURE_EXPIRED, part.disclosure, by=None, data={"person": part.person_id})
    attachment, person = part.attachment, part.person_id
    part.delete()
    delete_attachment(attachment, by=None, about=person)
    return 1


def _keep(disclosure: Disclosure, number: int, content: bytes, by: Any) -> None:
    """Sealed on our side as well: whoever finds the passphrase still needs the file."""
    named = {"file_name": f"{disclosure.person}-{number}.pdf", "content_type": PDF}
    kept, _digest = store_made(
        lambda out: out.write(content),
        data_key=disclosure.data_key,
        by=by,
        about=disclosure.person_id,
        **named,
    )
    DisclosedPart.objects.create(
        disclosure=disclosure, person=disclosure.person, data_key=disclosure.data_key, attachment=kept
    )


def _refuse_what_cannot_be(person: Person, language: str) -> None:
    if language not in load_mission().languages:
        raise ValidationError({"language": _("Choose one of the mission's languages.")})
    remaining = joined_to(person)
    if remaining is not None:
        raise CannotDisclose(
            _("This record was joined to %(reference)s.") % {"reference": remaining},
            _("Open that one: what is held about both is disclosed together."),
        )
