"""From advice on legal routes to the outcome: each document is looked at, and no deadline is forgotten."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cairn.guard.models import Conflict
from cairn.mission import pathways
from cairn.mission.pathways import Paper, Route, register_routes
from cairn.programmes.casework.acts import (
    add_paper,
    begin_record,
    change_record,
    check_paper,
    finish_record,
    finish_task,
    move_case,
    open_case,
)
from cairn.programmes.casework.acts.parts import NotInThisCase
from cairn.programmes.casework.codes import What, Work
from cairn.programmes.casework.models import ApplicationPaper, CaseRecord

TODAY = timezone.localdate()
SOON, LATER = (TODAY + dt.timedelta(days=days) for days in (20, 40))
ADVICE = {
    "held_on": TODAY.isoformat(), "wish": "To be with her sister.", "to_country": "GB", "ways": ["family"],
    "routes": ["joining-family"], "told": "It takes long.", "risks_told": True,
}  # fmt: skip
WANTED = {"way": "family", "country": "GB", "route": "joining-family", "deadline": SOON.isoformat()}


@pytest.fixture(autouse=True)
def catalogue(monkeypatch):
    """A catalogue of two routes, in place of the newsroom's."""
    monkeypatch.setattr(pathways, "_readers", {})
    papers = (
        Paper(code="1", names={"en": "Passport", "fr": "Passeport"}),
        Paper(code="2", names={"en": "Certificate of birth"}),
    )
    found = [
        Route(
            code="joining-family",
            kind="family",
            titles={"en": "Joining family"},
            destination="GB",
            papers=papers,
        ),
        Route(code="a-degree", kind="study", titles={"en": "A degree"}, destination="FR", papers=papers[:1]),
    ]
    register_routes("test", lambda: found)
    return found


@pytest.fixture
def wish(amina, hawa):
    return open_case(hawa, Work.PATHWAYS, by=amina)


@pytest.fixture
def application(wish, amina) -> CaseRecord:
    """A case with advice, and an application that has just been begun."""
    finish_record(begin_record(wish, "pathway-advice", by=amina, answers=ADVICE), by=amina)
    case = move_case(wish, "application", by=amina)
    return begin_record(case, "pathway-application", by=amina, answers=WANTED)


@pytest.fixture
def say(amina):
    def say(row: CaseRecord, **answers) -> None:
        row.refresh_from_db()
        change_record(row, based_on=row.version, answers=answers, by=amina)

    return say


def open_tasks(case) -> dict[str, dt.date]:
    return {task.clock.partition(":")[0]: task.due_on for task in case.tasks.filter(done_at=None)}


def test_an_application_lists_the_documents_of_its_route(application):
    assert [paper.name for paper in application.papers.all()] == ["Passport", "Certificate of birth"]
    assert {paper.state for paper in application.papers.all()} == {"missing"}


def test_a_document_is_listed_once_and_stays_when_another_route_is_chosen(application, say):
    say(application, route="a-degree")
    say(application, way="study")
    assert application.papers.count() == 2


def test_nothing_is_handed_in_before_each_document_was_looked_at(application, amina, say):
    case = application.case
    with pytest.raises(NotInThisCase, match="still to be brought"):
        move_case(case, "waiting", by=amina)
    passport, birth = application.papers.all()
    check_paper(passport, "there", based_on=1, by=amina)
    check_paper(birth, "not-needed", based_on=1, by=amina, note="She is of age.")
    with pytest.raises(NotInThisCase, match="handed in"):
        move_case(case, "waiting", by=amina)
    say(application, sent_on=TODAY.isoformat(), outcome="waiting")
    assert move_case(case, "waiting", by=amina).stage == "waiting"


def test_whoever_checked_a_document_stands_beside_it(application, amina, tomas):
    paper = check_paper(application.papers.first(), "there", based_on=1, by=tomas).row
    assert (paper.checked_by, paper.checked_at is not None) == (tomas, True)
    assert application.case.happenings.filter(what=What.PAPER_CHECKED, code="there").exists()


def test_the_later_of_two_checks_overwrites_nothing_silently(application, amina, tomas, at):
    paper = application.papers.first()
    check_paper(paper, "there", based_on=1, note="Valid until May.", by=tomas)
    address = reverse("casework:paper", args=[paper.pk])
    at(amina).post(address, {"state": "not-needed", "note": "", "based_on": 1})
    paper.refresh_from_db()
    assert (paper.state, paper.note, paper.checked_by) == ("there", "Valid until May.", tomas)
    conflict = Conflict.objects.get()
    assert conflict.field == "state"
    assert reverse("casework:conflict", args=[conflict.pk]) in (
        at(amina).get(reverse("casework:pathways", args=[paper.case_id])).content.decode()
    )
    shown = at(amina).get(reverse("casework:conflict", args=[conflict.pk])).content.decode()
    assert "not needed here" in shown
    chosen = {"settled": "mine", "based_on": paper.version, "value": ""}
    answer = at(amina).post(reverse("casework:conflict", args=[conflict.pk]), chosen)
    assert answer["Location"] == reverse("casework:pathways", args=[paper.case_id])
    paper.refresh_from_db()
    assert (paper.state, paper.checked_by) == ("not-needed", amina)
    assert paper.case.happenings.filter(what=What.SETTLED).exists()


