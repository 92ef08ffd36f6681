"""What a colleague sees of counter-trafficking: the screening with its trace, their own decision, the referral, the pack."""

import json
from functools import cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cairn.guard.models import AuditEntry
from cairn.guard.trace.events import Event
from cairn.programmes.casework.acts import attach_file, begin_record, finish_record, record_screening_decision
from cairn.programmes.casework.models import (
    Case,
    CaseExport,
    Identification,
    NationalReferral,
    ScreeningDecision,
)
from programmes.casework.trafficking.test_packs import WHOLE
from signed_in import signed_in

pytestmark = pytest.mark.django_db
REASON = "The Salvation Army sends it to the authority."


@pytest.fixture
def at():
    """A browser of each colleague, who has shown lately who they are: `at(amina).get(...)`."""
    return cache(signed_in)


def to(name, *args):
    return reverse(f"casework:{name}", args=args)


@pytest.fixture
def screened(trafficked, amina):
    answers = {
        "dr_job": "said",
        "dr_job_words": "“A hotel, he said.”",
        "dr_wages": "papers",
        "dr_wages_words": "A letter.",
    }
    return finish_record(
        begin_record(trafficked, "operational-indicators", by=amina, answers=answers), by=amina
    )


@pytest.fixture
def referral(at, amina, trafficked):
    at(amina).post(
        to("refer-nationally", trafficked.pk, "nrm-uk"),
        {"basis": "consent", "first_responder": "salvation-army", "agreed_on": "2026-03-02"},
    )
    return NationalReferral.objects.get()


def test_the_tab_shows_what_made_a_dimension_positive_and_that_weights_are_unchecked(
    at, amina, trafficked, screened
):
    said = at(amina).get(to("trafficking", trafficked.pk)).content.decode()
    assert "positive by S + M" in said
    assert "A hotel, he said." in said
    assert "unchecked weights" in said
    assert AuditEntry.objects.filter(event=Event.CASE_READ, subject_id=str(trafficked.pk)).exists()


def test_a_person_decides_with_a_reason(at, amina, screened):
    browser = at(amina)
    assert "positive by S + M" in browser.get(to("decide-screening", screened.pk)).content.decode()
    refused = browser.post(to("decide-screening", screened.pk), {"decision": "refer", "reason": "so"})
    assert refused.status_code == 422
    browser.post(
        to("decide-screening", screened.pk), {"decision": "refer", "reason": "What she told, and the letter."}
    )
    assert ScreeningDecision.objects.get().decision == "refer"


def test_an_identification_is_recorded_on_its_screen(at, amina, trafficked):
    answer = at(amina).post(
        to("identify", trafficked.pk),
        {
            "identified_on": "2026-03-02", "identified_by": "police", "status": "PossibleVictimOfTrafficking",
            "exploitation": ["Servitude", "ForcedLabour"], "country": "GB",
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.context["form"].errors
    assert Identification.objects.get().exploitation == ["ForcedLabour", "Servitude"]


def test_a_referral_goes_on_step_by_step(at, amina, trafficked, referral):
    browser = at(amina)
    form = browser.get(to("referral-step", referral.pk)).context["form"]
    assert [code for code, _label in form.fields["step"].choices] == ["sent"]
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    browser.post(to("referral-step", referral.pk), {"step": "sent", "happened_at": now})
    said = browser.get(to("trafficking", trafficked.pk)).content.decode()
    assert "The decision on reasonable grounds is due" in said
    assert referral.taken == ["sent"]


def test_a_mission_cannot_be_chosen_as_a_first_responder(at, amina, trafficked):
    answer = at(amina).post(
        to("refer-nationally", trafficked.pk, "nrm-uk"),
        {"basis": "consent", "first_responder": "mission", "agreed_on": "2026-03-02"},
    )
    assert answer.status_code == 422
    assert at(amina).get(to("refer-nationally", trafficked.pk, "nowhere")).status_code == 404


def test_the_pack_is_read_with_its_quality_and_copied(at, amina, trafficked, referral):
    browser = at(amina)
    assert "is to be filled in first" in browser.get(to("pack", referral.pk)).content.decode()
    Case.objects.filter(pk=trafficked.pk).update(stage="referral")
    case = Case.objects.get(pk=trafficked.pk)
    finish_record(begin_record(case, "nrm-uk", by=amina, answers=WHOLE | {"gaps": ""}), by=amina)
    said = browser.get(to("pack", referral.pk)).content.decode()
    assert "a gap that is explained is not held against the person" in said
    assert "<textarea" in said
    assert "refer@example.org" in said


def test_a_supervisor_takes_pack_and_case_along_with_a_reason(at, amina, salma, trafficked, referral):
    Case.objects.filter(pk=trafficked.pk).update(stage="referral")
    case = Case.objects.get(pk=trafficked.pk)
    finish_record(begin_record(case, "nrm-uk", by=amina, answers=WHOLE), by=amina)
    browser = at(salma)
    paper = browser.post(to("take-pack", referral.pk), {"reason": REASON})
    assert (paper["Content-Type"], paper.content[:4]) == ("application/pdf", b"%PDF")
    assert trafficked.reference in paper["Content-Disposition"]
    told = browser.post(to("take-htcds", trafficked.pk), {"reason": REASON, "format": "json"})
    assert json.loads(told.content)["standard"] == "HTCDS"
    assert CaseExport.objects.count() == 2


def test_files_are_ticked_and_none_is_where_nobody_is_named(at, amina, salma, trafficked, referral):
    Case.objects.filter(pk=trafficked.pk).update(stage="referral")
    case = Case.objects.get(pk=trafficked.pk)
    finish_record(begin_record(case, "nrm-uk", by=amina, answers=WHOLE), by=amina)
    bill = attach_file(case, SimpleUploadedFile("b.txt", b"A", "text/plain"), title="A bill", by=amina)
    browser, address = at(salma), to("take-pack", referral.pk)
    assert browser.get(address).context["form"].fields["files"].initial == [str(bill.pk)]
    assert browser.post(address, {"reason": REASON, "files": [bill.pk]})["Content-Type"] == "application/zip"
    NationalReferral.objects.update(basis="duty-to-notify")
    assert not browser.get(address).context["form"].fields["files"].initial


def test_whoever_may_not_export_takes_nothing(at, amina, bako, trafficked, referral):
    assert at(amina).get(to("take-htcds", trafficked.pk)).status_code == 403
    for name, pk in (("trafficking", trafficked.pk), ("pack", referral.pk), ("take-pack", referral.pk)):
        assert at(bako).get(to(name, pk)).status_code == 404


def test_to_take_a_case_along_shows_again_who_one_is(salma, trafficked):
    answer = signed_in(salma, stepped_up=False).get(to("take-htcds", trafficked.pk))
    assert answer.url.startswith(reverse("account_reauthenticate"))


def test_other_kinds_of_work_have_no_such_tab(at, amina, case):
    assert at(amina).get(to("trafficking", case.pk)).status_code == 404
    assert to("trafficking", case.pk) not in at(amina).get(to("case", case.pk)).content.decode()


def test_the_page_asks_the_database_no_more_for_more_decisions(at, amina, trafficked, screened, identify):
    def asked():
        with CaptureQueriesContext(connection) as questions:
            assert at(amina).get(to("trafficking", trafficked.pk)).status_code == 200
        return len(questions)

    def another():
        record_screening_decision(
            screened, decision="look-again", reason="Not clear yet, ask again.", by=amina
        )
        identify(trafficked)

    another()
    asked()
    before = asked()
    for _each in range(4):
        another()
    assert asked() == before
