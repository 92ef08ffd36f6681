"""What colleagues see and do on the screens of casework."""

import datetime as dt
import json
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cairn.guard.glass.acts import break_glass
from cairn.guard.models import AuditEntry, Conflict, Notice
from cairn.guard.purposes import PURPOSES, Purpose
from cairn.guard.trace.events import Event
from cairn.guard.trace.reads import entries_about_person
from cairn.people.acts.consent import withdraw_consent
from cairn.people.sharing import may_share
from cairn.programmes.casework.acts import (
    ask_for_money,
    attach_file,
    begin_record,
    change_case,
    change_record,
    finish_note,
    finish_record,
    finish_task,
    give_service,
    hand_over_case,
    keep_draft,
    move_case,
    open_case,
    set_task,
    try_to_reach,
)
from cairn.programmes.casework.acts.parts import happened
from cairn.programmes.casework.codes import CaseState, Risk, What, Work
from cairn.programmes.casework.models import Approval, Case, CaseRecord, Happening, Note, Payment, Task
from cairn.programmes.casework.reads import approvals_asked, tasks_set_for_others
from cairn.programmes.casework.trafficking.mechanisms import mechanisms
from cairn.programmes.casework.ways import way_of

pytestmark = pytest.mark.django_db
TABS = ("case", "timeline", "forms", "notes", "doing", "files", "money", "approvals", "history")


def at_case(name: str, case, *more: object) -> str:
    return reverse(f"casework:{name}", args=[case.pk, *more])


def page(browser, name: str, case, *more: object) -> str:
    answer = browser.get(at_case(name, case, *more))
    assert answer.status_code == 200, name
    return answer.content.decode()


@pytest.fixture
def full(case, amina, intake):
    """A case in which everything was done once."""
    set_task(case, "Call the shelter", due_on=timezone.localdate(), by=amina, waits_for="the shelter")
    give_service(case, "food", given_on=timezone.localdate(), by=amina, note="A warm meal")
    try_to_reach(case, channel="phone", reached="no-answer", by=amina, note="Twice")
    attach_file(case, SimpleUploadedFile("letter.txt", b"Dear Hawa"), title="Letter of the shelter", by=amina)
    ask_for_money(
        case, kind="cash", amount=40, currency="EUR", planned_on=timezone.localdate(), why="Food", by=amina
    )
    finish_note(case, "She sleeps at the station.", by=amina)
    record = begin_record(case, "protection-intake", by=amina, answers=intake)
    finish_record(record, by=amina)
    return case


# Reading ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tab", TABS)
def test_a_tab_is_read_with_a_trace_that_names_case_and_person(at, amina, full, tab):
    page(at(amina), tab, full)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.event, entry.subject_id) == ("casework:case:read", str(full.pk))
    assert json.loads(entry.data)["person"] == str(full.person_id)


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize(
    ("who", "status"),
    [("amina", 200), ("salma", 200), ("leila", 200), ("bako", 404), ("priya", 403), ("viktor", 404)],
)
def test_a_case_answers_by_scope_and_right(at, full, who, status, tab, request):
    answer = at(request.getfixturevalue(who)).get(at_case(tab, full))
    assert answer.status_code == status
    assert (full.reference in answer.content.decode()) == (status == 200)


def test_the_person_is_named_as_their_own_page_names_them(at, amina, case):
    text = page(at(amina), "case", case)
    assert "Hawa Jallow" in text
    assert "Hawa" not in re.findall(r"<title>(.*?)</title>", text, re.DOTALL)[0]


def test_a_person_beyond_the_scope_is_not_named_on_their_case(at, amina, bako, south, case, hawa):
    """The case was handed to another office, and the person was not."""
    case.office, case.team, case.worker = south, None, bako
    case.save()
    text = page(at(bako), "case", case)
    assert "Hawa" not in text
    assert hawa.reference not in text
    assert hawa.reference not in at(bako).get(reverse("casework:list")).content.decode()


