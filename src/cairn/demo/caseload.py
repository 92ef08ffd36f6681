"""Nine invented people of the two offices, and nine cases, so that whoever signs in as a caseworker finds work to look at.

All of it is made by the acts that colleagues use. Nobody here lives, and each record says so. The days stand around the
day of loading, because “due” and “overdue” are told by the real clock and not by the day of the public site: so none of
them enters a figure of 2015.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from cairn.demo.cast import MARK, OFFICES
from cairn.guard.models import User
from cairn.guard.purposes import Purpose
from cairn.guard.rights import Can
from cairn.guard.scope import may
from cairn.people.acts.bonds import join_household, relate
from cairn.people.acts.consent import record_consent
from cairn.people.acts.parts import add_part
from cairn.people.acts.registering import register_person
from cairn.people.codes import ContactKind, DocumentKind, Flag, RelationKind, Safety, Sex
from cairn.people.models import Contact, IdentityDocument, NextOfKin, Person
from cairn.people.models.consent import Capacity, How, Said
from cairn.programmes.casework import acts
from cairn.programmes.casework.codes import Channel, ClosingReason, Reached, Risk, ServiceKind, Work
from cairn.programmes.casework.models import Approval, Case

NOBODY = f"Nobody: this person and all that is written about them were made up {MARK}."
LONDON, DOVER, SUPERVISOR = "caseworker", "caseworker-dover", "case-supervisor"


def record_caseload() -> int:
    """Record all of them, unless somebody stands in one of the two offices already; answer how many people are new."""
    colleagues = {
        user.username: user for user in User.objects.filter(username__in=(LONDON, DOVER, SUPERVISOR))
    }
    if Person.objects.filter(office__code__in=OFFICES).exists() or not _all_may(colleagues):
        return 0
    london, dover, supervisor = (colleagues[name] for name in (LONDON, DOVER, SUPERVISOR))
    _family(london)
    _child(london)
    _possible_victim(london)
    _urgent(london)
    _return(london, supervisor)
    _harbour_worker(dover)
    _student(dover)
    return Person.objects.filter(office__code__in=OFFICES).count()


def _all_may(colleagues: dict[str, User]) -> bool:
    """An administrator may have given them other roles, or no office: then nobody works there."""
    return len(colleagues) == 3 and all(
        user.office is not None and may(user, Can.CASE_OPEN) for user in colleagues.values()
    )


def _family(by: User) -> None:
    """A family of three: one case of the whole household, one of the father that asks to be closed, and a legal way."""
    mother = _register(by, "Sefira", "Dalomende", Sex.FEMALE, "1988-03-09", "SY", ["ar"])
    father = _register(by, "Haruno", "Dalomende", Sex.MALE, "1984-11-21", "SY", ["ar", "en"])
    son = _register(by, "Timalo", "Dalomende", Sex.MALE, f"{_year(6)}-05", "SY", ["ar"])
    for member in (father, son):
        join_household(member, with_=mother, by=by)
    relate(mother, father, kind=RelationKind.SPOUSE, by=by)
    for parent in (mother, father):
        relate(parent, son, kind=RelationKind.PARENT, by=by)
        parent.refresh_from_db()
    _reach(mother, ContactKind.PHONE, "+44 20 7946 0101", Safety.SAFE, by=by, times="in the morning")
    _reach(father, ContactKind.PHONE, "+44 20 7946 0102", Safety.UNKNOWN, by=by)
    _consent(mother, Purpose.ASSISTANCE, by=by)
    _household_case(mother, by)
    _case_to_be_closed(father, by)
    _reunion(mother, by)


def _household_case(mother: Person, by: User) -> None:
    case = _open(
        mother,
        Work.PROTECTION,
        by,
        "A family of three who slept in a hall for a week.",
        risk=Risk.MEDIUM,
        of_household=True,
        goals="A door of their own, and school for their son.",
        plan="Room by the end of the month; school place; then advice on asylum.",
    )
    _assess(case, by, urgent=["shelter"], household=["debt"], wants="A room for the three of them.")
    acts.move_case(case, "planning", by=by)
    case.refresh_from_db()
    acts.move_case(case, "assistance", by=by)
    case.refresh_from_db()
    acts.give_service(
        case, ServiceKind.ACCOMMODATION, given_on=_day(-6), given_by=f"Harbour Shelter {MARK}", by=by
    )
    acts.give_service(case, ServiceKind.FOOD, given_on=_day(-2), note="Vouchers for a week.", by=by)
    acts.finish_task(acts.set_task(case, "Bring the family to the shelter", due_on=_day(-6), by=by), by=by)
    acts.set_task(case, "Ask the school for a place", due_on=_day(1), waits_for="the school", by=by)
    acts.set_task(case, "See the room before they move", due_on=_day(5), by=by)
    acts.try_to_reach(
        case, channel=Channel.PHONE, reached=Reached.SPOKE, note="They have seen the room.", by=by
    )
    acts.finish_note(
        case, "The boy has begun to speak again.\nThe mother asks about a doctor for him.", by=by
    )
    acts.ask_for_money(
        case, kind="cash", amount=Decimal(60), currency="GBP", planned_on=_day(1), by=by,
        why="Winter shoes and a coat for the boy.",
    )  # fmt: skip


def _case_to_be_closed(father: Person, by: User) -> None:
    """It waits for the supervisor's decision."""
    case = _open(father, Work.PROTECTION, by, "Came by himself first, to ask for a bed.", risk=Risk.LOW)
    _assess(case, by, urgent=["shelter"], household=["debt"], wants="A bed for tonight.")
    acts.move_case(
        case, "closed", by=by, why="The case of the whole household goes on with it.",
        closing_reason=ClosingReason.GOALS_REACHED,
    )  # fmt: skip


