"""What must be true on the way home. Nobody travels who is not free to stay."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.people.holdings import records_of
from cairn.people.models import Person
from cairn.programmes.casework.codes import Work
from cairn.programmes.casework.models import Case
from cairn.programmes.casework.ways.gates import is_taken_for_child, latest_record

# Between the interview and the decision nobody is hurried.
COOLING_OFF = dt.timedelta(days=3)
# A wish is as old as it was last said.
WISH_HOLDS = dt.timedelta(days=7)
FREE = ("alone", "no_pressure", "not_detained", "understands", "no_fear", "may_change")


def wish_is_free(case: Case) -> str:
    """The interview found that the wish is free and informed, and each of its reasons says so."""
    interview = latest_record(case, "voluntariness")
    if interview is None:
        return _("The interview on voluntariness is to be held first.")
    if interview.answers.get("no_fear") is False:
        return _("The person fears harm at home: refer for advice on asylum, and go no further.")
    is_free = all(interview.answers.get(name) is True for name in FREE)
    if not is_free or interview.answers.get("finding") != "voluntary":
        return _("The interview does not show that the wish is free and informed.")
    return ""


def cooled_off(case: Case) -> str:
    interview = latest_record(case, "voluntariness")
    held_on = dt.date.fromisoformat(interview.answers["held_on"]) if interview else timezone.localdate()
    if timezone.localdate() < held_on + COOLING_OFF:
        return _("There are to be %(days)s days between the interview and the next step.") % {
            "days": COOLING_OFF.days
        }
    return ""


def wish_stands(case: Case) -> str:
    """The wish was said again a few days ago, and nobody took it back."""
    again = latest_record(case, "reconfirmation")
    if again is None:
        return _("The wish is to be confirmed again before travel.")
    if again.answers.get("still_wants") is not True or again.answers.get("alone") is not True:
        return _("The person no longer wants to return, or was not asked alone.")
    age = timezone.localdate() - dt.date.fromisoformat(again.answers["confirmed_on"])
    if age < dt.timedelta(0):
        return _("The wish is to be confirmed again before travel.")
    if age > WISH_HOLDS:
        return _("The wish was confirmed more than %(days)s days ago: ask again.") % {"days": WISH_HOLDS.days}
    return ""


def eligible(case: Case) -> str:
    found = latest_record(case, "return-eligibility")
    if found is None:
        return _("Eligibility and needs are to be looked at first.")
    if found.answers.get("decision") != "yes" or found.answers.get("lawful") is not True:
        return _("The person is not eligible, or something in law stands in the way.")
    return ""


def victim_is_safe(case: Case) -> str:
    """A victim of trafficking, or somebody who may be one, returns with safeguards only."""
    if not (_needs(case, "victim") or any(_has_case_of(one, Work.TRAFFICKING) for one in _going(case))):
        return ""
    found = latest_record(case, "victim-safeguards")
    if found is None or not all(
        found.answers.get(name) for name in ("risk_assessed", "rights_explained", "receiving")
    ):
        return _("Safeguards for a victim who returns are to be filled in, and to hold.")
    return ""


def child_is_heard(case: Case) -> str:
    """A child returns when that is best for the child; alone, only with a guardian."""
    found = latest_record(case, "best-interests")
    is_disputed = found is not None and found.answers.get("age_disputed") is True
    if not (is_disputed or _needs(case, "child-alone") or any(map(is_taken_for_child, _going(case)))):
        return ""
    if found is None or found.answers.get("recommends") != "return":
        return _("A child returns only when a best-interests assessment recommends it.")
    if found.answers.get("with_whom") in ("alone", "unrelated") and found.answers.get("guardian") != "yes":
        return _("A child without parents needs a guardian before any return.")
    return ""


def _going(case: Case) -> list[Person]:
    """Whoever returns: the person, and in a case of a whole household each of its members."""
    household = case.person.household_id if case.of_household else None
    members = Person.objects.filter(household=household).exclude(pk=case.person_id) if household else []
    return [case.person, *members]


def _has_case_of(person: Person, kind: Work) -> bool:
    """On any record of theirs: a merge leaves cases where they were opened."""
    return Case.objects.filter(kind=kind, person__in=records_of(person)).exists()


def fit_to_travel(case: Case) -> str:
    found = latest_record(case, "fitness-to-travel")
    if found is None:
        return _("Fitness to travel is to be found by a doctor first.") if _needs(case, "medical") else ""
    if found.answers.get("result") not in ("fit", "with-escort"):
        return _("The doctor says that the person is not fit to travel now.")
    if found.answers.get("result") == "with-escort" and not case.legs.filter(escort="medical").exists():
        return _("The doctor asks for an escort, and no leg of the journey has one.")
    last = case.legs.order_by("-number").first()
    if last is not None and last.leaves_there.date() > dt.date.fromisoformat(found.answers["valid_until"]):
        return _("The journey ends after the day until which the doctor's word holds.")
    return ""


def journey_planned(case: Case) -> str:
    return "" if case.legs.exists() else _("The journey is to be planned first, leg by leg.")


def papers_there(case: Case) -> str:
    found = latest_record(case, "return-eligibility")
    has = found is not None and found.answers.get("papers") in ("valid", "issued")
    return "" if has else _("Travel documents are not there yet.")


def all_boarded(case: Case) -> str:
    return (
        _("Not every leg of the journey was travelled yet.")
        if case.legs.filter(boarded_at=None).exists()
        else ""
    )


def plan_agreed(case: Case) -> str:
    plan = latest_record(case, "reintegration-plan")
    if plan is None or plan.answers.get("agreed") is not True:
        return _("The plan of reintegration is to be made and agreed with the returnee first.")
    return ""


def _needs(case: Case, what: str) -> bool:
    found = latest_record(case, "return-eligibility")
    return found is not None and what in found.answers.get("extra", [])