def test_what_must_be_known_of_the_person_stands_above_every_tab(at, amina, register):
    person = register(amina, "Selam", flags=["self-harm"])
    case = open_case(person, Work.PROTECTION, by=amina)
    assert all("cairn-first--grave" in page(at(amina), tab, case) for tab in TABS)


def test_the_timeline_says_what_happened_in_codes_and_none_of_the_words(at, amina, full):
    text = page(at(amina), "timeline", full)
    assert all(said in text for said in ("form filled in", "Intake", "service given", "food", "no answer"))
    assert not any(said in text for said in ("station", "shelter", "meal", "Twice"))


def test_steps_and_clocks_of_a_mechanism_are_told_in_its_words(at, amina, case):
    declared = next(iter(mechanisms().values()))
    step, clock = declared.steps[0], declared.clocks[0]
    for what, code in (
        (What.REFERRAL_BEGUN, declared.code),
        (What.REFERRAL_STEPPED, step.code),
        (What.TASK_SET, f"{declared.code}:{clock.code}"),
    ):
        happened(case, what, by=amina, code=code)
    text = unescape(page(at(amina), "timeline", case))
    assert all(str(each.label) in text for each in (declared, step, clock))


def test_the_timeline_is_fifty_lines_long_and_goes_on(at, amina, case):
    now = timezone.now()
    Happening.objects.bulk_create(
        Happening(
            case=case, data_key=case.data_key, what=What.NOTE_WRITTEN, made_at=now + dt.timedelta(minutes=n)
        )
        for n in range(60)
    )
    text = page(at(amina), "timeline", case)
    assert text.count("cairn-timeline__entry") == 50
    assert 'rel="next"' in text


# Lists ------------------------------------------------------------------------------------------------------


def test_lists_name_references_and_no_person(at, amina, case, hawa):
    text = at(amina).get(reverse("casework:list")).content.decode()
    assert case.reference in text
    assert hawa.reference in text
    assert "Hawa" not in text
    assert AuditEntry.objects.latest("sequence").event == "casework:case:listed"


@pytest.mark.parametrize(
    ("asked", "is_there"),
    [
        ({"kind": "protection"}, True),
        ({"kind": "return"}, False),
        ({"state": "open"}, True),
        ({"state": "Closed"}, False),
        ({"risk": "urgent"}, False),
        ({"due": "on"}, False),
    ],
)
def test_a_filter_narrows_the_list(at, amina, case, asked, is_there):
    text = at(amina).get(reverse("casework:list"), asked).content.decode()
    assert (case.reference in text) == is_there


def test_a_filter_by_stage_and_colleague_narrows_the_list(at, amina, tomas, case):
    browser, here = at(amina), reverse("casework:list")
    first = f"{case.kind}:{way_of(case).first}"
    other = next(stage.name for stage in way_of(case).stages if stage.name != case.stage)
    assert case.reference in browser.get(here, {"stage": first, "worker": amina.pk}).content.decode()
    assert case.reference not in browser.get(here, {"stage": f"{case.kind}:{other}"}).content.decode()
    assert case.reference not in browser.get(here, {"worker": tomas.pk}).content.decode()


def test_a_filter_that_the_list_does_not_have_shows_nothing(at, amina, case):
    text = at(amina).get(reverse("casework:list"), {"kind": "poetry"}).content.decode()
    assert case.reference not in text


def test_cases_to_be_reviewed_come_with_the_longest_overdue_first(at, amina, register):
    days = [timezone.localdate() - dt.timedelta(days=late) for late in (1, 9, 4)]
    cases = []
    for number, day in enumerate(days):
        cases.append(open_case(register(amina, f"Person {'ABC'[number]}"), Work.PROTECTION, by=amina))
        Case.objects.filter(pk=cases[-1].pk).update(review_on=day)
    text = at(amina).get(reverse("casework:list"), {"due": "on"}).content.decode()
    places = [text.index(cases[number].reference) for number in (1, 2, 0)]
    assert places == sorted(places)


def test_my_caseload_holds_my_open_cases_only(at, amina, tomas, case):
    address = reverse("casework:caseload")
    assert case.reference in at(amina).get(address).content.decode()
    assert case.reference not in at(tomas).get(address).content.decode()


