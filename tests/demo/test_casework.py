"""Some hundreds of invented people stand behind the releases on casework; each of these is out, and gives nobody away."""

from random import Random

import pytest

from cairn.demo.casework import GROUPS, OFFICE, record_casework
from cairn.demo.cast import CAST, MARK
from cairn.demo.releases import OF_CASEWORK
from cairn.evidence.models import Release, State
from cairn.evidence.reads import cite
from cairn.guard.models import Office, User
from cairn.mission.config import load_mission
from cairn.newsroom.data.cuts import cuts
from cairn.people.models import Person
from cairn.programmes.casework.forms.library import form
from cairn.programmes.casework.models import (
    Case,
    CaseRecord,
    NationalReferral,
    ReferralStep,
    ScreeningDecision,
    Service,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
CODES = [planned.code for planned in OF_CASEWORK]
PEOPLE = sum(group.people for group in GROUPS.values())
SOME = 12


def some(model):
    """A few of the rows, the same in each run of one database."""
    path = "office__code" if model is Case else "case__office__code"
    rows = list(model.objects.filter(**{path: OFFICE[0]}).with_keys().order_by("pk"))
    return Random(7).sample(rows, SOME)


def said(series, code, key=""):
    return cite(Release.objects.get(series__code=series).released.get(code=code), key)


@pytest.mark.parametrize("code", CODES)
def test_each_group_has_a_release_that_two_of_the_cast_have_let_out(code):
    release = Release.objects.get(series__code=code)
    assert (release.state, release.name) == (State.PUBLISHED, f"{code}-1")
    assert (release.made_by.username, release.approved_by.username) == ("information", "programme")
    assert "demonstration" in str(release)


@pytest.mark.parametrize("code", CODES)
def test_whoever_stands_alone_is_hidden(code):
    floor = load_mission().disclosure.threshold
    for released in Release.objects.get(series__code=code).released.all():
        assert not [cell.key for cell in released.result.cells if cell.value and cell.value < floor]


@pytest.mark.parametrize("code", CODES)
def test_enough_is_left_to_read(code):
    """Of each indicator the total stands, and most of what it is divided by."""
    for released in Release.objects.get(series__code=code).released.all():
        lines = [cell for cell in released.result.cells if len(cell.at) == 1]
        assert released.result.cell().value > 50
        assert 4 * sum(cell.hidden for cell in lines) <= len(lines)


def test_what_is_counted_is_what_was_recorded():
    assert said("screening", "people-screened").cell.value == GROUPS["trafficking"].people
    assert said("pathways", "people-advised").cell.value == GROUPS["pathways"].people
    records = CaseRecord.objects.filter(case__office__code=OFFICE[0])
    assert said("returns", "voluntary-returns").cell.value == records.filter(form="arrival").count()
    given = Service.objects.filter(case__office__code=OFFICE[0], given_on__year=2015)
    people = {row.case.person_id for row in given.select_related("case")}
    assert said("assistance", "people-assisted").cell.value == len(people)
    in_june = {row.case.person_id for row in given.filter(given_on__month=6).select_related("case")}
    assert said("assistance", "people-assisted-by-month", "period=2015-06").cell.value == len(in_june)


def test_decisions_in_time_are_a_part_of_all_first_decisions():
    part, whole = said("decisions", "first-decisions-in-time"), said("decisions", "first-decisions")
    assert (
        part.cell.value
        == whole.known.value.low - said("decisions", "first-decisions", "in_time=late").cell.value
    )


def test_a_page_lists_the_countries_of_return_and_not_all_others_one_by_one():
    (cut,) = cuts(said("returns", "voluntary-returns-by-country").released.result, "en")
    *lines, others, total = [(line.label, line.value) for line in cut.lines]
    assert len(lines) < 15
    assert all(value != "0" for _country, value in lines)
    assert (others[1], total[0]) == ("0", "Total")
    assert cut.chart.marks[0].country in ("GM", "SN")


def test_what_was_written_in_bulk_would_pass_every_check():
    for model in (Case, CaseRecord, NationalReferral, ReferralStep, ScreeningDecision, Service):
        for row in some(model):
            row.full_clean()


def test_every_form_is_filled_in_as_a_colleague_could_finish_it():
    for name in ("return-counselling", "return-eligibility", "arrival", "sustainability-survey", "pathway-advice",
                 "pathway-application", "operational-indicators"):  # fmt: skip
        row = CaseRecord.objects.filter(form=name, case__office__code=OFFICE[0]).with_keys().first()
        assert form(name, row.form_version).troubles(row.answers, finishing=True) == {}


def test_a_step_of_the_mechanism_follows_from_the_one_before():
    for referral in some(NationalReferral):
        taken = referral.taken
        for at, step in enumerate(taken):
            possible = referral.declared.next_steps(
                taken[:at], basis=referral.basis, of_child=referral.of_child
            )
            assert step in {each.code for each in possible}


def test_nobody_takes_them_for_true_people():
    assert MARK in Office.objects.get(code=OFFICE[0]).name
    assert all(MARK in case.about for case in some(Case))


@pytest.mark.parametrize("name", [name for name in CAST if name.startswith("case")])
def test_everyday_lists_stay_short(name):
    colleague = User.objects.get(username=name)
    assert not Person.objects.visible_to(colleague).filter(office__code=OFFICE[0]).exists()
    assert not Case.objects.visible_to(colleague).filter(office__code=OFFICE[0]).exists()


def test_a_second_loading_records_nobody_again():
    assert record_casework() == 0
    assert Person.objects.filter(office__code=OFFICE[0]).count() == PEOPLE
