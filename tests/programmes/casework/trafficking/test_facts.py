"""Whoever was identified becomes one fact, and nothing in it leads back to them."""

import datetime as dt

import pyarrow.parquet as pq
import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone

from cairn.evidence.facts import fact_table
from cairn.evidence.facts.snapshots import take_snapshot
from cairn.guard.models import AuditEntry
from cairn.guard.trace.errors import TraceOutsideAct
from cairn.guard.trace.events import Event
from cairn.people.acts import erase_person, weigh_erasure
from cairn.people.acts.doubles import merge_people
from cairn.programmes.casework.acts import open_case, record_identification
from cairn.programmes.casework.acts.parts import NotInThisCase
from cairn.programmes.casework.codes import Work
from cairn.programmes.casework.models import CaseRecord, Identification

pytestmark = pytest.mark.django_db
NAME = "casework.identified"


def facts():
    snapshot = take_snapshot([fact_table(NAME)])
    return pq.read_table(snapshot.path(NAME)).to_pylist()


def members(fact, column):
    codes = fact_table(NAME).column(column).codes
    return {code for at, code in enumerate(codes) if fact[column] >> at & 1}


def test_an_identified_person_is_one_fact_of_codes(trafficked, identify, hawa):
    identify(trafficked, country="GB", exploitation=["SexualExploitation", "ForcedBegging"], place="Docks")

    (fact,) = facts()
    assert fact["identified_on"] == dt.date(2026, 3, 2)
    assert (fact["sex"], fact["nationality"]) == (hawa.sex or None, (hawa.nationalities or [None])[0])
    assert (fact["country"], fact["identified_by"]) == ("GB", "police")
    assert members(fact, "exploitation") == {"SexualExploitation", "ForcedBegging"}
    assert members(fact, "form") == {"sexual", "labour"}


@pytest.fixture
def context():
    """A finished form on the context of a victim."""

    def written(case, *, is_finished=True, **answers):
        return CaseRecord.objects.create(
            case=case, data_key=case.data_key, form="victim-context", form_version=1, is_finished=is_finished,
            answers=answers, made_at=timezone.now(),
        )  # fmt: skip

    return written


def test_how_somebody_was_held_is_told_in_codes_of_ctdc(trafficked, identify, context):
    identify(trafficked)
    context(
        trafficked, methods_of_control=["PhysicalThreats", "WithholdsDocuments"], relationship="Familial",
        industry=["P_Education", "F_Construction"],
    )  # fmt: skip
    context(trafficked, methods_of_control=["DebtBondage"], relationship="Acquainted")
    context(trafficked, methods_of_control=["SexualAbuse"], relationship="Unaquainted", is_finished=False)

    (fact,) = facts()
    assert members(fact, "means_of_control") == {"Threats", "WithholdsDocuments", "DebtBondage"}
    assert members(fact, "type_of_labour") == {"Construction", "Other"}
    assert fact["recruiter"] == "Friend"
    read = AuditEntry.objects.filter(event=Event.FACTS_READ, subject_model="casework.caserecord").get()
    assert read.data == '{"rows":2}'


def test_whoever_told_nothing_of_it_has_none_and_no_form_is_opened(trafficked, identify):
    identify(trafficked)
    (fact,) = facts()
    assert members(fact, "means_of_control") == members(fact, "type_of_labour") == set()
    assert fact["recruiter"] is None
    assert not AuditEntry.objects.filter(event=Event.FACTS_READ, subject_model="casework.caserecord").exists()


def test_the_form_of_a_record_that_was_joined_is_told_of_who_remains(
    trafficked, identify, context, register, hawa, amina, ines
):
    identify(trafficked)
    again = open_case(register(amina, given_name="Hawwa"), Work.TRAFFICKING, by=amina)
    context(again, relationship="Familial")
    assert [fact["recruiter"] for fact in facts()] == [None]
    merge_people(hawa, again.person, by=ines)
    assert [fact["recruiter"] for fact in facts()] == ["Family"]