# Opening ----------------------------------------------------------------------------------------------------


def test_no_case_is_offered_through_broken_glass(at, bako, hawa):
    break_glass(hawa, by=bako, reason="She stands at our door and needs her medicine.")
    address, browser = reverse("casework:open", args=[hawa.pk]), at(bako)
    page = browser.get(reverse("casework:of-person", args=[hawa.pk]))
    assert page.status_code == 200
    assert address not in page.content.decode()
    assert browser.get(address).status_code == 403


def test_a_case_is_opened_from_the_page_of_the_person(at, amina, hawa):
    browser = at(amina)
    assert reverse("casework:of-person", args=[hawa.pk]) in page_of_person(browser, hawa)
    answer = browser.post(
        reverse("casework:open", args=[hawa.pk]), {"kind": "protection", "worker": amina.pk, "risk": "high"}
    )
    case = Case.objects.get()
    assert answer.url == at_case("case", case)
    assert (case.risk, case.worker) == (Risk.HIGH, amina)


def test_two_cases_never_bear_the_same_reference(amina, case, hawa, monkeypatch):
    drawn = iter([case.reference.removeprefix("C-"), "2222-222F"])
    monkeypatch.setattr("cairn.people.references.new_reference", lambda: next(drawn))
    assert open_case(hawa, Work.RETURN, by=amina).reference == "C-2222-222F"


def page_of_person(browser, person) -> str:
    return browser.get(reverse("people:person", args=[person.pk])).content.decode()


def test_the_tab_of_cases_holds_those_of_a_record_that_was_joined(at, amina, ines, case, hawa, register):
    from cairn.people.acts import merge_people
    from cairn.people.models import Person, PossibleDouble

    double = register(amina, "Haua", "Jalow")
    older = open_case(double, Work.RETURN, by=amina)
    one, other = sorted((hawa, double), key=lambda each: each.number)
    PossibleDouble.objects.create(one=one, other=other, probability=0.9)
    merge_people(Person.objects.get(pk=hawa.pk), Person.objects.get(pk=double.pk), by=ines)
    text = at(amina).get(reverse("casework:of-person", args=[hawa.pk])).content.decode()
    assert case.reference in text
    assert older.reference in text


def test_the_first_tab_holds_what_the_person_agreed_to(at, amina, leila, case, hawa, ask):
    ask(hawa, amina, Purpose.ASSISTANCE)
    ask(hawa, amina, Purpose.STORY, said="refused")
    text = page(at(amina), "case", case)
    assert reverse("people:consent", args=[hawa.pk]) in text
    part = text[text.index("part-consents") : text.index("part-tasks")]
    assert all(str(PURPOSES[purpose].name) in part for purpose in (Purpose.ASSISTANCE, Purpose.STORY))
    assert part.count("cairn-tag--good") == part.count("cairn-tag--bad") == 1
    assert AuditEntry.objects.filter(event=Event.CONSENT_READ, subject_id=str(hawa.pk)).exists()


def test_a_yes_that_was_taken_back_is_the_last_word_also_where_another_was_given_later(
    at, amina, case, hawa, ask
):
    first = ask(hawa, amina, Purpose.ASSISTANCE)
    ask(hawa, amina, Purpose.ASSISTANCE)
    withdraw_consent(first, by=amina, how="By telephone.")
    text = page(at(amina), "case", case)
    part = text[text.index("part-consents") : text.index("part-tasks")]
    assert (part.count("cairn-tag--good"), part.count("cairn-tag--bad")) == (0, 1)
    assert not may_share(hawa, purpose=Purpose.ASSISTANCE).allowed


def test_consents_of_somebody_beyond_the_scope_are_not_shown(at, amina, tomas, bako, case, hawa, ask):
    ask(hawa, amina, Purpose.ASSISTANCE)
    Case.objects.filter(pk=case.pk).update(worker=bako, office=bako.office_id, team=bako.teams.first())
    assert "part-consents" not in page(at(bako), "case", case)


# Moving -----------------------------------------------------------------------------------------------------