def _reunion(mother: Person, by: User) -> None:
    """A legal way: an application that is made ready, with a document that is still to come."""
    case = _open(mother, Work.PATHWAYS, by, "Her sister lives in Lyon and would take them in.", risk=Risk.LOW)
    _fill(case, "pathway-advice", by, held_on=_past(3), wish="To live near her sister.", to_country="FR",
          ways=["family"], risks_told=True)  # fmt: skip
    acts.move_case(case, "application", by=by)
    case.refresh_from_db()
    application = acts.begin_record(
        case,
        "pathway-application",
        answers={"way": "family", "country": "FR", "deadline": _day(20).isoformat()},
        by=by,
    )
    certificate = acts.add_paper(application, "Marriage certificate", by=by)
    acts.add_paper(application, "Proof that they are sisters", by=by)
    acts.check_paper(certificate, "there", based_on=certificate.version, note="The original was seen.", by=by)
    acts.set_task(case, "Have the certificate translated", due_on=_day(4), by=by)


def _child(by: User) -> None:
    """An unaccompanied child, whose guardian is asked for; the assessment is not finished."""
    child = _register(by, "Belo", "Marantisse", Sex.MALE, f"{_year(16)}-02", "ER", ["ti"],
                      birth_certainty="said", needs_interpreter=True, flags=[Flag.SEPARATED_CHILD])  # fmt: skip
    _reach(child, ContactKind.THROUGH, "His key worker at the children's home", Safety.CAREFUL, by=by,
           times="on weekdays until four", note="Say that the library calls.")  # fmt: skip
    add_part(child, NextOfKin, name="Sana Marantisse", relation="aunt", country="SE", may_be_told=True, by=by)
    case = _open(child, Work.PROTECTION, by, "Was found alone at the coach station.", risk=Risk.HIGH)
    _fill(case, "protection-intake", by, came_by="authority", spoken_alone=True, interpreter="professional",
          urgent=["child-alone"], wants="To be with his aunt.", done_today="A place in a children's home.")  # fmt: skip
    acts.move_case(case, "assessment", by=by)
    case.refresh_from_db()
    acts.begin_record(
        case, "best-interests", by=by,
        answers={"with_whom": "alone", "guardian": "asked", "age_disputed": False, "tracing": "under-way"},
    )  # fmt: skip
    acts.set_task(case, "Ask again for the guardian", due_on=_day(0), waits_for="the local authority", by=by)
    acts.set_task(case, "Prepare the panel on his best interests", due_on=_day(3), by=by)
    acts.give_service(case, ServiceKind.CHILD_PROTECTION, given_on=_day(-1), by=by)


