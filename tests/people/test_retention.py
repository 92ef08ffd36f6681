"""What nobody needs any more is found by itself, decided by a person, and each month says what was deleted."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cairn.guard.models import AuditEntry, Notice
from cairn.guard.retention import PERIODS, Keeps, months_after, months_kept
from cairn.guard.scope import MayNot
from cairn.mission.config import MissionConfig, load_mission
from cairn.mission.errors import CairnError
from cairn.people import receipts
from cairn.people.acts import (
    add_part,
    decide_retention,
    erase_person,
    keep_at_least,
    merge_people,
    place_hold,
    weigh_erasure,
)
from cairn.people.acts.retention import find_due, state_deletions, state_months_over
from cairn.people.keeping import due_on, last_worked_on, moments
from cairn.people.models import Contact, DeletionStatement, Person, RetentionReview
from cairn.people.reads import people_of

pytestmark = pytest.mark.django_db

REASON = "The case is closed and nobody has come back."


def ago(months: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=31 * months)


@pytest.fixture
def forgotten(amina, register) -> Person:
    """Registered four years ago, and nobody has worked with them since."""
    person = register(amina, "Sainey", "Ceesay")
    Person.objects.filter(pk=person.pk).update(registered_at=ago(48))
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def review(forgotten) -> RetentionReview:
    find_due()
    return RetentionReview.objects.get()


def test_whoever_nobody_has_worked_with_is_due(leila, forgotten, hawa):
    assert find_due() == 1
    review = RetentionReview.objects.get()
    assert (review.person, review.category) == (forgotten, "register")
    assert review.due_on == months_after(last_worked_on(forgotten), 36)
    assert [notice.kind for notice in Notice.objects.filter(to=leila)] == ["retention-due"]
    assert AuditEntry.objects.latest("sequence").details == {"rows": 1}


def test_nobody_is_found_twice(leila, review):
    assert find_due() == 0
    assert Notice.objects.filter(to=leila).count() == 1


def test_whoever_was_worked_with_lately_is_not_due(amina, forgotten):
    add_part(forgotten, Contact, by=amina, kind="phone", value="+220 555 0134")
    assert find_due() == 0
    assert due_on(forgotten) > timezone.localdate()


def test_a_longer_category_keeps_longer(forgotten):
    keep_at_least(forgotten, Keeps.TRAFFICKING)
    assert find_due() == 0
    keep_at_least(forgotten, Keeps.INQUIRY)
    assert Person.objects.get(pk=forgotten.pk).retention_category == "trafficking"


def test_a_category_that_nobody_declares_is_kept_as_short_as_any(amina, register):
    person = register(amina, "Binta")
    Person.objects.filter(pk=person.pk).update(registered_at=ago(14), retention_category="forgotten-word")
    assert months_kept("forgotten-word") == 12
    assert find_due() == 1


def test_a_mission_keeps_for_less_long_and_never_longer(monkeypatch):
    def with_(**periods) -> None:
        shortened = type("M", (), {"retention": periods})
        monkeypatch.setattr("cairn.guard.retention.load_mission", lambda: shortened)

    with_(register=6)
    assert months_kept("register") == 6
    with_(register=600)
    assert months_kept("register") == PERIODS[Keeps.REGISTER].months


@pytest.mark.parametrize(
    ("periods", "said"), [({"register": 37}, "never lengthen"), ({"gossip": 1}, "one of the categories")]
)
def test_settings_that_lengthen_are_refused(periods, said):
    told = load_mission().model_dump() | {"retention": periods}
    with pytest.raises(ValueError, match=said):
        MissionConfig(**told)


def test_a_record_that_was_joined_goes_with_the_other(ines, forgotten, hawa):
    merge_people(hawa, forgotten, by=ines)
    assert find_due() == 0


@pytest.mark.parametrize("further", [False, True])
def test_work_with_a_record_that_was_joined_in_counts(ines, amina, forgotten, register, further):
    """What was written to it before the two were joined, and hangs on the other since, is work with one person."""
    joined = register(amina, "Sainey", "Sisay")
    add_part(joined, Contact, by=amina, kind="phone", value="+220 555 0134")
    into = register(amina, "Sainey", "Cisse") if further else forgotten
    merge_people(into, joined, by=ines)
    if further:
        merge_people(forgotten, into, by=ines)
    grown_old(forgotten, into)
    assert find_due() == 0
    grown_old(joined)
    assert find_due() == 1


def grown_old(*people: Person) -> None:
    """Whatever was done with their records was done four years ago."""
    for model, name in moments():
        done = model._base_manager.filter(data_key__in=[each.data_key_id for each in people])
        done.exclude(**{name: None}).update(**{name: ago(48)})


# Deciding ---------------------------------------------------------------------------------------------------


def test_what_is_kept_comes_back_when_its_time_is_over(leila, review):
    until = timezone.localdate() + dt.timedelta(days=100)
    decide_retention(review, fate="keep", reason=REASON, keep_until=until, by=leila)
    assert find_due() == 0
    assert find_due(today=until + dt.timedelta(days=1)) == 1


def test_what_is_archived_is_on_no_list_and_comes_back_in_a_year(leila, ines, review):
    decide_retention(review, fate="archive", reason=REASON, by=leila)
    assert review.person not in people_of(ines)
    assert find_due(today=timezone.localdate() + dt.timedelta(days=400)) == 1


def test_what_is_to_be_erased_is_erased_by_an_act_of_its_own(leila, review):
    decided = decide_retention(review, fate="erase", reason=REASON, by=leila)
    assert decided.person in Person.objects.all()
    assert find_due() == 0
    seen = weigh_erasure(decided.person, by=leila).fingerprint
    erase_person(decided.person, by=leila, why="retention-over", reason=REASON, seen=seen)
    assert not RetentionReview.objects.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"fate": "keep"}, "keep_until"),
        ({"fate": "keep", "keep_until": timezone.localdate()}, "keep_until"),
        ({"fate": "keep", "keep_until": timezone.localdate() + dt.timedelta(days=800)}, "keep_until"),
        ({"fate": "archive", "reason": "old"}, "reason"),
        ({"fate": "open"}, "fate"),
        ({"fate": "publish"}, "fate"),
    ],
)
def test_a_decision_has_a_reason_and_an_end(leila, review, said, field):
    with pytest.raises(ValidationError) as refused:
        decide_retention(review, **{"reason": REASON, **said}, by=leila)
    assert field in refused.value.error_dict


def test_a_decision_is_taken_once_by_the_data_protection_officer(leila, amina, review):
    with pytest.raises(MayNot):
        decide_retention(review, fate="archive", reason=REASON, by=amina)
    decide_retention(review, fate="archive", reason=REASON, by=leila)
    with pytest.raises(CairnError, match="already"):
        decide_retention(review, fate="erase", reason=REASON, by=leila)
    assert AuditEntry.objects.latest("sequence").details["fate"] == "archive"


def test_a_merge_does_not_trip_over_reviews(amina, ines, leila, review, register):
    other = register(amina, "Sainey", "Cisse")
    Person.objects.filter(pk=other.pk).update(registered_at=ago(48))
    find_due()
    merge_people(review.person, other, by=ines)
    assert RetentionReview.objects.filter(person=review.person).count() == 1


def test_a_hold_is_looked_at_again(leila, hawa):
    for day in (timezone.localdate(), timezone.localdate() + dt.timedelta(days=900)):
        with pytest.raises(ValidationError):
            place_hold(hawa, by=leila, reason="The labour court asks for it.", review_on=day)


# Stating ----------------------------------------------------------------------------------------------------


def test_a_month_that_is_over_is_stated_and_signed(leila, amina, register, monkeypatch):
    for name, why in (("Awa", "asked"), ("Binta", "mistake")):
        person = register(amina, name)
        seen = weigh_erasure(person, by=leila).fingerprint
        erase_person(person, by=leila, why=why, reason=REASON, seen=seen)
    next_month = months_after(timezone.localdate(), 1)
    real = timezone.now()
    monkeypatch.setattr("cairn.people.acts.retention.timezone.now", lambda: real + dt.timedelta(days=32))
    [made] = state_months_over(today=next_month)
    assert made.statement["people"] == 2
    assert made.statement["by_ground"] == {"asked": 1, "mistake": 1}
    assert made.statement["by_category"] == {"register": 2}
    assert made.statement["rows"]["people.Person"] == 2
    assert receipts.verify(made.statement).is_good
    assert state_months_over(today=next_month) == []
    assert DeletionStatement.objects.get() == made


def test_a_month_that_is_not_over_has_no_statement():
    with pytest.raises(CairnError, match="not over"):
        state_deletions(f"{timezone.localdate():%Y-%m}")


def test_a_month_without_erasures_is_stated_too():
    assert [made.statement["people"] for made in state_months_over()] == [0]


def test_no_month_is_left_out_while_the_machine_was_off():
    last = months_after(timezone.localdate().replace(day=1), -1)
    state_deletions(f"{months_after(last, -3):%Y-%m}")
    months = [made.month for made in state_months_over()]
    assert months == [f"{months_after(last, -back):%Y-%m}" for back in (2, 1, 0)]