def test_a_move_says_what_is_missing_and_has_a_button_once_nothing_is(at, amina, case, intake):
    move = way_of(case).stage(case.stage).moves[0]
    missing = list(way_of(case).why_not(case, move.to))
    text = page(at(amina), "case", case)
    assert missing[0] in text
    assert at_case("move", case, move.to) not in text
    finish_record(begin_record(case, "protection-intake", by=amina, answers=intake), by=amina)
    text = page(at(amina), "case", case)
    assert missing[0] not in text
    assert at_case("move", case, move.to) in text


def test_a_simple_move_is_one_press(at, amina, full):
    to = way_of(full).stage(full.stage).moves[0].to
    assert at(amina).post(at_case("move", full, to)).url == at_case("case", full)
    full.refresh_from_db()
    assert full.stage == to


def test_a_move_that_is_not_listed_does_not_exist(at, amina, case):
    browser = at(amina)
    listed = {move.to for move in way_of(case).stage(case.stage).moves}
    for stage in way_of(case).stages:
        found = browser.get(at_case("move", case, stage.name)).status_code
        assert found == (200 if stage.name in listed else 404), stage.name


def test_a_case_of_a_stage_that_the_way_no_longer_has_is_shown_without_moves(at, amina, case):
    Case.objects.filter(pk=case.pk).update(stage="long-gone")
    for tab in TABS:
        page(at(amina), tab, case)


# Forms ------------------------------------------------------------------------------------------------------


def typed(answers: dict[str, object]) -> dict[str, object]:
    """Answers as a browser posts them."""
    codes = {True: "yes", False: "no"}
    return {
        f"a-{name}": codes.get(value, value) if isinstance(value, bool) else value
        for name, value in answers.items()
    }


def test_a_form_is_filled_in_and_finished_in_one_go(at, amina, case, intake):
    answer = at(amina).post(at_case("fill", case, "protection-intake"), {**typed(intake), "then": "finish"})
    record = CaseRecord.objects.get()
    assert answer.url == reverse("casework:record", args=[record.pk])
    assert record.is_finished
    assert record.answers == intake


def test_what_is_required_is_asked_for_when_the_form_is_finished_and_nothing_is_kept_by_halves(
    at, amina, case
):
    address = at_case("fill", case, "protection-intake")
    answer = at(amina).post(address, {"a-wants": "A safe place.", "then": "finish"})
    assert answer.status_code == 422
    assert "A safe place." in answer.content.decode()
    assert not CaseRecord.objects.exists()
    assert at(amina).post(address, {"a-wants": "A safe place."}).status_code == 302
    assert not CaseRecord.objects.get().is_finished


def test_a_form_that_is_not_for_this_stage_has_no_address(at, amina, case):
    assert at(amina).get(at_case("fill", case, "sustainability-survey")).status_code == 404


def test_an_answer_to_a_question_that_is_not_asked_is_not_kept(at, amina, hawa):
    case = open_case(hawa, Work.TRAFFICKING, by=amina)
    said = {
        "a-dr_job": "no",
        "a-dr_job_words": "Left over",
        "a-dr_conditions": "said",
        "a-dr_conditions_words": "So",
    }
    at(amina).post(at_case("fill", case, "operational-indicators"), said)
    assert CaseRecord.objects.get().answers == {
        "dr_job": "no",
        "dr_conditions": "said",
        "dr_conditions_words": "So",
    }


def test_weights_that_nobody_checked_are_marked_where_they_are_asked_and_where_they_are_read(at, amina, hawa):
    case = open_case(hawa, Work.TRAFFICKING, by=amina)
    record = begin_record(case, "operational-indicators", by=amina, answers={"dr_job": "no"})
    for address in (
        at_case("fill", case, "operational-indicators"),
        reverse("casework:record", args=[record.pk]),
    ):
        assert "weight not checked" in at(amina).get(address).content.decode()


