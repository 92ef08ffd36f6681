"""Writing down who was recognised as a victim of trafficking, by whom, and what they say of it."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.programmes.casework.acts.parts import NotInThisCase, add, ensure_works_on
from cairn.programmes.casework.codes import What, Work
from cairn.programmes.casework.models import Case, Identification


@transaction.atomic
def record_identification(case: Case, *, identified_on: dt.date, by: Any, **said: Any) -> Identification:
    """Keep what an organisation said of the person on a day; what was said before stays beside it."""
    ensure_works_on(case, by=by)
    if case.kind != Work.TRAFFICKING:
        raise NotInThisCase(_("Identifications belong into a case of counter-trafficking."), _("Open one."))
    identification = Identification(case=case, identified_on=identified_on, **said)
    return add(identification, What.DECISION_NOTED, by=by)