def _possible_victim(by: User) -> None:
    """Screened, and now somebody has to decide; one of two ways to reach her is dangerous."""
    woman = _register(by, "Orliva", "Kesterune", Sex.FEMALE, "1997", "AL", ["sq"], needs_interpreter=True,
                      flags=[Flag.MAY_BE_WATCHED, Flag.SAME_SEX_WORKER])  # fmt: skip
    _reach(woman, ContactKind.PHONE, "+44 20 7946 0103", Safety.UNSAFE, by=by, note="He answers it.")
    _reach(woman, ContactKind.MESSENGER, "+44 20 7946 0104", Safety.CAREFUL, by=by,
           times="on Tuesdays, at the language class", note="Ask first whether she is alone.")  # fmt: skip
    _consent(woman, Purpose.ASSISTANCE, by=by)
    case = _open(
        woman, Work.TRAFFICKING, by, "Cleans at night, and has not been paid since spring.", risk=Risk.HIGH
    )
    _fill(case, "operational-indicators", by, dr_wages="said", dr_wages_words="She was promised three times as much.",
          cd_documents="said", cd_documents_words="He keeps her passport in his car.",
          ex_wages="papers", ex_wages_words="A list of hours, and no payslip.")  # fmt: skip
    acts.move_case(case, "decision", by=by)
    case.refresh_from_db()
    acts.set_task(case, "Talk with her about what she wants", due_on=_day(-1), by=by)
    acts.set_task(case, "Find an interpreter who is not from the town", due_on=_day(2), by=by)
    acts.try_to_reach(
        case, channel=Channel.PHONE, reached=Reached.SOMEBODY_ELSE, note="Not to be tried again.", by=by
    )


def _urgent(by: User) -> None:
    """Urgent, and overdue: the first line of every list that begins with what cannot wait."""
    man = _register(by, "Joruno", "Velmaris", Sex.MALE, "1969", "SD", ["ar"], flags=[Flag.MEDICAL])
    _reach(man, ContactKind.PHONE, "+44 20 7946 0105", Safety.SAFE, by=by)
    case = _open(man, Work.PROTECTION, by, "Has diabetes, and no insulin since he came.", risk=Risk.URGENT)
    acts.begin_record(
        case, "protection-intake", answers={"came_by": "outreach", "urgent": ["medical"]}, by=by
    )
    acts.set_task(case, "Take him to the clinic", due_on=_day(-2), by=by)
    acts.try_to_reach(case, channel=Channel.PHONE, reached=Reached.NO_ANSWER, by=by)
    acts.change_case(case, based_on=case.version, changes={"review_on": _day(-2)}, by=by)


def _return(by: User, supervisor: User) -> None:
    """A return under way: it was granted, the flight is booked, and the wish is to be confirmed again."""
    man = _register(by, "Baturo", "Sindalo", Sex.MALE, "1991-08-17", "GM", ["en", "wo"])
    _reach(man, ContactKind.PHONE, "+44 20 7946 0106", Safety.SAFE, by=by, times="in the evening")
    add_part(man, IdentityDocument, kind=DocumentKind.PASSPORT, number="X0000117", country="GM",
             expires_on=_day(700), is_with_person=True, by=by)  # fmt: skip
    _consent(man, Purpose.ASSISTANCE, by=by)
    case = _open(man, Work.RETURN, by, "Wants to go home before his mother is operated on.", risk=Risk.LOW)
    _fill(case, "return-counselling", by, met_by="asked", destination="GM", why="To be with his mother.",
          alternatives=True, country_information=True, help_explained=True)  # fmt: skip
    acts.move_case(case, "interview", by=by)
    case.refresh_from_db()
    _fill(case, "voluntariness", by, held_on=_past(5), alone=True, interpreter="none-needed", no_pressure=True,
          not_detained=True, understands=True, no_fear=True, may_change=True,
          in_their_words="I have thought about it since summer.", finding="voluntary")  # fmt: skip
    for stage in ("cooling-off", "eligibility"):
        acts.move_case(case, stage, by=by)
        case.refresh_from_db()
    _fill(case, "return-eligibility", by, lawful=True, first_time=True, decision="yes",
          family_back="With his mother and a brother.", papers="valid")  # fmt: skip
    acts.move_case(case, "preparation", by=by, why="The wish is free, and all papers are there.")
    acts.decide_approval(Approval.objects.get(case=case), is_granted=True, by=supervisor)
    case.refresh_from_db()
    leaves = timezone.now() + dt.timedelta(days=9)
    leg = acts.plan_leg(case, leaves_from="London Gatwick", goes_to="Banjul", leaves_at=leaves,
                        zone="Europe/London", carrier=f"Flight ZZ 204 {MARK}", by=by)  # fmt: skip
    acts.book_leg(leg, by=by)
    acts.set_task(case, "Confirm the wish again", due_on=_day(6), by=by)
    acts.set_task(case, "Tell the colleagues in Banjul when he lands", due_on=_day(7), by=by)


