"""Decisions of a mechanism count once for each person, with the days that they took."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from cairn.programmes.casework.acts import open_case
from cairn.programmes.casework.codes import Work
from cairn.programmes.casework.models import NationalReferral, ReferralStep

pytestmark = pytest.mark.django_db
NAME = "casework.decided"


@pytest.fixture
def refer(hawa, amina):
    """A referral of Hawa's to the mechanism of the United Kingdom, with its steps and their days."""

    def referred(**steps):
        case = open_case(hawa, Work.TRAFFICKING, by=amina)
        row = NationalReferral.objects.create(
            case=case, data_key=case.data_key, mechanism="nrm-uk", basis="consent", of_child=False,
            first_responder="police",
        )  # fmt: skip
        for name, day in steps.items():
            ReferralStep.objects.create(
                case=case, data_key=case.data_key, referral=row, step=name.replace("_", "-"),
                happened_at=dt.datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=ZoneInfo("Europe/London")),
            )  # fmt: skip

    return referred


def test_each_decision_is_a_fact_with_its_days_from_the_referral(refer, facts):
    refer(sent="2026-03-02", reasonable_positive="2026-03-09", conclusive_negative="2026-06-30")

    first, final = sorted(facts(NAME), key=lambda fact: fact["decided_on"])
    assert (first["decision"], first["outcome"], first["days"]) == ("first", "positive", "0-7")
    assert (final["decision"], final["outcome"], final["days"]) == ("final", "negative", "91-180")
    assert (first["mechanism"], first["sex"]) == ("nrm-uk", "female")


@pytest.mark.parametrize(("on", "said"), [("2026-03-09", "in-time"), ("2026-03-10", "late")])
def test_in_time_is_within_five_working_days(refer, facts, on, said):
    refer(sent="2026-03-02", reasonable_negative=on)
    assert [fact["in_time"] for fact in facts(NAME)] == [said]


def test_recovery_is_no_limit_so_a_final_decision_is_never_late(refer, facts):
    refer(sent="2026-03-02", reasonable_positive="2026-03-03", conclusive_positive="2026-03-04")
    assert [fact["in_time"] for fact in facts(NAME) if fact["decision"] == "final"] == [None]


def test_what_is_reconsidered_changes_no_figure(refer, facts):
    refer(
        sent="2026-03-02", reasonable_negative="2026-03-09", reasonable_reconsidered="2026-03-20",
        reasonable_positive="2026-03-25",
    )  # fmt: skip
    assert [(fact["outcome"], fact["decided_on"]) for fact in facts(NAME)] == [
        ("negative", dt.date(2026, 3, 9))
    ]


def test_whoever_is_referred_again_counts_once_for_each_decision(refer, facts):
    refer(sent="2025-03-03", reasonable_negative="2025-03-05", withdrawn="2025-04-01")
    refer(sent="2026-03-02", reasonable_positive="2026-03-04")
    assert [fact["outcome"] for fact in facts(NAME)] == ["negative"]


def test_a_referral_that_waits_or_was_withdrawn_is_no_decision(refer, facts):
    refer(sent="2026-03-02", withdrawn="2026-03-03")
    assert facts(NAME) == []