def test_a_finished_form_is_opened_again_before_it_is_changed(at, amina, full):
    record, browser = CaseRecord.objects.get(), at(amina)
    change = reverse("casework:record-change", args=[record.pk])
    said = {**typed(record.answers), "a-wants": "Her sister.", "a-based_on": record.version}
    assert browser.post(change, said).status_code == 422
    browser.post(reverse("casework:record-reopen", args=[record.pk]))
    browser.post(change, {**said, "a-based_on": record.version + 1})
    record.refresh_from_db()
    assert record.answers["wants"] == "Her sister."


# Conflicts --------------------------------------------------------------------------------------------------


def test_two_edits_of_one_field_of_the_case_file_are_settled_by_a_person(at, amina, tomas, case):
    change_case(case, based_on=1, changes={"goals": "A room."}, by=tomas)
    said = {"risk": "unknown", "goals": "A job.", "about": "", "plan": "", "based_on": 1}
    at(amina).post(at_case("edit", case), {**said, "review_on": case.review_on})
    conflict = Conflict.objects.get()
    address = reverse("casework:conflict", args=[conflict.pk])
    assert address in page(at(amina), "case", case)
    text = at(amina).get(address).content.decode()
    assert "A room." in text
    assert "A job." in text
    case.refresh_from_db()
    at(amina).post(address, {"settled": "mine", "based_on": case.version})
    case.refresh_from_db()
    assert case.goals == "A job."


def test_two_edits_of_one_answer_are_settled_by_a_person_and_others_merge(at, amina, tomas, case, intake):
    record = begin_record(case, "protection-intake", by=amina, answers=intake)
    change_record(record, based_on=1, answers={"wants": "A doctor.", "done_today": "Tea"}, by=tomas)
    said = {**typed(intake), "a-wants": "A lawyer.", "a-came_by": "family", "a-based_on": 1}
    at(amina).post(reverse("casework:record-change", args=[record.pk]), said)
    record.refresh_from_db()
    assert (record.answers["wants"], record.answers["came_by"]) == ("A doctor.", "family")
    assert record.answers["done_today"] == "Tea"
    address = reverse("casework:conflict", args=[Conflict.objects.get().pk])
    assert "A lawyer." in at(amina).get(address).content.decode()
    at(amina).post(address, {"settled": "other", "value": "Both.", "based_on": record.version})
    record.refresh_from_db()
    assert record.answers["wants"] == "Both."


def test_both_edits_stay_in_the_history_with_who_made_them(at, amina, tomas, case, intake):
    record = begin_record(case, "protection-intake", by=amina, answers=intake)
    change_record(record, based_on=1, answers={"wants": "A doctor."}, by=tomas)
    change_case(case, based_on=1, changes={"goals": "A room."}, by=amina)
    text = page(at(amina), "history", case)
    assert all(said in text for said in ("A safe place.", "A doctor.", "tomas", "A room.", "amina"))
    assert "answers.wants" not in text


@pytest.mark.parametrize(("who", "status"), [("bako", 404), ("leila", 403), ("priya", 403), ("tomas", 200)])
def test_a_conflict_is_shown_to_those_who_edit_the_case(at, amina, tomas, case, who, status, request):
    change_case(case, based_on=1, changes={"goals": "A room."}, by=tomas)
    change_case(case, based_on=1, changes={"goals": "A job."}, by=amina)
    browser = at(request.getfixturevalue(who))
    answer = browser.get(reverse("casework:conflict", args=[Conflict.objects.get().pk]))
    assert answer.status_code == status
    assert ("A job." in answer.content.decode()) == (status == 200)


def test_a_form_with_a_conflict_is_not_finished_by_the_same_press(at, amina, tomas, case, intake):
    record = begin_record(case, "protection-intake", by=amina, answers=intake)
    change_record(record, based_on=1, answers={"wants": "A doctor."}, by=tomas)
    said = {**typed(intake), "a-wants": "A lawyer.", "a-based_on": 1, "then": "finish"}
    at(amina).post(reverse("casework:record-change", args=[record.pk]), said)
    record.refresh_from_db()
    assert not record.is_finished


# Notes ------------------------------------------------------------------------------------------------------


