"""What colleagues do in a case is asked for, written down, and traced."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import Http404

from cairn.guard.acts import give_role
from cairn.guard.glass.acts import break_glass
from cairn.guard.models import AuditEntry, Notice
from cairn.guard.roles import Role
from cairn.guard.scope import MayNot
from cairn.programmes.casework.acts import (
    ask_for_money,
    begin_record,
    change_case,
    change_record,
    confirm_paid,
    decide_approval,
    decide_money,
    finish_note,
    finish_record,
    finish_task,
    give_service,
    hand_over_caseload,
    keep_draft,
    move_case,
    open_case,
    set_task,
    try_to_reach,
)
from cairn.programmes.casework.acts.parts import NotInThisCase
from cairn.programmes.casework.codes import PaymentState, Risk, What, Work
from cairn.programmes.casework.models import Approval, Case, Note

TODAY = dt.date(2026, 11, 27)
WHY = "The person asked for it today."


def told(case) -> list[str]:
    return list(case.happenings.order_by("made_at", "id").values_list("what", flat=True))


def test_a_case_stands_in_the_scope_of_its_team(case, amina, bako, leila):
    assert Case.objects.visible_to(amina).get() == case
    assert Case.objects.visible_to(leila).exists()
    assert not Case.objects.visible_to(bako).exists()
    with pytest.raises(Http404):
        change_case(case, based_on=1, changes={"plan": "x"}, by=bako)
    assert str(case).startswith("C-")
    assert told(case) == [What.OPENED]


def test_who_reads_cases_does_not_write_them(case, leila, ines):
    for colleague in (leila, ines):
        with pytest.raises(MayNot):
            change_case(case, based_on=1, changes={"plan": "x"}, by=colleague)


def test_a_case_is_opened_for_somebody_within_reach_only(bako, hawa):
    with pytest.raises(Http404):
        open_case(hawa, Work.PROTECTION, by=bako)


def test_whoever_looks_through_broken_glass_opens_no_case(bako, hawa):
    break_glass(hawa, by=bako, reason="She stands at our door and needs her medicine.")
    with pytest.raises(MayNot, match="by those who answer for it"):
        open_case(hawa, Work.PROTECTION, by=bako)


def test_a_reach_of_another_role_begins_no_work(bako, hawa):
    give_role(bako, Role.DATA_PROTECTION)
    with pytest.raises(MayNot):
        open_case(hawa, Work.PROTECTION, by=bako)


def test_a_record_is_kept_as_long_as_the_longest_work_asks(case, hawa):
    hawa.refresh_from_db()
    assert hawa.retention_category == "assistance"


def test_a_move_waits_for_what_its_gate_asks(case, amina, intake):
    with pytest.raises(NotInThisCase, match="Intake"):
        move_case(case, "assessment", by=amina)
    record = begin_record(case, "protection-intake", by=amina, answers=intake)
    finish_record(record, by=amina)
    assert move_case(case, "assessment", by=amina).stage == "assessment"


def test_a_move_that_is_not_listed_is_refused(case, amina):
    with pytest.raises(NotInThisCase, match="does not go there"):
        move_case(case, "follow-up", by=amina)


def at_assessment(case, amina, intake) -> Case:
    finish_record(begin_record(case, "protection-intake", by=amina, answers=intake), by=amina)
    return move_case(case, "assessment", by=amina)


def test_an_end_is_decided_by_a_second_person(case, amina, salma, intake):
    case = at_assessment(case, amina, intake)
    with pytest.raises(ValidationError):
        move_case(case, "closed", by=amina, closing_reason="moved")
    approval = move_case(case, "closed", by=amina, why=WHY, closing_reason="moved")
    assert isinstance(approval, Approval)
    assert Notice.objects.filter(to=salma, reference=str(case)).exists()
    with pytest.raises(MayNot):
        decide_approval(approval, is_granted=True, by=amina)
    closed = decide_approval(approval, is_granted=True, by=salma)
    assert (closed.state, closed.closing_reason, closed.is_open) == ("Closed", "moved", False)
    with pytest.raises(NotInThisCase, match="closed"):
        set_task(closed, "Call", due_on=TODAY, by=amina)


def test_what_is_refused_leaves_the_case_where_it_is(case, amina, salma, intake):
    case = at_assessment(case, amina, intake)
    approval = move_case(case, "closed", by=amina, why=WHY, closing_reason="moved")
    with pytest.raises(ValidationError):
        decide_approval(approval, is_granted=False, by=salma)
    assert (
        decide_approval(approval, is_granted=False, by=salma, answer="Wait for the doctor.").stage
        == "assessment"
    )
    with pytest.raises(NotInThisCase, match="already"):
        decide_approval(approval, is_granted=True, by=salma)


def test_two_questions_of_one_case_do_not_wait_at_once(case, amina, intake):
    case = at_assessment(case, amina, intake)
    move_case(case, "closed", by=amina, why=WHY, closing_reason="moved")
    with pytest.raises(NotInThisCase, match="waiting already"):
        move_case(case, "closed", by=amina, why=WHY, closing_reason="moved")


def test_different_answers_merge_and_the_same_answer_waits(case, amina, tomas, intake):
    record = begin_record(case, "protection-intake", by=amina, answers=intake)
    change_record(record, based_on=1, answers={"wants": "To see her sister."}, by=amina)
    merged = change_record(record, based_on=1, answers={"came_by": "family"}, by=tomas)
    assert merged.conflicts == ()
    clash = change_record(record, based_on=1, answers={"wants": "To work."}, by=tomas)
    assert [conflict.field for conflict in clash.conflicts] == ["answers.wants"]
    assert clash.row.answers["wants"] == "To see her sister."
    assert clash.row.answers["came_by"] == "family"


def test_an_answer_that_is_none_is_refused(case, amina, intake):
    with pytest.raises(ValidationError) as refused:
        begin_record(
            case, "protection-intake", by=amina, answers={**intake, "came_by": "by-broom", "shoe": "41"}
        )
    assert set(refused.value.error_dict) == {"came_by", "shoe"}


def test_a_form_is_finished_when_what_it_requires_is_there(case, amina):
    record = begin_record(case, "protection-intake", by=amina, answers={"came_by": "alone"})
    with pytest.raises(ValidationError) as refused:
        finish_record(record, by=amina)
    assert "wants" in refused.value.error_dict
    assert "done_today" not in refused.value.error_dict


def test_a_draft_is_sealed_as_it_is_written_and_there_is_one(case, amina, tomas):
    keep_draft(case, "She says", by=amina)
    keep_draft(case, "She says that", by=amina)
    keep_draft(case, "Mine", by=tomas)
    assert Note.objects.filter(is_draft=True).count() == 2
    note = finish_note(case, "She says that it is safe.", by=amina)
    assert (note.is_draft, note.text) == (False, "She says that it is safe.")
    assert told(case)[-1] == What.NOTE_WRITTEN


def test_money_needs_two_people_and_a_receipt(case, amina, salma):
    asked = ask_for_money(
        case,
        kind="cash",
        amount=Decimal(120),
        currency="EUR",
        planned_on=TODAY,
        why="Food for a week",
        by=amina,
    )
    with pytest.raises(MayNot):
        decide_money(asked, is_released=True, by=amina)
    receipt = SimpleUploadedFile("receipt.pdf", b"%PDF-1.4 receipt", "application/pdf")
    with pytest.raises(NotInThisCase):
        confirm_paid(asked, paid_on=TODAY, receipt=receipt, by=amina)
    decide_money(asked, is_released=True, by=salma)
    paid = confirm_paid(asked, paid_on=TODAY, receipt=receipt, by=amina)
    assert paid.state == PaymentState.PAID
    with pytest.raises(NotInThisCase):
        decide_money(paid, is_released=True, by=salma)


def test_the_database_refuses_money_from_one_hand(case, amina, salma):
    payment = ask_for_money(
        case, kind="cash", amount=Decimal(5), currency="EUR", planned_on=TODAY, why="Bus", by=salma
    )
    payment.released_by = salma
    with pytest.raises(IntegrityError), transaction.atomic():
        payment.save()


def test_a_case_does_not_close_while_money_or_tasks_are_open(case, amina, salma, intake):
    task = set_task(case, "See the doctor", due_on=TODAY, by=amina)
    with pytest.raises(NotInThisCase, match="Tasks"):
        move_case(case, "closed", by=amina, why=WHY, closing_reason="moved")
    finish_task(task, by=amina)
    assert move_case(case, "closed", by=amina, why=WHY, closing_reason="moved").closed_at


def test_a_caseload_is_handed_over_with_its_tasks(case, amina, tomas, salma, register):
    other = open_case(register(amina, "Sira"), Work.PROTECTION, by=amina)
    set_task(case, "Call", due_on=TODAY, by=amina)
    assert hand_over_caseload([case, other], worker=tomas, by=salma) == 2
    assert set(Case.objects.values_list("worker", flat=True)) == {tomas.pk}
    assert case.tasks.get().to == tomas
    assert Notice.objects.filter(to=tomas).count() == 2


def test_the_file_of_a_case_is_edited_like_a_record(case, amina, tomas):
    change_case(case, based_on=1, changes={"plan": "Rest, then school."}, by=amina)
    outcome = change_case(case, based_on=1, changes={"risk": Risk.HIGH, "plan": "School."}, by=tomas)
    assert outcome.applied == ("risk",)
    assert [conflict.field for conflict in outcome.conflicts] == ["plan"]
    with pytest.raises(MayNot):
        change_case(case, based_on=1, changes={"stage": "closed"}, by=amina)


def test_every_act_stands_in_the_trace_without_a_word_of_it(case, amina):
    give_service(case, "food", given_on=TODAY, by=amina, note="Rice")
    try_to_reach(case, channel="phone", reached="no-answer", by=amina, note="Rang twice")
    entries = AuditEntry.objects.filter(event__startswith="casework:")
    assert entries.count() == 3
    assert "Rice" not in str(list(entries.values()))
