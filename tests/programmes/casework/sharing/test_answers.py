"""Answers of finished forms are told like everything else: item by item, where declaration, consent and agreement say so."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pypdf import PdfReader

from cairn.guard.purposes import Purpose
from cairn.people.telling import told as everything_told
from cairn.programmes.casework.acts import begin_record, change_record, finish_record, reopen_record
from cairn.programmes.casework.acts.answering import open_package
from cairn.programmes.casework.acts.inbound import bring_letter
from cairn.programmes.casework.acts.parts import NotInThisCase
from cairn.programmes.casework.acts.sending import lines_of, send_partner_referral
from cairn.programmes.casework.forms.library import form, forms
from cairn.programmes.casework.sharing.answers import answers_told, code_of, offered_in
from cairn.programmes.casework.sharing.deciding import looked_at
from cairn.programmes.casework.sharing.sealing import own_key, seal_letter
from cairn.programmes.casework.sharing.telling import paper_of
from cairn.programmes.partners.items import Item, every_item

pytestmark = pytest.mark.django_db
URGENT, WANTS = code_of("protection-intake", "urgent"), code_of("protection-intake", "wants")
STATUS = code_of("asylum", "status")
INTAKE = {
    "came_by": "outreach", "spoken_alone": True, "interpreter": "none-needed", "urgent": ["shelter", "medical"],
    "done_today": "A bed for two nights.", "wants": "A safe place near her son.",
}  # fmt: skip
# What happened to somebody, who did it, how it was weighed, and what was said freely: never an item.
NEVER = {
    "general-indicators", "general-indicators-child", "historic-event", "nrm-uk", "operational-indicators", "perpetrator",
    "reconfirmation", "victim-context", "victim-safeguards", "voluntariness", "vulnerability",
}  # fmt: skip


@pytest.fixture
def intake(told_case, amina):
    record = begin_record(told_case, "protection-intake", by=amina, answers=INTAKE)
    return finish_record(record, by=amina)


@pytest.fixture
def agreement(agreement):
    agreement.items = [*Item.values, URGENT, WANTS]
    agreement.full_clean()
    agreement.save()
    return agreement


def by_code(referral, by):
    return {line.code: line for line in lines_of(referral, by)}


# What is an item --------------------------------------------------------------------------------------------------


def test_only_a_question_whose_declaration_says_so_is_an_item():
    marked = {
        code_of(one.code, question.name)
        for one in forms().values()
        for question in one.questions()
        if question.told_as is not None
    }
    assert {one.code for one in answers_told()} == marked
    assert code_of("protection-intake", "done_today") not in marked
    assert {code.split(".")[1] for code in marked} <= {name for name, _version in forms()} - NEVER
    assert {name for name, _version in forms()} >= NEVER


def test_a_question_is_the_same_kind_of_data_in_every_version():
    kinds = {}
    for (name, _version), one in forms().items():
        for question in one.questions():
            if question.told_as is not None:
                kinds.setdefault((name, question.name), set()).add(question.told_as)
    assert all(len(found) == 1 for found in kinds.values())


def test_an_item_that_nobody_declared_is_neither_chosen_nor_agreed(agreement, draft):
    for code in (
        code_of("protection-intake", "done_today"),
        code_of("voluntariness", "why"),
        "form.x.y",
        "form",
    ):
        with pytest.raises(ValidationError):
            draft(chosen=[code])
        agreement.items = [code]
        with pytest.raises(ValidationError):
            agreement.full_clean()


def test_the_form_offers_what_is_finished_in_this_case(at, amina, told_case):
    address = reverse("casework:partner-ask", args=[told_case.pk])
    assert URGENT not in at(amina).get(address).content.decode()
    record = begin_record(told_case, "protection-intake", by=amina, answers=INTAKE)
    assert offered_in(told_case, amina) == set()
    finish_record(record, by=amina)
    page = at(amina).get(address).content.decode()
    assert f'value="{URGENT}"' in page
    assert "Intake: What is needed today?" in page
    assert STATUS not in page


def test_nobody_is_offered_what_lies_outside_their_scope(intake, told_case, bako):
    assert offered_in(told_case, bako) == set()


# What is told ------------------------------------------------------------------------------------------------------


def test_an_answer_is_shown_before_it_is_sent_in_the_language_chosen(
    agreement, consent, draft, intake, amina
):
    lines = by_code(draft(chosen=[URGENT, WANTS], language="fr"), amina)
    assert set(lines[URGENT].words.split("\n")) == {"a besoin d’un médecin aujourd’hui", "sans abri ce soir"}
    assert (lines[WANTS].words, lines[WANTS].is_told) == ("A safe place near her son.", True)


def test_it_is_in_the_package_the_pdf_and_the_proposal(agreement, consent, draft, send, intake, amina):
    sent = send(draft(chosen=[Item.GIVEN_NAME, WANTS]))
    told = open_package(sent.token, sent.passphrase).told
    assert told["lines"][-1] == {
        "item": WANTS,
        "label": "Intake: What does the person want, in their own words?",
        "words": "A safe place near her son.",
    }
    assert "A safe place near her son." in PdfReader(BytesIO(paper_of(told))).pages[0].extract_text()
    row = bring_letter(seal_letter({"kind": "referral", **told}, to=own_key()), by=amina)
    assert [line["words"] for line in row.content["lines"]] == ["Hawa", "A safe place near her son."]
    assert set(row.content["values"]) == {Item.GIVEN_NAME}


def test_the_person_is_told_by_name_what_was_chosen(agreement, consent, draft, send, intake, hawa):
    send(draft(chosen=[WANTS]))
    assert "Intake: What does the person want" in everything_told(hawa).as_json().decode()


# What stays --------------------------------------------------------------------------------------------------------


def test_the_agreement_has_to_name_it(agreement, consent, draft, intake, amina):
    agreement.items = [*Item.values, WANTS]
    agreement.save()
    lines = by_code(draft(chosen=[URGENT, WANTS]), amina)
    assert (lines[WANTS].is_told, lines[URGENT].is_told) == (True, False)
    assert lines[URGENT].why == "The agreement with this partner does not name it."


def test_the_consent_has_to_cover_its_kind(agreement, ask, hawa, amina, draft, intake):
    agreement.purposes = [Purpose.FAMILY_TRACING]
    agreement.save()
    ask(hawa, amina, Purpose.FAMILY_TRACING, partner_code="SHELTER")
    lines = by_code(draft(purpose=Purpose.FAMILY_TRACING, chosen=[Item.GIVEN_NAME, URGENT]), amina)
    assert lines[Item.GIVEN_NAME].is_told
    assert lines[URGENT].why == "What they agreed to does not take this along."


def test_an_unfinished_form_tells_nothing(agreement, consent, draft, intake, amina):
    referral = draft(chosen=[WANTS])
    reopen_record(intake, by=amina)
    assert by_code(referral, amina)[WANTS].why == "Nothing is written there."


def test_what_changed_since_one_looked_is_looked_at_again(agreement, consent, draft, intake, amina):
    referral = draft(chosen=[WANTS])
    seen = looked_at(lines_of(referral, amina))
    row = reopen_record(intake, by=amina)
    change_record(row, based_on=row.version, answers={"wants": "To go to her sister."}, by=amina)
    row.refresh_from_db()
    finish_record(row, by=amina)
    with pytest.raises(NotInThisCase, match="has changed since you looked"):
        send_partner_referral(referral, way="link", seen=seen, by=amina)


def test_the_latest_finished_form_speaks(agreement, consent, draft, intake, told_case, amina):
    again = begin_record(told_case, "protection-intake", by=amina, answers={**INTAKE, "wants": "A lawyer."})
    referral = draft(chosen=[WANTS])
    assert by_code(referral, amina)[WANTS].words == "A safe place near her son."
    finish_record(again, by=amina)
    assert by_code(referral, amina)[WANTS].words == "A lawyer."


def test_a_version_that_keeps_the_answer_here_tells_nothing(
    agreement, consent, draft, intake, amina, monkeypatch
):
    referral = draft(chosen=[WANTS])
    declared = form("protection-intake")
    kept = declared.model_copy(
        update={
            "sections": tuple(
                part.model_copy(
                    update={
                        "questions": tuple(
                            question.model_copy(update={"told_as": None}) for question in part.questions
                        )
                    }
                )
                for part in declared.sections
            )
        }
    )
    monkeypatch.setattr("cairn.programmes.casework.sharing.answers.form", lambda *_version: kept)
    assert by_code(referral, amina)[WANTS].why == "Nothing is written there."


def test_what_no_referral_takes_is_said_and_not_cut(agreement, consent, draft, told_case, amina, send):
    long = begin_record(told_case, "protection-intake", by=amina, answers={**INTAKE, "wants": "x" * 5001})
    finish_record(long, by=amina)
    line = by_code(draft(chosen=[WANTS]), amina)[WANTS]
    assert (line.is_told, line.why[:36]) == (False, "It is longer than a referral takes: ")


def test_more_than_a_letter_holds_is_refused_before_it_is_sent(
    agreement, consent, draft, send, intake, monkeypatch
):
    monkeypatch.setattr("cairn.programmes.casework.acts.sending.MOST_TOLD", 500)
    with pytest.raises(NotInThisCase, match="more than one referral takes"):
        send(draft(chosen=[WANTS]))


def test_an_answer_that_the_declaration_took_back_closes_the_link(
    agreement, consent, draft, send, intake, client, monkeypatch
):
    sent = send(draft(chosen=[WANTS]))
    address = reverse("partner:package", args=[sent.token])
    assert client.get(address).status_code == 200
    known = {code: one for code, one in every_item().items() if code != WANTS}
    monkeypatch.setattr("cairn.programmes.casework.sharing.deciding.every_item", lambda: known)
    assert client.get(address).status_code == 410
