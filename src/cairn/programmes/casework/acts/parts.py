"""What all acts of a case share."""

from typing import Any, TypeVar

from django.utils.translation import gettext as _

from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.mission.errors import CairnError
from cairn.programmes.casework.codes import What
from cairn.programmes.casework.models import Case, Happening, PartOfCase

Part = TypeVar("Part", bound=PartOfCase)


class NotInThisCase(CairnError):
    """The case is not where this may be done."""


def happened(case: Case, what: What, *, by: Any, code: str = "", about: Any = None) -> Happening:
    """Write a line of the timeline, in codes and numbers."""
    line = Happening(case=case, data_key=case.data_key, made_by=by, what=what, code=code)
    if about is not None:
        line.subject_model, line.subject_id = about._meta.label_lower, str(about.pk)
    line.save(force_insert=True)
    return line


def ensure_works_on(case: Case, *, by: Any, can: Can = Can.CASE_EDIT) -> None:
    """The right, and a case that is still open."""
    ensure(by, can, case)
    if not case.is_open:
        raise NotInThisCase(
            _("This case is closed."), _("Ask your supervisor to open it again, or open a new one.")
        )


def add(part: Part, what: What, *, by: Any, code: str = "") -> Part:
    """Keep a new row of a case, and tell of it."""
    part.made_by, part.data_key = by, part.case.data_key
    part.full_clean(exclude=["data_key", "case"])
    part.save(force_insert=True)
    happened(part.case, what, by=by, code=code, about=part)
    record(Event.CASE_PART_ADDED, part, by=by, data={"case": part.case_id})
    return part


def held(row: Any) -> Any:
    """The row as it stands now, held until the act is over."""
    related = ["data_key"] if isinstance(row, Case) else ["data_key", "case"]
    return type(row).objects.select_for_update(of=("self",)).select_related(*related).get(pk=row.pk)


def team_of(by: Any) -> Any:
    """The team of whoever takes something in, in their own office; none where they are of all of it."""
    return by.teams.filter(office=by.office_id).first()