def _harbour_worker(by: User) -> None:
    woman = _register(by, "Nelisa", "Quorande", Sex.FEMALE, "1994-01-30", "ET", ["am", "en"])
    _reach(woman, ContactKind.PHONE, "+44 20 7946 0107", Safety.SAFE, by=by)
    _consent(woman, Purpose.ASSISTANCE, by=by)
    case = _open(woman, Work.PROTECTION, by, "Lost her room when the season ended.", risk=Risk.MEDIUM)
    _assess(case, by, urgent=["shelter"], household=["separated"], wants="A room, and work that lasts.")
    acts.give_service(case, ServiceKind.ACCOMMODATION, given_on=_day(-3), by=by)
    acts.set_task(case, "Write the plan with her", due_on=_day(2), by=by)
    acts.set_task(case, "Return her papers", due_on=_day(-1), by=by)


def _student(by: User) -> None:
    man = _register(by, "Kavelo", "Brintashe", Sex.MALE, "2001-06", "PK", ["ur", "en"])
    _reach(man, ContactKind.EMAIL, "kavelo@example.org", Safety.UNKNOWN, by=by)
    case = _open(man, Work.PATHWAYS, by, "Has a place at a college, and asks how to take it.", risk=Risk.LOW)
    acts.begin_record(case, "pathway-advice", answers={"wish": "To study nursing.", "ways": ["study"]}, by=by)
    acts.set_task(case, "Read the letter of the college with him", due_on=_day(4), by=by)


def _register(
    by: User, given: str, family: str, sex: Sex, born: str, country: str, languages: list[str], **said: Any
) -> Person:
    return register_person(
        by=by, office=by.office, team=by.teams.filter(office=by.office).first(), given_name=given,
        family_name=family, sex=sex, born=born, nationalities=[country], languages=languages,
        special_needs=NOBODY, **said,
    )  # fmt: skip


def _open(person: Person, kind: Work, by: User, about: str, **said: Any) -> Case:
    return acts.open_case(person, kind, by=by, about=f"{about}\n{NOBODY}", **said)


def _reach(person: Person, kind: ContactKind, value: str, safety: Safety, *, by: User, **said: Any) -> None:
    add_part(person, Contact, kind=kind, value=value, safety=safety, by=by, **said)


def _consent(person: Person, purpose: Purpose, *, by: User) -> None:
    """Read out in English; where that is none of their languages, somebody carried it over."""
    record_consent(
        person, purpose=purpose, text_language="en", said=Said.GIVEN, how=How.SPOKEN, capacity=Capacity.NOT_IN_DOUBT,
        witness=f"A colleague {MARK}", with_interpreter="en" not in person.languages, by=by,
    )  # fmt: skip


def _fill(case: Case, name: str, by: User, **answers: Any) -> None:
    acts.finish_record(acts.begin_record(case, name, answers=answers, by=by), by=by)


def _assess(case: Case, by: User, *, urgent: list[str], household: list[str], wants: str) -> None:
    """Through intake to an assessment of vulnerability that is finished."""
    _fill(case, "protection-intake", by, came_by="outreach", spoken_alone=True, interpreter="professional",
          urgent=urgent, wants=wants)  # fmt: skip
    acts.move_case(case, "assessment", by=by)
    case.refresh_from_db()
    _fill(case, "vulnerability", by, individual_level="some", household_level="strong", household_risks=household,
          community_level="some", structural_level="not-asked", international_protection="perhaps",
          stateless="no")  # fmt: skip


def _day(away: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=away)


def _past(days: int) -> str:
    return _day(-days).isoformat()


def _year(old: int) -> int:
    return timezone.localdate().year - old
