"""Opening a record outside one's scope, and closing it again."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.glass.models import OPEN_FOR, SHORTEST_REASON, Glass
from cairn.guard.glass.reads import MOST_MISSES, misses_of
from cairn.guard.notices.acts import tell
from cairn.guard.notices.kinds import Kind
from cairn.guard.references import row_named
from cairn.guard.rights import Can
from cairn.guard.roles import Role
from cairn.guard.scope import OutsideScope, ensure
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.mission.errors import CairnError


class TooManyMisses(CairnError):
    """Codes are being tried out: the colleague waits, and the data protection officer knows."""


class NothingToBreak(CairnError):
    """The record stands open already: within the colleague's scope, or behind glass they broke."""


def break_glass_named(code: str, *, by: Any, reason: str) -> Glass | None:
    """Open the record of a typed code; None where nothing has this code, which is written down as well.

    A code that is mistyped and one that is nobody's are answered alike. The reason is looked at first, so that
    its refusal tells nothing about the code either.
    """
    ensure(by, Can.GLASS_BREAK)
    _refuse_no_reason(reason)
    if misses_of(by) >= MOST_MISSES:
        raise TooManyMisses(
            str(_("Too many codes in this hour opened nothing.")),
            str(
                _(
                    "Wait an hour, or ask the supervisor of the office. The data protection officer has been told."
                )
            ),
        )
    row = row_named(code)
    if row is None:
        return _missed(by)
    if type(row).objects.visible_to(by).filter(pk=row.pk).exists():
        raise NothingToBreak(
            str(_("You can open this record without breaking the glass.")),
            str(_("Search for its reference.")),
        )
    return break_glass(row, by=by, reason=reason)


@transaction.atomic
def break_glass(row: Any, *, by: Any, reason: str) -> Glass:
    """Open one record for an hour. Its supervisors and the data protection officers are told."""
    ensure(by, Can.GLASS_BREAK)
    _refuse_no_reason(reason)
    now = timezone.now()
    glass = Glass(
        data_key=row.data_key,
        office=row.office,
        worker=by,
        subject_model=row._meta.label_lower,
        subject_id=str(row.pk),
        reason=reason.strip(),
        opened_at=now,
        closes_at=now + OPEN_FOR,
    )
    glass.full_clean()
    glass.save(force_insert=True)
    record(Event.GLASS_BROKEN, row, by=by, data={"glass": glass.pk})
    transaction.on_commit(partial(_tell, glass.pk, str(row), row.office_id, by.pk))
    return glass


@transaction.atomic
def close_glass(glass: Glass, *, by: Any) -> Glass:
    """Close it before its hour is over; only who broke it does so."""
    if glass.worker_id != by.pk:
        raise OutsideScope
    if glass.is_open:
        glass.closes_at = timezone.now()
        glass.save(update_fields=["closes_at"])
        record(Event.GLASS_CLOSED, glass, by=by, data={"glass": glass.pk})
    return glass


def _refuse_no_reason(reason: str) -> None:
    if len(" ".join(reason.split())) < SHORTEST_REASON:
        raise ValidationError(
            {"reason": _("Say in a sentence why you need this record now: at least 20 letters.")}
        )


@transaction.atomic
def _missed(by: Any) -> None:
    """The tenth miss of an hour is the last, and is told once."""
    record(Event.GLASS_MISSED, Glass, by=by)
    if misses_of(by) == MOST_MISSES:
        transaction.on_commit(
            partial(tell, Kind.CODES_TRIED, role=Role.DATA_PROTECTION, by=by.pk, reference=by.username[:40])
        )


def _tell(glass_id: object, reference: str, office_id: int, by_id: int) -> None:
    told = {"reference": reference, "by": by_id, "subject_id": str(glass_id)}
    tell(Kind.GLASS_BROKEN, role=Role.CASE_SUPERVISOR, office_id=office_id, **told)
    tell(Kind.GLASS_BROKEN, role=Role.DATA_PROTECTION, **told)
