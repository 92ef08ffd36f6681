"""Names of the dead whose time is over: found and told once, kept for a reason, or erased by a person and wholly."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cairn.guard.acts import give_role
from cairn.guard.edits.models import Change
from cairn.guard.models import AuditEntry, DataKey, Notice, Office, User
from cairn.guard.retention import months_after
from cairn.guard.roles import Role
from cairn.guard.scope import MayNot
from cairn.mission.errors import CairnError
from cairn.mission.worker import find_what_is_due
from cairn.people import receipts
from cairn.people.acts.retention import state_months_over
from cairn.people.papers.receipting import receipt_paper
from cairn.programmes.tracking.acts import (
    change_name,
    erase_name,
    find_names_due,
    keep_name,
    name_victim,
    record_new,
    remove_name,
)
from cairn.programmes.tracking.models import NamedVictim
from programmes.tracking.told import incident
from signed_in import signed_in

pytestmark = pytest.mark.django_db

NAME = "Wadaliqsan Ferrezzano"
REASON = "The inquest at Catania is still open."


def acting(name: str, role: Role, office: Office | None = None) -> User:
    user = User.objects.create(username=name, office=office)
    give_role(user, role)
    return user


@pytest.fixture
def salma(db) -> User:
    """Supervisor of the office that knows the name."""
    return acting("salma", Role.CASE_SUPERVISOR, Office.objects.create(code="NORTH", name="North office"))


@pytest.fixture
def leila(db) -> User:
    """The data protection officer."""
    return acting("leila", Role.DATA_PROTECTION)


@pytest.fixture
def named(salma, yusuf):
    """Writes a name down, some months ago."""
    sunk = record_new(incident("2015.MMP9", "2015-07-01"), by=yusuf)

    def write(months: int, name: str = NAME) -> NamedVictim:
        victim = name_victim(sunk, by=salma, name=name, born="1994")
        written = timezone.now() - dt.timedelta(days=31 * months)
        DataKey.objects.filter(pk=victim.data_key_id).update(made_at=written)
        return NamedVictim.objects.get(pk=victim.pk)

    return write


@pytest.fixture
def over(named, leila) -> NamedVictim:
    victim = named(121)
    find_names_due()
    return NamedVictim.objects.get(pk=victim.pk)


def at(name: str, *parts) -> str:
    return reverse(f"tracking:{name}", args=parts)


def within(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def waiting() -> list[NamedVictim]:
    return list(NamedVictim.objects.exclude(due_on=None))


def test_the_worker_finds_a_name_on_which_nobody_has_written_and_tells_of_it_once(leila, salma, named):
    old, _young = named(121), named(100)
    find_what_is_due()
    find_what_is_due()
    assert waiting() == [old]
    written = timezone.localdate(timezone.now() - dt.timedelta(days=31 * 121))
    assert waiting()[0].due_on == months_after(written, 120)
    assert [notice.kind for notice in Notice.objects.all()] == ["names-due"]
    assert Notice.objects.get().to == leila
    found = AuditEntry.objects.get(event="people:retention:found")
    assert (found.subject_model, found.details) == ("tracking.namedvictim", {"rows": 1})


def test_a_name_that_was_changed_lately_is_not_over(leila, salma, named):
    change_name(named(121), based_on=1, changes={"born": "1995"}, by=salma)
    assert find_names_due() == 0
    Change.objects.update(at=timezone.now() - dt.timedelta(days=31 * 121))
    assert find_names_due() == 1


def test_whoever_writes_on_a_name_that_waits_takes_it_off_the_list(leila, salma, over):
    change_name(over, based_on=1, changes={"born": "1995"}, by=salma)
    assert waiting() == []
    with pytest.raises(CairnError, match="waits for no decision"):
        erase_name(over, by=leila)
    assert signed_in(leila).get(at("name-erase", over.pk)).status_code == 404


def test_a_mission_may_keep_names_for_less_long(monkeypatch, leila, named):
    named(14)
    assert find_names_due() == 0
    shortened = type("M", (), {"retention": {"victim": 12}})
    monkeypatch.setattr("cairn.guard.retention.load_mission", lambda: shortened)
    assert find_names_due() == 1


def test_the_list_has_references_and_no_names_the_longest_overdue_first(leila, named):
    young, old = named(121), named(140)
    find_names_due()
    browser = signed_in(leila)
    assert at("names-over") in browser.get(at("named")).content.decode()
    answer = browser.get(at("names-over"))
    assert list(answer.context["rows"]) == [old, young]
    text = answer.content.decode()
    assert old.reference in text
    assert "2 names wait" in text
    assert NAME not in text
    assert AuditEntry.objects.latest("sequence").event == "people:retention:read"


def test_a_name_is_kept_for_a_reason_until_a_day_and_comes_back_then(leila, over):
    browser, until = signed_in(leila), within(100)
    assert NAME not in browser.get(at("name-keep", over.pk)).content.decode()
    told = {"reason": REASON, "keep_until": until.isoformat()}
    assert browser.post(at("name-keep", over.pk), told).url == at("names-over")
    kept = NamedVictim.objects.get()
    assert (kept.kept_for, kept.keep_until, kept.due_on, kept.name) == (REASON, until, None, NAME)
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.event, entry.details) == ("people:retention:decided", {"fate": "keep"})
    assert find_names_due(today=until) == 0
    assert find_names_due(today=until + dt.timedelta(days=1)) == 1
    assert REASON in browser.get(at("name-keep", over.pk)).content.decode()


@pytest.mark.parametrize(
    "said", [{"reason": "So."}, {"keep_until": None}, {"keep_until": within(0)}, {"keep_until": within(900)}]
)
def test_a_name_is_not_kept_without_a_reason_or_for_ever(leila, over, said):
    with pytest.raises(ValidationError):
        keep_name(over, by=leila, **{"reason": REASON, "keep_until": within(100), **said})
    assert waiting() == [over]


def test_an_erased_name_leaves_no_key_and_no_history(leila, salma, over):
    DataKey.objects.filter(pk=over.data_key_id).update(made_at=timezone.now())
    change_name(over, based_on=1, changes={"born": "1995"}, by=salma)
    for model, name in ((DataKey, "made_at"), (Change, "at")):
        model.objects.update(**{name: timezone.now() - dt.timedelta(days=31 * 121)})
    find_names_due()
    browser = signed_in(leila)
    assert NAME in browser.get(at("name-erase", over.pk)).content.decode()
    assert NamedVictim.objects.exists()
    assert browser.post(at("name-erase", over.pk)).url == at("names-over")
    assert not NamedVictim.objects.exists()
    assert not Change.objects.exists()
    assert DataKey.objects.get(pk=over.data_key_id).is_destroyed
    events = AuditEntry.objects.filter(subject_id=str(over.pk)).order_by("sequence")
    said = list(events.values_list("event", flat=True))[-2:]
    assert said == ["people:retention:decided", "tracking:victim:removed"]


def test_erasing_asks_again_who_is_there(leila, over):
    answer = signed_in(leila, stepped_up=False).get(at("name-erase", over.pk))
    assert answer.status_code == 302
    assert reverse("account_reauthenticate") in answer.url


def test_a_name_whose_time_is_not_over_is_not_erased(leila, named):
    victim = named(100)
    for act in (lambda: erase_name(victim, by=leila), lambda: remove_name(victim, by=leila)):
        with pytest.raises((CairnError, MayNot)):
            act()
    for page in ("name-erase", "name-keep"):
        assert signed_in(leila).get(at(page, victim.pk)).status_code == 404
    assert NamedVictim.objects.get() == victim


def test_nobody_else_decides(salma, yusuf, over):
    with pytest.raises(MayNot):
        keep_name(over, by=salma, reason=REASON, keep_until=within(100))
    with pytest.raises(MayNot):
        erase_name(over, by=salma)
    assert at("names-over") not in signed_in(salma).get(at("named")).content.decode()
    for user, refused in ((salma, 403), (yusuf, 404)):
        browser = signed_in(user)
        assert browser.get(at("names-over")).status_code == 403
        for page in ("name-keep", "name-erase"):
            assert browser.post(at(page, over.pk), {"reason": REASON}).status_code == refused
    assert waiting() == [over]


def test_a_month_states_how_many_names_went(leila, salma, over, named, monkeypatch):
    erase_name(over, by=leila)
    remove_name(named(1), by=salma)
    next_month, real = months_after(timezone.localdate(), 1), timezone.now()
    monkeypatch.setattr("cairn.people.acts.retention.timezone.now", lambda: real + dt.timedelta(days=32))
    [made] = state_months_over(today=next_month)
    assert (made.statement["names"], made.statement["people"]) == (2, 0)
    assert receipts.verify(made.statement).is_good
    assert receipt_paper(made.statement, "fr").startswith(b"%PDF")
    before = {name: said for name, said in made.statement.items() if name != "names"}
    assert receipt_paper(before, "fr").startswith(b"%PDF")