def test_a_note_is_sealed_while_it_is_written_and_stands_when_it_is_put_into_the_case(at, amina, case):
    browser = at(amina)
    kept = browser.post(at_case("note-keep", case), {"text": "She slept"})
    assert kept.json()["said"].startswith("Sealed at")
    assert "She slept" in page(browser, "notes", case)
    browser.post(at_case("note-write", case), {"text": "She slept at the station."})
    note = Note.objects.get()
    assert (note.text, note.is_draft) == ("She slept at the station.", False)


def test_a_draft_is_shown_to_its_writer_and_nowhere_else(at, amina, tomas, salma, leila, case):
    draft = keep_draft(case, "Xyqdraftovvuz", by=amina)
    for user in (tomas, salma, leila):
        browser = at(user)
        for tab in TABS:
            text = page(browser, tab, case)
            assert "Xyqdraftovvuz" not in text
            assert str(draft.pk) not in text
    assert "Xyqdraftovvuz" in page(at(amina), "notes", case)


def test_an_empty_note_comes_back_and_says_so(at, amina, case):
    answer = at(amina).post(at_case("note-write", case), {"text": "  "})
    assert answer.status_code == 422
    assert not Note.objects.exists()


# Tasks, services, attempts, files ----------------------------------------------------------------------------


def test_a_task_is_set_and_done(at, amina, tomas, case):
    browser = at(amina)
    said = {
        "what": "Call the shelter",
        "due_on": timezone.localdate(),
        "to": tomas.pk,
        "waits_for": "the shelter",
    }
    browser.post(at_case("task-set", case), said)
    task = Task.objects.get()
    assert (task.what, task.to) == ("Call the shelter", tomas)
    assert "Call the shelter" in page(browser, "doing", case)
    at(tomas).post(reverse("casework:task-finish", args=[task.pk]))
    task.refresh_from_db()
    assert task.done_by == tomas


def test_services_and_attempts_are_written_down(at, amina, case):
    browser, today = at(amina), timezone.localdate()
    browser.post(at_case("service-give", case), {"kind": "food", "given_on": today, "note": "Soup"})
    said = {"channel": "phone", "reached": "no-answer", "tried_at": f"{today}T10:00", "note": "Twice"}
    browser.post(at_case("attempt-add", case), said)
    text = page(browser, "doing", case)
    assert "Soup" in text
    assert "Twice" in text


def test_a_file_is_added_read_and_taken_away(at, amina, bako, case):
    browser = at(amina)
    upload = SimpleUploadedFile("letter.txt", b"Dear Hawa", "text/plain")
    browser.post(at_case("file-add", case), {"title": "Letter of the shelter", "file": upload})
    file = case.casefiles.get()
    address = reverse("casework:file", args=[file.pk])
    assert b"".join(browser.get(address).streaming_content) == b"Dear Hawa"
    assert entries_about_person(case.person).first().event == Event.ATTACHMENT_READ
    assert at(bako).get(address).status_code == 404
    browser.post(reverse("casework:file-remove", args=[file.pk]))
    assert not case.casefiles.exists()


# Money and approvals -----------------------------------------------------------------------------------------


def test_money_goes_from_one_hand_to_another_and_ends_with_a_receipt(at, amina, salma, case):
    browser, today = at(amina), timezone.localdate()
    said = {"kind": "cash", "amount": "40", "currency": "eur", "planned_on": today, "why": "Food for a week"}
    browser.post(at_case("money-ask", case), said)
    payment = Payment.objects.get()
    assert payment.currency == "EUR"
    decide = reverse("casework:money-decide", args=[payment.pk])
    assert browser.get(decide).status_code == 403
    at(salma).post(decide, {"is_released": "yes"})
    receipt = SimpleUploadedFile("receipt.txt", b"Signed", "text/plain")
    browser.post(reverse("casework:money-paid", args=[payment.pk]), {"paid_on": today, "receipt": receipt})
    payment.refresh_from_db()
    assert payment.state == "paid"
    kept = browser.get(reverse("casework:receipt", args=[payment.pk]))
    assert entries_about_person(case.person).first().event == Event.ATTACHMENT_READ
    assert b"".join(kept.streaming_content) == b"Signed"


