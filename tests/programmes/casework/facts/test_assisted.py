"""Whoever is assisted counts once a year, whatever they were given; nothing in it leads back to them."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from cairn.evidence.facts import fact_tables
from cairn.evidence.indicators.library import brought
from cairn.guard.models import AuditEntry
from cairn.guard.trace.events import Event
from cairn.people.acts.doubles import merge_people
from cairn.people.models import Consent
from cairn.programmes.casework.acts import give_service, open_case
from cairn.programmes.casework.codes import ServiceKind, Work
from cairn.programmes.casework.facts.assisted import SECTOR_OF
from cairn.programmes.casework.facts.every import TABLES
from cairn.programmes.casework.facts.origins import REGION_OF

pytestmark = pytest.mark.django_db
NAME, BY_MONTH = "casework.assisted", "casework.assisted_by_month"
GUIDE = Path(__file__).parents[4] / "docs" / "information-manager.md"


@pytest.fixture
def give(amina):
    def given(case, kind, on):
        return give_service(case, kind, given_on=dt.date.fromisoformat(on), by=amina)

    return given


def test_several_services_of_a_year_are_one_person_from_the_first_day(case, give, facts):
    give(case, "food", "2026-03-09")
    give(case, "legal-advice", "2026-02-03")
    give(case, "cash", "2026-03-09")

    (fact,) = facts(NAME)
    assert fact["assisted_on"] == dt.date(2026, 2, 3)
    assert fact["services"] == {"food", "legal-advice", "cash"}
    assert fact["sectors"] == {"basic", "legal"}
    assert (fact["nationality"], fact["region"], fact["sex"]) == ("GM", "011", "female")
    assert (fact["majority"], fact["age_group"], fact["work"]) == ("adult", "18-59", {"protection"})


def test_services_in_two_cases_are_still_one_person(case, hawa, amina, give, facts):
    give(case, "food", "2026-02-03")
    give(open_case(hawa, Work.PATHWAYS, by=amina), "information", "2026-02-04")
    (fact,) = facts(NAME)
    assert fact["work"] == {"protection", "pathways"}


def test_another_year_counts_anew_and_by_the_same_key(case, give, facts):
    give(case, "food", "2025-12-31")
    give(case, "health", "2026-01-01")

    first, second = sorted(facts(NAME), key=lambda fact: fact["assisted_on"])
    assert (first["services"], second["services"]) == ({"food"}, {"health"})
    assert first["key"] == second["key"]


def test_whoever_is_assisted_in_several_months_counts_in_each_and_once_in_the_year(case, give, facts):
    for kind, on in (
        ("food", "2026-03-09"),
        ("cash", "2026-03-20"),
        ("food", "2026-06-02"),
        ("food", "2025-12-30"),
    ):
        give(case, kind, on)

    found = sorted(facts(BY_MONTH), key=lambda fact: fact["assisted_on"])
    assert [(f"{fact['assisted_on']:%Y-%m-%d}", fact["services"]) for fact in found] == [
        ("2025-12-30", {"food"}), ("2026-03-09", {"food", "cash"}), ("2026-06-02", {"food"}),
    ]  # fmt: skip
    assert len(facts(NAME)) == 2
    assert len({fact["key"] for fact in [*found, *facts(NAME)]}) == 1


def test_months_are_divided_by_nothing_that_says_who_somebody_is():
    """A person of six months would pass for six people: a sum over months protects no small group."""
    table = next(one for one in fact_tables() if one.name == BY_MONTH)
    assert [column.name for column in table.columns] == ["assisted_on", "sectors", "services"]


def test_a_fact_names_nobody(case, hawa, give, facts):
    row = give(case, "food", "2026-02-03")
    (fact,) = facts(NAME)
    said = {str(value) for value in fact.values()}
    names = (
        row.pk,
        case.pk,
        case.reference,
        hawa.pk,
        hawa.number,
        hawa.reference,
        hawa.given_name,
        hawa.born,
    )
    assert not {str(name) for name in names} & said


@pytest.fixture
def answer(amina):
    """What somebody said when they were told that the mission counts people."""

    def said(person, word, on="2026-01-02", **more):
        at = timezone.make_aware(dt.datetime.fromisoformat(f"{on}T12:00"))
        return Consent.objects.create(
            person=person, data_key=person.data_key, purpose="statistics", said=word, given_at=at, text_version=1,
            text_language="en", how="spoken", capacity="not-in-doubt", recorded_by=amina, **more,
        )  # fmt: skip

    return said


def test_whoever_objects_is_not_counted(case, hawa, give, facts, answer):
    give(case, "food", "2026-02-03")
    answer(hawa, "refused")
    assert facts(NAME) == []


def test_whoever_takes_a_yes_back_is_not_counted(case, hawa, give, facts, answer, amina):
    give(case, "food", "2026-02-03")
    answer(hawa, "given", withdrawn_at=timezone.now(), withdrawn_by=amina)
    assert facts(NAME) == []


def test_the_last_word_decides(case, hawa, give, facts, answer):
    give(case, "food", "2026-02-03")
    answer(hawa, "refused", on="2026-01-02")
    answer(hawa, "given", on="2026-01-03")
    assert len(facts(NAME)) == 1


def test_a_no_to_another_purpose_is_no_objection_to_figures(case, hawa, give, facts, answer):
    give(case, "food", "2026-02-03")
    refused = answer(hawa, "refused")
    refused.purpose = "story"
    refused.save()
    assert len(facts(NAME)) == 1


def test_two_records_of_one_person_are_one_fact(case, hawa, amina, ines, register, give, facts):
    again = register(amina, given_name="Hawwa")
    give(case, "food", "2026-02-03")
    give(open_case(again, Work.PROTECTION, by=amina), "cash", "2026-01-05")
    assert len(facts(NAME)) == 2

    merge_people(hawa, again, by=ines)
    (fact,) = facts(NAME)
    assert (fact["assisted_on"], fact["services"]) == (dt.date(2026, 1, 5), {"food", "cash"})


def test_what_was_opened_for_a_snapshot_is_in_the_trace(case, give, facts):
    give(case, "food", "2026-02-03")
    facts(NAME)
    entry = AuditEntry.objects.filter(event=Event.FACTS_READ).latest("sequence")
    assert (entry.who, entry.subject_model, entry.data) == (None, "casework.service", '{"rows":1}')


def test_every_service_has_a_sector():
    assert set(SECTOR_OF) == set(ServiceKind)


def test_a_country_lies_in_one_region():
    assert (REGION_OF["GM"], REGION_OF["SY"], REGION_OF["XK"]) == ("011", "145", "039")


@pytest.mark.parametrize("name", TABLES)
def test_every_table_holds_people_under_a_keyed_number_and_says_its_columns(name):
    table = next(one for one in fact_tables() if one.name == name)
    assert table.is_person
    assert table.schema.names[-1] == "key"
    assert all(column.hxl.startswith("#") for column in table.columns)


def test_information_managers_find_every_table_and_its_indicators_in_their_guide():
    guide = GUIDE.read_text(encoding="utf-8")
    lines = {line.split("`")[1]: line for line in guide.splitlines() if line.startswith("| `casework.")}
    assert set(lines) == set(TABLES)
    for one in brought().values():
        if one.facts in lines:
            assert f"`{one.code}`" in lines[one.facts]
