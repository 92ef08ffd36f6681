"""Invented cases of the register's invented people, with which the screens of casework are tried out and pictured."""

import datetime as dt
import json
from dataclasses import asdict
from typing import Any

import register_cast
from register_cast import Cast

INTAKE = {
    "came_by": "outreach", "spoken_alone": True, "interpreter": "professional", "urgent": ["shelter", "medical"],
    "done_today": "A bed for two nights, and a doctor on the same evening.", "wants": "A safe place near her son.",
}  # fmt: skip

INDICATORS = {
    "dr_job": "said", "dr_job_words": "She was to look after children, and cleans at night.",
    "dr_wages": "said", "dr_wages_words": "Three times as much as she got.",
    "ex_wages": "papers", "ex_wages_words": "A list of hours, and no payslip.",
    "ex_hours": "said", "ex_hours_words": "Sixteen hours, every day.",
    "cd_documents": "seen", "cd_documents_words": "He keeps her passport in his car.",
    "cd_wages": "said", "cd_wages_words": "“When the debt is paid.”",
}  # fmt: skip


def stage(register: Cast | None = None) -> Cast:
    """The cast of the register, and on its stage two cases of one person and one of another."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.urls import reverse
    from django.utils import timezone

    from cairn.guard.models import Conflict, User
    from cairn.people.models import Person
    from cairn.programmes.casework import acts
    from cairn.programmes.casework.codes import Work
    from cairn.programmes.casework.models import Approval, CaseFile, Payment

    cast = register or register_cast.stage()
    amina, tomas, salma = (User.objects.get(username=name) for name in ("amina", "tomas", "salma"))
    hawa = Person.objects.get(pk=cast.pages["person"].rstrip("/").rpartition("/")[2])
    others = Person.objects.exclude(pk=hawa.pk).filter(worker=amina).order_by("registered_at")
    today = timezone.localdate()

    case = acts.open_case(
        hawa,
        Work.PROTECTION,
        by=amina,
        risk="high",
        about="Left the flat of her husband's family with her son.",
    )
    acts.change_case(
        case,
        based_on=1,
        changes={
            "goals": "A room of her own, and school for Yusuf.",
            "plan": "Shelter first; then advice on asylum.",
        },
        by=amina,
    )
    intake = acts.begin_record(case, "protection-intake", by=amina, answers=INTAKE)
    acts.change_record(intake, based_on=1, answers={"wants": "A safe place, and a lawyer."}, by=tomas)
    acts.change_record(intake, based_on=1, answers={"wants": "A safe place near her sister."}, by=amina)
    acts.finish_note(case, "She sleeps at the station since Tuesday.\nThe boy has a cough.", by=amina)
    acts.finish_note(case, "The shelter has a room from Thursday on.", by=tomas)
    acts.keep_draft(case, "She asked whether", by=amina)
    acts.set_task(
        case, "Ask the shelter whether the room is free", due_on=today, by=amina, waits_for="the shelter"
    )
    acts.set_task(case, "Take the boy to the doctor", due_on=today - dt.timedelta(days=2), by=amina)
    acts.set_task(
        case, "Find an interpreter for Pulaar", due_on=today + dt.timedelta(days=3), by=amina, to=tomas
    )
    acts.give_service(case, "food", given_on=today, by=amina, note="For two days.")
    acts.give_service(
        case, "accommodation", given_on=today, by=amina, given_by="Harbour Shelter (demonstration)"
    )
    acts.try_to_reach(case, channel="phone", reached="message", by=amina, note="The library called.")
    letter = SimpleUploadedFile("letter.pdf", b"%PDF-1.4 demonstration", "application/pdf")
    file = acts.attach_file(case, letter, title="Letter of the shelter", by=amina)
    for amount, by in ((40, amina), (25, tomas)):
        acts.ask_for_money(
            case,
            kind="cash",
            amount=amount,
            currency="EUR",
            planned_on=today,
            why="Food until Thursday.",
            by=by,
        )
    first, second = Payment.objects.order_by("amount")
    acts.decide_money(first, is_released=True, by=salma)

    asked = acts.open_case(others[0], Work.PROTECTION, by=amina, risk="medium")
    _ask_for_the_first_approval(asked, amina)
    surveyed, leg = _on_the_way(acts.open_case(others[1], Work.RETURN, by=amina), amina)
    screened = acts.open_case(hawa, Work.TRAFFICKING, by=amina)
    type(screened).objects.filter(pk=screened.pk).update(review_on=today - dt.timedelta(days=1))
    sent = _in_the_mechanism(acts.open_case(others[0], Work.TRAFFICKING, by=amina, risk="high"), amina)

    def at(name: str, *args: Any) -> str:
        return reverse(f"casework:{name}", args=args)

    (proposal,) = acts.bring_cases(_told_of(hawa), by=salma)
    conflict = Conflict.objects.get(subject_model="casework.caserecord")
    approval = Approval.objects.get()
    pages = {
        "home": reverse("wagtailadmin_home"),
        "cases": at("list"),
        "caseload": at("caseload"),
        "of person": at("of-person", hawa.pk),
        "open": at("open", hawa.pk),
        "case": at("case", case.pk),
        "edit": at("edit", case.pk),
        "timeline": at("timeline", case.pk),
        "forms": at("forms", case.pk),
        "fill": at("fill", case.pk, "protection-intake"),
        "screening": at("fill", screened.pk, "operational-indicators"),
        "trafficking": at("trafficking", sent.case_id),
        "what happened": at("referral-step", sent.pk),
        "record": at("record", intake.pk),
        "conflict": at("conflict", conflict.pk),
        "notes": at("notes", case.pk),
        "drop draft": at("note-drop", case.pk),
        "doing": at("doing", case.pk),
        "task": at("task-set", case.pk),
        "service": at("service-give", case.pk),
        "attempt": at("attempt-add", case.pk),
        "files": at("files", case.pk),
        "add file": at("file-add", case.pk),
        "take file away": at("file-remove", CaseFile.objects.get(pk=file.pk).pk),
        "money": at("money", case.pk),
        "ask for money": at("money-ask", case.pk),
        "paid": at("money-paid", first.pk),
        "approvals": at("approvals", approval.case_id),
        "asked": at("case", approval.case_id),
        "hand over": at("hand-over", case.pk),
        "journey": at("journey", leg.case_id),
        "leg": at("leg-change", leg.pk),
        "boarding": at("leg-board", leg.pk),
        "stay": at("stay", leg.case_id),
        "survey": at("survey", surveyed.pk),
        "summary": at("summary", leg.case_id),
    }
    decided = {
        "waiting": at("waiting"),
        "approval": at("approval", approval.pk),
        "release": at("money-decide", second.pk),
        "proposals": at("proposals"),
        "bring proposals": at("proposals-bring"),
        "proposal": at("proposal", proposal.pk),
        "accept proposal": at("proposal-accept", proposal.pk),
        "decline proposal": at("proposal-decline", proposal.pk),
        "caseload to hand over": f"{at('hand-over-caseload')}?of={amina.pk}",
    }
    return Cast({**pages, **{f"salma: {name}": address for name, address in decided.items()}}, cast.sessions)


def _on_the_way(case: Any, by: Any) -> tuple[Any, Any]:
    """Put a case of return where the second leg is about to be boarded; it was surveyed twice at an earlier return."""
    from django.utils import timezone

    from cairn.programmes.casework import acts
    from cairn.programmes.casework.forms.library import form

    _stand_at(case, "reintegration")
    questions = list(form("sustainability-survey").questions())
    for place in (-2, 1):
        answers = {one.name: one.choices[place].code for one in questions}
        answers |= {one.name: one.choices[0].code for one in questions[::4]}
        record = acts.begin_record(case, "sustainability-survey", by=by, answers=answers)
        surveyed = acts.finish_record(record, by=by)
    _stand_at(case, "travelling")
    leaves = timezone.now() + dt.timedelta(days=2)
    for hours, leaves_from, goes_to in ((0, "Calais", "Paris CDG"), (5, "Paris CDG", "Banjul")):
        leg = acts.plan_leg(
            case,
            by=by,
            leaves_from=leaves_from,
            goes_to=goes_to,
            leaves_at=leaves + dt.timedelta(hours=hours),
            zone="Europe/Paris",
            carrier="Train 9023 (demonstration)" if hours == 0 else "Flight ZZ 123 (demonstration)",
            transit_help="A colleague waits at the gate.",
        )
        acts.book_leg(leg, by=by)
    acts.ask_and_board(case.legs.get(number=1), alone=True, still_wants=True, by=by)
    return surveyed, leg


def _in_the_mechanism(case: Any, by: Any) -> Any:
    """Screen somebody, decide to refer them, and send it: whether there are grounds is decided next."""
    from django.utils import timezone

    from cairn.programmes.casework import acts

    record = acts.begin_record(case, "operational-indicators", by=by, answers=INDICATORS)
    screened = acts.finish_record(record, by=by)
    acts.record_screening_decision(
        screened, decision="refer", reason="She wants it, and all three are there.", by=by
    )
    _stand_at(case, "referral")
    ten_days_ago = timezone.now() - dt.timedelta(days=10)
    referral = acts.begin_referral(
        case,
        "nrm-uk",
        basis="consent",
        first_responder="salvation-army",
        agreed_on=ten_days_ago.date(),
        by=by,
    )
    for days, step in ((0, "sent"), (6, "reasonable-positive")):
        acts.note_step(referral, step, happened_at=ten_days_ago + dt.timedelta(days=days), by=by)
    return referral


def _stand_at(case: Any, stage: str) -> None:
    type(case).objects.filter(pk=case.pk).update(stage=stage)
    case.refresh_from_db()


def _told_of(person: Any) -> bytes:
    """A file of another organisation, written as the published toolkit writes, with a field that nobody knows."""
    told = {
        "prs_First_Name": str.__str__(person.given_name), "prs_SecondName": str.__str__(person.family_name),
        "prs_Birthdate": "1991-05-12", "prs_Citizenship": "GM", "prs_Gender": "Feminine",
        "vic_TypeOfExploitation": "ForcedLabour;Servitude", "vic_Methods_of_Control": "DebtBondage ",
        "vic_ShoeSize": "38", "cas_Status": "Active",
    }  # fmt: skip
    return json.dumps({"cases": [_by_table(told)]}).encode()


def _by_table(told: dict[str, str]) -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    for name, value in told.items():
        tables.setdefault(name[:3], {})[name] = value
    return tables


def _ask_for_the_first_approval(case: Any, by: Any) -> None:
    """Put a case where a supervisor decides about a move, wherever its way has such a stage, and ask."""
    from cairn.programmes.casework import acts
    from cairn.programmes.casework.ways import way_of

    for stage in way_of(case).stages:
        for move in stage.moves:
            if move.needs_approval and stage.state == case.state:
                type(case).objects.filter(pk=case.pk).update(stage=stage.name)
                case.refresh_from_db()
                if not list(way_of(case).why_not(case, move.to)):
                    why = "She lives with her sister now and wants no more of it."
                    acts.move_case(case, move.to, by=by, why=why, closing_reason="withdrew")
                    return


def main() -> None:
    """On the stage of an empty mission, for whoever takes pictures: says where everything is."""
    import django

    django.setup()
    register = register_cast.stage()
    cases = {f"case: {name}": address for name, address in stage(register).pages.items()}
    print(json.dumps(asdict(Cast(register.pages | cases, register.sessions))))


if __name__ == "__main__":
    main()