def test_a_fact_names_nobody(trafficked, identify, hawa):
    row = identify(trafficked, place="Docks", organisation="Harbour police")

    (fact,) = facts()
    said = {str(value) for value in fact.values()}
    for word in (row.pk, trafficked.pk, trafficked.reference, hawa.pk, hawa.number, hawa.reference):
        assert str(word) not in said
    assert not {"Docks", "Harbour police", hawa.given_name, hawa.born} & said


def test_whoever_is_recognised_twice_counts_once_from_the_first_day(trafficked, identify):
    identify(trafficked, on=dt.date(2026, 3, 9), identified_by="ngo", exploitation=["Servitude"])
    identify(trafficked, on=dt.date(2026, 3, 2), identified_by="police", exploitation=["ForcedLabour"])

    (fact,) = facts()
    assert (fact["identified_on"], fact["identified_by"]) == (dt.date(2026, 3, 2), "police")
    assert members(fact, "exploitation") == {"Servitude", "ForcedLabour"}


def test_whoever_is_found_to_be_no_victim_counts_no_more(trafficked, identify):
    identify(trafficked, on=dt.date(2026, 3, 2))
    identify(trafficked, on=dt.date(2026, 4, 2), status="NotAVictimOfTrafficking")
    assert facts() == []


def test_two_records_of_one_person_are_one_fact(trafficked, identify, register, hawa, amina, ines):
    again = register(amina, given_name="Hawwa")
    identify(trafficked)
    identify(open_case(again, Work.TRAFFICKING, by=amina), on=dt.date(2026, 2, 1))
    assert len(facts()) == 2

    merge_people(hawa, again, by=ines)
    (fact,) = facts()
    assert fact["identified_on"] == dt.date(2026, 2, 1)


def test_the_one_who_remains_is_counted_though_only_the_other_was_identified(
    trafficked, identify, register, hawa, amina, ines
):
    identify(trafficked)
    remaining = register(amina, given_name="Hawwa", sex="female")
    (before,) = facts()
    merge_people(remaining, hawa, by=ines)
    (fact,) = facts()
    assert fact["sex"] == "female"
    assert fact["key"] != before["key"]


def test_an_erased_person_is_no_fact(trafficked, identify, hawa, leila):
    identify(trafficked)
    seen = weigh_erasure(hawa, by=leila).fingerprint
    erase_person(hawa, by=leila, why="asked", reason="Asked for it in writing.", seen=seen)
    assert facts() == []


@pytest.mark.parametrize(
    ("born", "majority", "band"),
    [
        ("2008-03-03", "child", "9-17"),
        ("2008-03-02", "adult", "18-20"),
        ("2008", "child", "9-17"),
        ("", None, None),
        ("1950", "adult", "48+"),
    ],
)
def test_age_is_that_of_the_day_and_whoever_may_be_a_child_is_one(
    register, amina, identify, born, majority, band
):
    identify(open_case(register(amina, given_name="Somebody", born=born), Work.TRAFFICKING, by=amina))
    (fact,) = facts()
    assert (fact["majority"], fact["age_group"]) == (majority, band)


def test_what_was_opened_for_a_snapshot_is_in_the_trace(trafficked, identify):
    identify(trafficked)
    facts()
    entry = AuditEntry.objects.filter(event=Event.FACTS_READ).latest("sequence")
    assert (entry.who, entry.subject_model) == (None, "casework.identification")
    assert entry.data == '{"rows":1}'


@pytest.mark.django_db(transaction=True)
def test_nothing_is_opened_where_no_trace_can_be_kept():
    with pytest.raises(TraceOutsideAct):
        list(fact_table(NAME).read())


def test_an_identification_belongs_to_a_case_of_counter_trafficking(case, identify):
    with pytest.raises(NotInThisCase):
        identify(case)


def test_another_office_identifies_nobody_here(trafficked, identify, bako):
    with pytest.raises(Http404):
        identify(trafficked, by=bako)
    assert not Identification.objects.exists()


def test_an_identification_is_of_the_past_and_from_the_lists(trafficked, amina):
    with pytest.raises(ValidationError) as refused:
        record_identification(
            trafficked,
            identified_on=dt.date(2999, 1, 1),
            by=amina,
            identified_by="police",
            status="Perhaps",
            exploitation=["Boredom"],
            country="QQ",
        )
    assert set(refused.value.message_dict) == {"identified_on", "status", "exploitation", "country"}
