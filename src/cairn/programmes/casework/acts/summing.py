"""Giving somebody who returns one page of what was agreed."""

import datetime as dt
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cairn.guard.trace.acts import record
from cairn.guard.trace.details import Format
from cairn.guard.trace.events import Event
from cairn.mission.config import load_mission
from cairn.programmes.casework.acts.parts import NotInThisCase, ensure_works_on, happened
from cairn.programmes.casework.codes import What, Work
from cairn.programmes.casework.models import Case
from cairn.programmes.casework.papers.fitting import Room, on_one_page
from cairn.programmes.casework.papers.summary import Given, summary_of

SHAPE = Path(__file__).parents[1] / "papers" / "summary.typ"


@transaction.atomic
def give_summary(
    case: Case, *, language: str, call: str, by: Any, next_visit: dt.date | None = None
) -> bytes:
    """The page in a language of the mission; that it was given, and which bytes, stays with the case, and no copy."""
    ensure_works_on(case, by=by)
    if case.kind != Work.RETURN:
        raise NotInThisCase(_("This page is for somebody who returns."))
    if language not in load_mission().languages:
        raise ValidationError({"language": _("Choose one of the mission's languages.")})
    if not call.strip():
        raise ValidationError({"call": _("Say whom to call: somebody has to answer.")})
    given = Given(call=" ".join(call.split()), next_visit=next_visit)
    with translation.override(language):
        content = on_one_page(SHAPE, partial(_said, case, given, language))
    happened(case, What.SUMMARY_GIVEN, by=by, code=language)
    digest = sha256(content).hexdigest()
    record(
        Event.SUMMARY_GIVEN,
        case,
        by=by,
        data={"person": case.person_id, "format": Format.PDF, "digest": digest},
    )
    return content


def _said(case: Case, given: Given, language: str, room: Room) -> dict[str, Any]:
    return summary_of(case, given, room, language, rtl=load_mission().is_right_to_left(language))