def test_a_supervisor_does_not_release_what_they_asked_for(at, salma, case):
    payment = ask_for_money(
        case, kind="cash", amount=40, currency="EUR", planned_on=timezone.localdate(), why="Food", by=salma
    )
    browser = at(salma)
    decide = reverse("casework:money-decide", args=[payment.pk])
    assert decide not in page(browser, "money", case)
    assert decide not in browser.get(reverse("casework:waiting")).content.decode()
    assert browser.post(decide, {"is_released": "yes"}).status_code == 422


@pytest.fixture
def asked(full, amina, salma):
    """A move about which a supervisor decides, found in the way itself."""
    for payment in full.payments.all():
        payment.state = "refused"
        payment.save()
    full.tasks.update(done_at=timezone.now())
    for name, stage in way_of(full).by_name.items():
        move = next((each for each in stage.moves if each.needs_approval), None)
        if move is not None:
            Case.objects.filter(pk=full.pk).update(stage=name, state=stage.state)
            full.refresh_from_db()
            said = {"why": "She moved to her sister.", "closing_reason": "moved"}
            return move_case(full, move.to, by=amina, **said)
    raise AssertionError("No move of this way needs an approval.")


def test_a_supervisor_sees_decides_and_the_colleague_is_told(at, amina, salma, bako, asked):
    address = reverse("casework:approval", args=[asked.pk])
    assert address in at(salma).get(reverse("casework:waiting")).content.decode()
    assert at(bako).get(reverse("casework:waiting")).status_code == 403
    assert at(bako).get(address).status_code == 404
    assert at(amina).get(address).status_code == 403
    at(salma).post(address, {"is_granted": "yes"})
    case = Case.objects.get()
    assert case.stage == asked.to_stage
    notice = Notice.objects.get(to=amina, kind="case-decided")
    home = at(amina).get(reverse("wagtailadmin_home")).content.decode()
    assert at_case("approvals", case) in home
    assert notice.reference == case.reference


def test_whoever_asked_takes_the_question_back(at, amina, asked):
    at(amina).post(reverse("casework:approval-take-back", args=[asked.pk]))
    assert Approval.objects.get().decision == "taken-back"


# Handing over ------------------------------------------------------------------------------------------------


def test_a_whole_caseload_is_handed_over_in_one_act(at, amina, tomas, salma, register, case):
    second = open_case(register(amina, "Fatou"), Work.RETURN, by=amina)
    address = f"{reverse('casework:hand-over-caseload')}?of={amina.pk}"
    browser = at(salma)
    text = browser.get(address).content.decode()
    assert case.reference in text
    assert second.reference in text
    browser.post(address, {"worker": tomas.pk, "cases": [str(case.pk), str(second.pk)]})
    assert set(Case.objects.values_list("worker", flat=True)) == {tomas.pk}


def test_cases_that_were_not_ticked_stay(at, amina, tomas, salma, register, case):
    second = open_case(register(amina, "Fatou"), Work.RETURN, by=amina)
    address = f"{reverse('casework:hand-over-caseload')}?of={amina.pk}"
    at(salma).post(address, {"worker": tomas.pk, "cases": [str(second.pk)]})
    case.refresh_from_db()
    assert case.worker == amina


def test_a_caseworker_hands_over_one_case_and_no_caseload(at, amina, tomas, case):
    browser = at(amina)
    assert browser.get(reverse("casework:hand-over-caseload")).status_code == 403
    browser.post(at_case("hand-over", case), {"worker": tomas.pk})
    case.refresh_from_db()
    assert case.worker == tomas


# My work ------------------------------------------------------------------------------------------------------


def test_my_work_names_what_is_due_and_no_word_of_it(at, amina, tomas, full):
    set_task(full, "Ask the doctor", due_on=timezone.localdate(), by=amina, to=tomas)
    Case.objects.filter(pk=full.pk).update(review_on=timezone.localdate())
    home = at(amina).get(reverse("wagtailadmin_home")).content.decode()
    assert all(part in home for part in ("cases-tasks", "cases-reviews", "cases-waiting"))
    assert not any(word in home for word in ("shelter", "doctor", "Hawa"))
    assert AuditEntry.objects.filter(event="casework:case:listed", who=amina.pk).exists()


