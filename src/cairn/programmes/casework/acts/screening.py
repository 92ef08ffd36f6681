"""A person decides what a screening means."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.people.births import may_be_child
from cairn.programmes.casework.acts.parts import NotInThisCase, add, ensure_works_on, held
from cairn.programmes.casework.codes import What
from cairn.programmes.casework.forms.library import form
from cairn.programmes.casework.models import CaseRecord, ScreeningDecision
from cairn.programmes.casework.trafficking.screening import FORM, METHOD, Screening, screen

SHORTEST_REASON = 10


def screening_of(record: CaseRecord) -> Screening:
    """What a filled-in form adds up to; whoever may be a child is counted as one."""
    of_child = may_be_child(record.case.person, timezone.localdate(record.made_at))
    return screen(form(record.form, record.form_version), record.answers, of_child=of_child)


@transaction.atomic
def record_screening_decision(
    record: CaseRecord, *, decision: str, reason: str, by: Any
) -> ScreeningDecision:
    """Keep who decided what after a finished screening, and why, beside what the screening said."""
    ensure_works_on(record.case, by=by)
    kept = held(record)
    if kept.form != FORM or not kept.is_finished:
        raise NotInThisCase(_("Finish the screening first: a decision stands on a form that is complete."))
    if len(" ".join(reason.split())) < SHORTEST_REASON:
        raise ValidationError({"reason": _("Say why in a few words: a screening does not decide, you do.")})
    found = screening_of(kept)
    row = ScreeningDecision(
        case=kept.case,
        screened=kept,
        answers_version=kept.version,
        method=METHOD,
        of_child=found.of_child,
        result=as_kept(found),
        decision=decision,
        reason=reason,
    )
    return add(row, What.DECISION_NOTED, by=by)


def as_kept(found: Screening) -> dict[str, Any]:
    """What the screening said, in codes: the words stay in the form."""
    return {
        "points_to_trafficking": found.points_to_trafficking,
        "positive": {
            one.code: [[each.name, each.weight] for each in one.by]
            for one in found.dimensions
            if one.is_positive
        },
        "unchecked_weights": found.rests_on_unchecked_weights,
    }
