"""What is held in a case is told to the person, and goes with them; what a colleague only drafted is told to nobody."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from cairn.guard.edits.models import Change
from cairn.people.acts import erase_person, weigh_erasure
from cairn.people.holdings import kinds
from cairn.people.telling import told
from cairn.programmes.casework.acts import (
    ask_for_money,
    attach_file,
    begin_record,
    change_case,
    change_record,
    finish_note,
    give_service,
    keep_draft,
    set_task,
    try_to_reach,
)
from cairn.programmes.casework.models import Note

pytestmark = pytest.mark.django_db
WORDS = ("about", "wants", "other", "note", "task", "waits", "service", "attempt", "title", "why")


def word(name: str) -> str:
    return f"Xyq{name}ovvuz"


@pytest.fixture
def told_case(case, amina, tomas, intake):
    """A case with an unlikely word wherever words are kept."""
    today = timezone.localdate()
    change_case(case, based_on=1, changes={"about": word("about"), "plan": "A plan"}, by=amina)
    record = begin_record(case, "protection-intake", by=amina, answers={**intake, "wants": word("wants")})
    change_record(record, based_on=1, answers={"done_today": word("other")}, by=tomas)
    finish_note(case, word("note"), by=amina)
    keep_draft(case, word("draft"), by=tomas)
    set_task(case, word("task"), due_on=today, by=amina, waits_for=word("waits"))
    give_service(case, "food", given_on=today, by=amina, note=word("service"))
    try_to_reach(case, channel="phone", reached="spoke", by=amina, note=word("attempt"))
    attach_file(case, SimpleUploadedFile("letter.txt", b"Dear Hawa"), title=word("title"), by=amina)
    ask_for_money(case, kind="cash", amount=40, currency="EUR", planned_on=today, why=word("why"), by=amina)
    return case


def whole(person) -> str:
    return told(person).as_json().decode()


def test_everything_that_stands_in_a_case_is_told_to_the_person(told_case):
    text = whole(told_case.person)
    assert [name for name in WORDS if word(name) not in text] == []


def test_a_draft_is_told_to_nobody(told_case):
    assert word("draft") not in whole(told_case.person)


def test_answers_stages_and_forms_are_told_in_words_of_the_persons_language(told_case):
    with translation.override("fr"):
        text = whole(told_case.person)
    assert "Comment la personne est-elle venue à nous ?" in text
    assert "d’elle-même" in text
    assert "Accueil" in text
    assert "protection-intake" not in text


def test_what_was_said_in_forms_and_notes_is_marked_as_perhaps_about_others(told_case):
    sections = json.loads(whole(told_case.person))["sections"]
    lines = [line for section in sections for row in section["rows"] for line in row]
    assert all(line["about_others"] for line in lines if line["value"] in (word("wants"), word("note")))


def test_changes_of_answers_are_told_by_what_was_changed_and_not_by_a_name_in_code(told_case):
    assert Change.objects.filter(field="answers.done_today").exists()
    assert "answers.done_today" not in whole(told_case.person)


def test_an_erasure_takes_the_whole_case_and_drafts_as_well(told_case, leila):
    person = told_case.person
    key = person.data_key_id
    seen = weigh_erasure(person, by=leila).fingerprint
    assert Note.objects.filter(is_draft=True, data_key=key).exists()
    erase_person(
        person, by=leila, why="asked", reason="Asked in person, and identified by a card.", seen=seen
    )
    assert [model for model in kinds() if model._base_manager.filter(data_key=key).exists()] == []