def test_whoever_takes_a_case_over_waits_for_what_it_waits_for(at, amina, tomas, salma, full):
    set_task(full, "Ask the doctor", due_on=timezone.localdate(), by=amina, to=salma)
    asked = {"case": full, "data_key": full.data_key, "made_by": amina, "to_stage": "closed"}
    Approval.objects.create(**asked, why="She lives with her sister.")
    hand_over_case(Case.objects.get(pk=full.pk), worker=tomas, by=amina)
    assert [task.to for task in tasks_set_for_others(tomas)] == [salma]
    assert [each.made_by for each in approvals_asked(tomas)] == [amina]
    home = at(tomas).get(reverse("wagtailadmin_home")).content.decode()
    assert "cases-waiting" in home


def test_all_my_tasks_are_a_list_page_by_page_without_a_word_of_them(at, amina, tomas, case):
    days = [timezone.localdate() + dt.timedelta(days=number) for number in range(60)]
    for day in days:
        set_task(case, "Ask the doctor", due_on=day, by=amina)
    set_task(case, "Not mine", due_on=days[0], by=amina, to=tomas)
    finish_task(case.tasks.filter(to=amina).first(), by=amina)
    browser = at(amina)
    assert "My 59 open tasks" in browser.get(reverse("wagtailadmin_home")).content.decode()
    answer = browser.get(reverse("casework:tasks"))
    first = answer.context["page"]
    second = browser.get(reverse("casework:tasks"), {"after": first.after}).context["page"]
    assert [task.due_on for task in (*first.rows, *second.rows)] == days[1:]
    assert not any(word in answer.content.decode() for word in ("doctor", "Hawa"))
    assert AuditEntry.objects.filter(event="casework:case:listed", who=amina.pk).exists()


def test_whoever_ends_a_case_is_asked_when_to_follow_up_and_sees_it_then(at, amina, salma, case, intake):
    finish_record(begin_record(case, "protection-intake", by=amina, answers=intake), by=amina)
    Case.objects.filter(pk=case.pk).update(stage="intake")
    browser, today = at(amina), timezone.localdate()
    said = {"why": "She moves to Lyon.", "closing_reason": "moved", "closing_note": ""}
    address = at_case("move", case, "closed")
    late = browser.post(address, {**said, "follow_up_on": today - dt.timedelta(days=1)})
    assert late.status_code == 422
    assert browser.post(address, {**said, "follow_up_on": today}).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.follow_up_on) == ("Closed", today)
    home = browser.get(reverse("wagtailadmin_home")).content.decode()
    assert "cases-follow-ups" in home
    change_case(case, based_on=case.version, changes={"follow_up_on": None}, by=amina)
    assert "cases-follow-ups" not in browser.get(reverse("wagtailadmin_home")).content.decode()


def test_what_waits_for_a_supervisor_stands_in_their_work(at, salma, full):
    home = at(salma).get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("casework:money-decide", args=[Payment.objects.get().pk]) in home
    assert f'href="{reverse("casework:waiting")}"' in home


def test_a_conflict_in_a_case_stands_in_my_work(at, amina, tomas, case):
    change_case(case, based_on=1, changes={"goals": "A room."}, by=tomas)
    change_case(case, based_on=1, changes={"goals": "A job."}, by=amina)
    home = at(amina).get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("casework:conflict", args=[Conflict.objects.get().pk]) in home


def test_a_closed_case_shows_why_and_offers_nothing_to_add(at, amina, full):
    Case.objects.filter(pk=full.pk).update(
        state=CaseState.CLOSED, closed_at=timezone.now(), closing_reason="moved", review_on=None
    )
    assert "the person moved away" in page(at(amina), "case", full)
    assert at_case("task-set", full) not in page(at(amina), "doing", full)
    assert at_case("money-ask", full) not in page(at(amina), "money", full)
