"""Opening a record outside one's scope."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.glass.models import OPEN_FOR, SHORTEST_REASON, Glass
from cairn.guard.notices.acts import tell
from cairn.guard.notices.kinds import Kind
from cairn.guard.rights import Can
from cairn.guard.roles import Role
from cairn.guard.scope import ensure
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event


@transaction.atomic
def break_glass(row: Any, *, by: Any, reason: str) -> Glass:
    """Open one record for an hour. Its supervisors and the data protection officers are told."""
    ensure(by, Can.GLASS_BREAK)
    words = " ".join(reason.split())
    if len(words) < SHORTEST_REASON:
        raise ValidationError(
            {"reason": _("Say in a sentence why you need this record now: at least 20 letters.")}
        )
    now = timezone.now()
    glass = Glass(
        data_key=row.data_key,
        user=by,
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


def _tell(glass_id: object, reference: str, office_id: int, by_id: int) -> None:
    told = {"reference": reference, "by": by_id, "subject_id": str(glass_id)}
    tell(Kind.GLASS_BROKEN, role=Role.CASE_SUPERVISOR, office_id=office_id, **told)
    tell(Kind.GLASS_BROKEN, role=Role.DATA_PROTECTION, **told)
