"""What must be true before a move, for any kind of work."""

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.people.holdings import records_of
from cairn.people.models import Person
from cairn.people.sharing import is_treated_as_child
from cairn.programmes.casework.codes import PaymentState, Risk
from cairn.programmes.casework.forms.library import form
from cairn.programmes.casework.models import Case, CaseRecord
from cairn.programmes.casework.trafficking.mechanisms import mechanisms
from cairn.programmes.casework.ways.machine import Gate


def finished(name: str) -> Gate:
    """A form of this name is filled in and finished."""

    def gate(case: Case) -> str:
        if case.caserecords.filter(form=name, is_finished=True).exists():
            return ""
        return _("“%(form)s” is to be filled in and finished first.") % {"form": form(name).title}

    return gate


def answered(name: str, field: str, *wanted: Any, else_say: Any) -> Gate:
    """The latest finished form gives one of the wanted answers."""

    def gate(case: Case) -> str:
        latest = latest_record(case, name)
        return "" if latest is not None and latest.answers.get(field) in wanted else str(else_say)

    return gate


def risk_assessed(case: Case) -> str:
    return _("The risk is to be assessed first.") if case.risk == Risk.UNKNOWN else ""


def planned(case: Case) -> str:
    return "" if case.plan.strip() else _("The plan is to be written first.")


def nothing_left_to_do(case: Case) -> str:
    """Tasks are done, and no money is on its way."""
    if case.tasks.filter(done_at=None).exclude(_is_clock_of_others()).exists():
        return _("Tasks of this case are still open: finish them, or hand them to somebody.")
    if case.payments.filter(state__in=(PaymentState.ASKED, PaymentState.RELEASED)).exists():
        return _("A payment of this case is still on its way.")
    return ""


def of_possible_child(case: Case) -> bool:
    """The person may be a child.

    By any record of theirs; whoever is flagged as a child counts as one, whatever day of birth is written.
    """
    return is_taken_for_child(case.person)


def is_taken_for_child(person: Person) -> bool:
    today, records = timezone.localdate(), records_of(person)
    return any(is_treated_as_child(one, today) for one in records)


def _is_clock_of_others() -> Q:
    """A national mechanism runs on, for years where a child comes of age: the case may end before."""
    clocks = Q(pk=None)
    for code in mechanisms():
        clocks |= Q(clock__startswith=f"{code}:")
    return clocks


def latest_record(case: Case, name: str) -> CaseRecord | None:
    return case.caserecords.filter(form=name, is_finished=True).order_by("-made_at", "id").first()
