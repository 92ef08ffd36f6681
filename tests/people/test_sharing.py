"""Nothing is shared without a clear yes to this purpose and this partner, and a no holds from the moment it is said."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.guard.models import AuditEntry
from cairn.guard.purposes import PURPOSES, Kind, Purpose
from cairn.people.acts import (
    ask_exemption,
    change_person,
    decide_exemption,
    merge_people,
    relate,
    withdraw_consent,
)
from cairn.people.models import Consent, Person
from cairn.people.sharing import MayNotShare, ensure_may_share, may_share, who_objects

pytestmark = pytest.mark.django_db

SERVICE = Purpose.PARTNER_SERVICE
TODAY = timezone.localdate


def shared(person, purpose=SERVICE, partner="CLINIC", on=None):
    return may_share(person, purpose=purpose, partner=partner, on=on)


def test_nobody_who_was_not_asked_is_shared(hawa):
    answer = shared(hawa)
    assert not answer.allowed
    assert "not been asked" in answer.why
    assert answer.what_to_do
    assert answer.covers == frozenset()


def test_a_yes_opens_one_purpose_with_one_partner(amina, hawa, ask):
    consent = ask(hawa, amina, SERVICE, partner_code="CLINIC")
    answer = shared(hawa)
    assert (answer.allowed, answer.consent, answer.covers) == (True, consent.pk, PURPOSES[SERVICE].covers)
    assert not shared(hawa, partner="SHELTER").allowed
    assert not shared(hawa, purpose=Purpose.NATIONAL_REFERRAL).allowed
    assert not shared(hawa, partner=None).allowed


def test_what_a_purpose_covers_is_no_more_than_it_needs():
    assert Kind.IDENTITY not in PURPOSES[Purpose.RESEARCH].covers
    assert Kind.FILES not in PURPOSES[Purpose.PARTNER_SERVICE].covers
    assert Kind.IDENTITY not in PURPOSES[Purpose.STORY].covers


def test_a_withdrawal_closes_at_once(amina, hawa, ask):
    consent = ask(hawa, amina, SERVICE, partner_code="CLINIC")
    withdraw_consent(consent, by=amina, how="In person")
    answer = shared(hawa)
    assert not answer.allowed
    assert "withdrawn" in answer.why


def test_the_last_word_counts(amina, hawa, ask):
    yesterday, now = timezone.now() - dt.timedelta(days=1), timezone.now()
    ask(hawa, amina, SERVICE, partner_code="CLINIC", said="refused", given_at=now)
    ask(hawa, amina, SERVICE, partner_code="CLINIC", given_at=yesterday)
    assert "said no" in shared(hawa).why
    ask(hawa, amina, SERVICE, partner_code="CLINIC", given_at=timezone.now())
    assert shared(hawa).allowed


def test_an_old_paper_that_comes_in_late_does_not_open_what_was_taken_back(amina, hawa, ask):
    weeks_ago = timezone.now() - dt.timedelta(days=20)
    first = ask(hawa, amina, SERVICE, partner_code="CLINIC", given_at=weeks_ago)
    withdraw_consent(first, by=amina, how="In person")
    ask(hawa, amina, SERVICE, partner_code="CLINIC", given_at=weeks_ago + dt.timedelta(days=10))
    assert not shared(hawa).allowed


def test_a_consent_is_over_after_its_last_day(amina, hawa, ask):
    last = TODAY() + dt.timedelta(days=30)
    ask(hawa, amina, SERVICE, partner_code="CLINIC", valid_until=last)
    assert shared(hawa, on=last).allowed
    assert "over" in shared(hawa, on=last + dt.timedelta(days=1)).why


def test_nothing_was_agreed_before_the_day_it_was(amina, hawa, ask):
    ask(hawa, amina, SERVICE, partner_code="CLINIC")
    assert not shared(hawa, on=TODAY() - dt.timedelta(days=1)).allowed


def test_a_text_that_promised_something_else_counts_no_more(amina, hawa, ask, monkeypatch):
    import dataclasses

    ask(hawa, amina, SERVICE, partner_code="CLINIC")
    newer = dataclasses.replace(PURPOSES[SERVICE], oldest_text=2)
    monkeypatch.setitem(PURPOSES, SERVICE, newer)
    answer = shared(hawa)
    assert not answer.allowed
    assert "older text" in answer.why


def test_figures_rest_on_the_mandate_until_somebody_objects(amina, hawa, ask):
    assert may_share(hawa, purpose=Purpose.STATISTICS).allowed
    ask(hawa, amina, Purpose.STATISTICS, said="refused")
    assert not may_share(hawa, purpose=Purpose.STATISTICS).allowed


def test_of_many_only_those_who_object_are_named(amina, hawa, musa, register, ask):
    silent = register(amina, "Ebrima")
    ask(hawa, amina, Purpose.STATISTICS, said="refused")
    ask(musa, amina, Purpose.STORY, said="refused")
    people = [hawa.pk, musa.pk, silent.pk]
    assert who_objects(people, purpose=Purpose.STATISTICS) == {hawa.pk}


# Whoever is in danger ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("purpose", "flag"),
    [
        (Purpose.FAMILY_TRACING, "family"),
        (Purpose.STORY, "watched"),
        (Purpose.VOLUNTARY_RETURN, "embassy"),
    ],
)
def test_a_flag_stops_what_could_harm_them(amina, hawa, ask, purpose, flag):
    partner = "RCRC" if PURPOSES[purpose].needs_partner else ""
    ask(hawa, amina, purpose, partner_code=partner)
    assert shared(hawa, purpose, partner).allowed
    outcome = change_person(hawa, based_on=1, changes={"flags": [flag]}, by=amina)
    answer = shared(outcome.row, purpose, partner)
    assert not answer.allowed
    assert "harm" in answer.why


# Children ---------------------------------------------------------------------------------------------------


@pytest.fixture
def musa_s_mother(amina, hawa, musa):
    relate(hawa, musa, kind="parent", by=amina)
    return hawa


def test_a_child_s_no_counts_as_much_as_the_guardian_s_yes(amina, musa, musa_s_mother, ask):
    told = {"partner_code": "CLINIC", "spoken_for": "child", "guardian": musa_s_mother}
    ask(musa, amina, SERVICE, child_agrees=False, **told)
    assert "child did not" in shared(musa).why
    ask(musa, amina, SERVICE, child_agrees=True, **told)
    assert shared(musa).allowed


@pytest.mark.parametrize(
    "changes",
    [{"born": f"{TODAY().year - 16}-01-01"}, {"birth_certainty": "disputed"}],
    ids=["young", "disputed"],
)
def test_somebody_who_turns_out_to_be_a_child_was_not_spoken_for(amina, hawa, ask, changes):
    ask(hawa, amina, SERVICE, partner_code="CLINIC")
    younger = change_person(hawa, based_on=1, changes=changes, by=amina).row
    assert "may be one" in shared(younger).why


def test_a_child_who_has_grown_up_is_asked_themselves(amina, musa, musa_s_mother, ask):
    """The consent of a guardian ends with childhood, whatever day it was to last until."""
    told = {"partner_code": "CLINIC", "spoken_for": "child", "guardian": musa_s_mother, "child_agrees": True}
    ask(musa, amina, SERVICE, **told)
    older = change_person(musa, based_on=1, changes={"born": str(TODAY().year - 30)}, by=amina).row
    assert "grown up" in shared(older).why


def test_whoever_cannot_decide_is_spoken_for(amina, hawa, ask):
    ask(
        hawa,
        amina,
        SERVICE,
        partner_code="CLINIC",
        capacity="not-now",
        capacity_note="In a coma.",
        spoken_for="capacity",
        guardian_name="Lamin Ceesay",
        guardian_papers="Order of the court",
    )
    assert shared(hawa).allowed


# Without consent --------------------------------------------------------------------------------------------


@pytest.fixture
def exempted(amina, salma, hawa):
    asked = ask_exemption(
        hawa,
        by=amina,
        purpose=SERVICE,
        partner_code="CLINIC",
        kind="vital-interest",
        reason="She is unconscious, and the clinic must know her blood group.",
        valid_until=TODAY() + dt.timedelta(days=3),
    )
    return decide_exemption(asked, approve=True, by=salma)


def test_an_exemption_opens_for_a_while_and_each_use_is_traced(amina, hawa, exempted):
    answer = ensure_may_share(hawa, purpose=SERVICE, partner="CLINIC", by=amina)
    assert (answer.allowed, answer.exemption, answer.consent) == (True, exempted.pk, None)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.event, entry.details) == ("people:exemption:used", {"exemption": str(exempted.pk)})
    assert not shared(hawa, partner="SHELTER").allowed
    assert not shared(hawa, on=TODAY() + dt.timedelta(days=4)).allowed


def test_a_request_that_nobody_approved_opens_nothing(amina, salma, hawa):
    asked = ask_exemption(
        hawa,
        by=amina,
        purpose=SERVICE,
        partner_code="CLINIC",
        kind="legal-duty",
        reason="Section 47 of the Children Act asks for it.",
    )
    assert not shared(hawa).allowed
    decide_exemption(asked, approve=False, by=salma)
    assert not shared(hawa).allowed


def test_where_they_agreed_no_exemption_is_used(amina, hawa, exempted, ask):
    consent = ask(hawa, amina, SERVICE, partner_code="CLINIC")
    answer = ensure_may_share(hawa, purpose=SERVICE, partner="CLINIC", by=amina)
    assert (answer.consent, answer.exemption) == (consent.pk, None)


# The gate ---------------------------------------------------------------------------------------------------


def test_the_gate_refuses_with_what_to_do(amina, hawa):
    with pytest.raises(MayNotShare) as refused:
        ensure_may_share(hawa, purpose=SERVICE, partner="CLINIC", by=amina)
    assert "not been asked" in str(refused.value)
    assert "Read the text out" in str(refused.value)


def test_a_purpose_that_nobody_declared_is_no_purpose(hawa):
    with pytest.raises(ValueError, match="marketing"):
        may_share(hawa, purpose="marketing")


def test_answers_of_a_joined_record_count_for_the_one_that_remains(amina, ines, hawa, register, ask):
    double = register(amina, "Hawa", "Jallow")
    ask(double, amina, SERVICE, partner_code="CLINIC")
    merge_people(hawa, double, by=ines)
    assert shared(hawa).allowed


moments = st.lists(
    st.tuples(st.sampled_from(["given", "refused", "withdraw"]), st.integers(0, 40)), min_size=1, max_size=8
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=moments)
def test_whatever_was_said_in_whatever_order_the_last_word_decides(amina, register, ask, story):
    """Answers are written down in any order; what is shared follows the day on which each was said."""
    person: Person = register(amina)
    now, said = timezone.now(), []
    for what, days in story:
        given = Consent.objects.filter(person=person, withdrawn_at=None)
        given = [each for each in given if each.said == "given"]
        if what == "withdraw":
            if given:
                withdraw_consent(given[days % len(given)], by=amina, how="In person")
                said.append((timezone.now(), "withdrawn"))
            continue
        at = now - dt.timedelta(days=days, seconds=len(said) + 1)
        ask(person, amina, SERVICE, partner_code="CLINIC", said=what, given_at=at)
        said.append((at, what))
    assert shared(person).allowed == (max(said)[1] == "given" if said else False)
