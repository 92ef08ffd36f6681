"""Cases of other organisations on their screens: read field by field, and taken on or declined by somebody."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cairn.guard.models import AuditEntry
from cairn.people.acts import erase_person, weigh_erasure
from cairn.people.telling import told
from cairn.programmes.casework.acts import accept_proposal, bring_cases, drop_proposal
from cairn.programmes.casework.acts.forgetting import forget_undecided
from cairn.programmes.casework.models import Case, Proposal

pytestmark = pytest.mark.django_db


def told_of(person, **more) -> bytes:
    """A file of another organisation about somebody whom the register knows."""
    prs = {
        "prs_FirstName": person.given_name, "prs_SecondName": person.family_name, "prs_Birthdate": person.born,
        "prs_MaritalStatus": "Widowed",
    }  # fmt: skip
    vic = {
        "vic_TypeOfExploitation": ["ForcedLabour"],
        "vic_Methods_of_Control": "DebtBondage ",
        "vic_Shoe": "38",
    }
    case = {"prs": {name: value for name, value in prs.items() if value}, "vic": {**vic, **more}}
    return json.dumps({"cases": [case]}).encode()


@pytest.fixture
def proposal(hawa, salma):
    (brought,) = bring_cases(told_of(hawa), by=salma)
    return brought


def at_proposal(name: str, row) -> str:
    return reverse(f"casework:{name}", args=[row.pk])


def page(browser, name: str, row) -> str:
    answer = browser.get(at_proposal(name, row))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_file_becomes_proposals_that_wait_by_reference(at, salma, hawa):
    browser = at(salma)
    file = SimpleUploadedFile("cases.json", told_of(hawa), "application/json")
    answer = browser.post(reverse("casework:proposals-bring"), {"file": file})
    assert answer["Location"] == reverse("casework:proposals")
    shown = browser.get(answer["Location"]).content.decode()
    assert str(Proposal.objects.get()) in shown
    assert hawa.family_name not in shown
    assert Case.objects.count() == 0


def test_a_file_that_holds_no_case_is_refused_with_a_sentence(at, salma):
    file = SimpleUploadedFile("cases.csv", b"colour\nred\n", "text/csv")
    answer = at(salma).post(reverse("casework:proposals-bring"), {"file": file})
    assert answer.status_code == 422
    assert "No field of the standard was found." in answer.content.decode()


def test_it_stands_field_by_field_beside_who_may_be_meant(at, salma, hawa, proposal):
    shown = page(at(salma), "proposal", proposal)
    assert hawa.reference in shown
    assert "prs_FirstName" in shown
    assert "the same" in shown
    assert "widowed" in shown
    assert "forced labour" in shown


def test_it_says_whether_we_work_with_the_person_already(at, salma, hawa, proposal, trafficked):
    assert str(trafficked) in page(at(salma), "proposal", proposal)
    drop = at(salma).post(at_proposal("proposal-decline", proposal), {"why": "known"})
    assert drop.status_code == 302
    assert list(Case.objects.all()) == [trafficked]


def test_how_it_was_read_is_told_line_by_line(at, salma, proposal):
    shown = page(at(salma), "proposal", proposal)
    assert "One field could not be read" in shown
    assert "vic_Shoe" in shown
    assert "vic_Methods_of_Control" in shown
    assert "vic_MethodsOfControl" in shown


def test_whoever_is_compared_is_read_with_a_trace(at, salma, hawa, proposal):
    page(at(salma), "proposal", proposal)
    told = [(entry.event, entry.subject_id) for entry in AuditEntry.objects.order_by("-sequence")[:3]]
    assert ("people:person:read", str(hawa.pk)) in told
    assert ("casework:case:read", str(proposal.pk)) in told


def test_somebody_who_is_no_match_is_not_compared(at, salma, bako, register, proposal):
    other = register(bako, given_name="Zofia", family_name="Quill")
    shown = at(salma).get(f"{at_proposal('proposal', proposal)}?beside={other.pk}").content.decode()
    assert other.reference not in shown


def test_it_becomes_a_case_of_whoever_is_meant_and_their_record_stays(at, salma, hawa, proposal):
    before = hawa.marital_status
    answer = at(salma).post(at_proposal("proposal-accept", proposal), {"reference": hawa.reference})
    case = Case.objects.get()
    assert answer["Location"] == reverse("casework:case", args=[case.pk])
    hawa.refresh_from_db()
    assert (case.person_id, hawa.marital_status) == (hawa.pk, before)
    assert str(case) in page(at(salma), "proposal", proposal)
    assert str(proposal) in at(salma).get(f"{reverse('casework:proposals')}?show=decided").content.decode()


def test_a_case_is_opened_only_of_somebody_within_the_scope(at, salma, bako, register, proposal):
    other = register(bako, given_name="Zofia", family_name="Quill")
    answer = at(salma).post(at_proposal("proposal-accept", proposal), {"reference": other.reference})
    assert answer.status_code == 422
    assert Case.objects.count() == 0


def test_it_is_declined_with_a_reason_that_the_trace_keeps_and_nothing_else_is_kept(at, salma, proposal):
    assert at(salma).post(at_proposal("proposal-decline", proposal)).status_code == 422
    at(salma).post(at_proposal("proposal-decline", proposal), {"why": "not-agreed"})
    assert not Proposal.objects.exists()
    entry = AuditEntry.objects.filter(event="casework:proposal:decided").get()
    assert json.loads(entry.data) == {"approved": False, "declined": "not-agreed"}
    proposal.data_key.refresh_from_db()
    assert proposal.data_key.is_destroyed


def test_a_reason_is_one_of_the_list(salma, proposal):
    with pytest.raises(ValidationError, match="Say why"):
        drop_proposal(proposal, why="I do not like it", by=salma)


def test_what_was_accepted_is_the_persons_and_told_to_them(salma, hawa, proposal):
    key = proposal.data_key
    accept_proposal(proposal, hawa, by=salma)
    row = Proposal.objects.get()
    assert row.data_key_id == hawa.data_key_id
    assert row.content["vic"]["vic_TypeOfExploitation"] == ["ForcedLabour"]
    assert row.taken_as
    key.refresh_from_db()
    assert key.is_destroyed
    text = told(hawa).as_json().decode()
    assert "widowed" in text
    assert "forced labour" in text


def test_what_was_accepted_goes_with_whoever_is_erased(salma, leila, hawa, proposal):
    accept_proposal(proposal, hawa, by=salma)
    seen = weigh_erasure(hawa, by=leila).fingerprint
    erase_person(hawa, by=leila, why="asked", reason="Asked in person at the office, with a card.", seen=seen)
    assert not Proposal.objects.exists()


def test_what_nobody_decides_about_goes_after_a_while(salma, proposal):
    assert forget_undecided() == 0
    Proposal.objects.update(brought_at=timezone.now() - Proposal.WAITS_AT_MOST)
    assert forget_undecided() == 1
    assert not Proposal.objects.exists()
    proposal.data_key.refresh_from_db()
    assert proposal.data_key.is_destroyed


def test_what_was_accepted_stays_however_old_it_is(salma, hawa, proposal):
    accept_proposal(proposal, hawa, by=salma)
    Proposal.objects.update(brought_at=timezone.now() - 2 * Proposal.WAITS_AT_MOST)
    assert forget_undecided() == 0


def test_it_belongs_to_the_team_of_whoever_brought_it(at, salma, amina, hawa):
    salma.teams.add(amina.teams.get())
    (brought,) = bring_cases(told_of(hawa), by=salma)
    assert brought.team == amina.teams.get()
    assert at(amina).get(at_proposal("proposal", brought)).status_code == 200


@pytest.mark.parametrize("name", ["proposal", "proposal-accept", "proposal-decline"])
@pytest.mark.parametrize(("who", "status"), [("salma", 200), ("bako", 404), ("priya", 403), ("amina", 404)])
def test_who_opens_one(request, at, proposal, name, who, status):
    """Salma is of no team, and neither is what she brought: a caseworker of a team does not see it."""
    assert at(request.getfixturevalue(who)).get(at_proposal(name, proposal)).status_code == status


def test_the_protection_officer_reads_and_decides_nothing(at, leila, proposal):
    shown = page(at(leila), "proposal", proposal)
    assert "Open a case on it" not in shown
    assert at(leila).get(at_proposal("proposal-decline", proposal)).status_code == 403