def test_two_checks_of_different_fields_merge(application, amina, tomas):
    paper = application.papers.first()
    check_paper(paper, "there", based_on=1, by=tomas)
    outcome = check_paper(paper, "missing", note="Brings it on Monday.", based_on=1, by=amina)
    assert not outcome.conflicts
    assert (outcome.row.state, outcome.row.note) == ("there", "Brings it on Monday.")


def test_a_document_that_the_route_does_not_name_is_added_by_hand(application, amina):
    add_paper(application, "Letter of the landlord", by=amina)
    with pytest.raises(NotInThisCase, match="still to be brought"):
        move_case(application.case, "waiting", by=amina)
    assert application.papers.count() == 3


def test_a_deadline_is_a_task_until_the_application_is_handed_in(application, say):
    case = application.case
    assert open_tasks(case) == {"apply": SOON}
    say(application, deadline=LATER.isoformat())
    assert open_tasks(case) == {"apply": LATER}
    say(application, sent_on=TODAY.isoformat())
    assert open_tasks(case) == {}
    assert case.tasks.get().done_at is not None


def test_whoever_was_told_of_a_deadline_is_told_again_of_another_day(application, say):
    application.case.tasks.update(told_on=TODAY)
    say(application, deadline=LATER.isoformat())
    assert application.case.tasks.get().told_on is None


def test_a_refusal_begins_the_time_for_an_appeal(application, amina, say):
    case = application.case
    say(application, sent_on=TODAY.isoformat(), outcome="refused", appeal_until=LATER.isoformat())
    assert open_tasks(case) == {"appeal": LATER}
    say(application, appealed=True, appealed_on=TODAY.isoformat(), appeal_outcome="waiting")
    assert open_tasks(case) == {}


def test_a_deadline_that_a_colleague_ticked_off_comes_back_only_if_it_is_still_owed(application, amina, say):
    finish_task(application.case.tasks.get(), by=amina)
    say(application, sent_on=TODAY.isoformat())
    assert open_tasks(application.case) == {}


def test_a_case_goes_from_advice_to_its_outcome(application, amina, say):
    for paper in application.papers.all():
        check_paper(paper, "there", based_on=1, by=amina)
    say(application, sent_on=TODAY.isoformat(), outcome="waiting")
    case = move_case(application.case, "waiting", by=amina)
    with pytest.raises(NotInThisCase, match="outcome"):
        move_case(case, "outcome", by=amina)
    say(application, outcome="granted", decided_on=TODAY.isoformat())
    case = move_case(case, "outcome", by=amina)
    case = move_case(case, "closed", by=amina, why="She has her visa.", closing_reason="goals-reached")
    assert case.state == "Closed"


def test_documents_are_sealed_and_belong_to_the_office(application, amina, bako):
    (name,) = ApplicationPaper.objects.filter(code="1").values_list("name", flat=True)[:1] or [None]
    assert "Passport" not in str(name)
    assert not ApplicationPaper.objects.visible_to(bako).exists()
    assert ApplicationPaper.objects.visible_to(amina).count() == 2


def test_a_route_that_was_taken_down_keeps_its_code_in_the_case(application, catalogue, at, amina):
    catalogue.clear()
    client = at(amina)
    html = client.get(reverse("casework:record", args=[application.pk])).content.decode()
    assert "joining-family" in html
    form = client.get(reverse("casework:record-change", args=[application.pk])).content.decode()
    assert '<option value="joining-family" selected>' in form


def test_the_tab_shows_what_was_talked_through_and_each_document(application, at, amina):
    html = at(amina).get(reverse("casework:pathways", args=[application.case_id])).content.decode()
    for words in (
        "Joining family (United Kingdom)",
        "Certificate of birth",
        "It takes long.",
        "Hand in the application",
    ):
        assert words in html, words


def test_a_document_is_checked_and_added_on_the_screen(application, at, amina):
    client = at(amina)
    paper = application.papers.first()
    address = reverse("casework:paper", args=[paper.pk])
    assert client.get(address).context["form"].initial["based_on"] == 1
    answer = client.post(address, {"state": "there", "note": "Until 2030.", "based_on": 1})
    assert answer.status_code == 302
    paper.refresh_from_db()
    assert (paper.state, paper.note) == ("there", "Until 2030.")
    client.post(reverse("casework:paper-add", args=[application.pk]), {"name": "Letter of the landlord"})
    assert application.papers.count() == 3


def test_no_tab_of_routes_stands_in_a_case_of_another_kind(case, at, amina):
    assert at(amina).get(reverse("casework:pathways", args=[case.pk])).status_code == 404
