"""Accounts in the words of the mission: who works where, who may do what, and what happens when somebody leaves."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from cairn.guard.acts import give_role, group_of
from cairn.guard.models import AuditEntry, Notice, Office, Team, User
from cairn.guard.roles import Role
from cairn.guard.trace.events import Event
from signed_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def north() -> Office:
    return Office.objects.create(code="NORTH", name="North office")


@pytest.fixture
def river(north) -> Team:
    return Team.objects.create(office=north, code="RIVER", name="River team")


@pytest.fixture
def marek(db) -> User:
    user = User.objects.create_user("marek")
    give_role(user, Role.ADMINISTRATOR)
    return user


@pytest.fixture
def leila(db) -> User:
    user = User.objects.create_user("leila")
    give_role(user, Role.DATA_PROTECTION)
    return user


def form_of(user: User, **changed: object) -> dict[str, object]:
    said = {
        "username": user.username,
        "email": f"{user.username}@example.org",
        "first_name": "Some",
        "last_name": "Body",
        "is_active": "on",
        "office": user.office_id or "",
    }
    if user.pk:
        said["teams"] = [team.pk for team in user.teams.all()]
        said["groups"] = [group.pk for group in user.groups.all()]
    return said | changed


def edit(by: User, user: User, **changed: object):
    address = reverse("wagtailusers_users:edit", args=[user.pk])
    return signed_in(by).post(address, form_of(user, **changed))


def events() -> list[tuple[str, str, dict]]:
    return [(e.event, e.subject_id, e.details) for e in AuditEntry.objects.order_by("sequence")]


def test_a_colleague_gets_an_office_teams_and_roles(marek, amina, north, river):
    caseworker = group_of(Role.CASEWORKER).pk
    answer = edit(marek, amina, office=north.pk, teams=[river.pk], groups=[caseworker])
    assert answer.status_code == 302
    amina.refresh_from_db()
    assert (amina.office, list(amina.teams.all()), amina.role) == (north, [river], "caseworker")
    assert events() == [
        (Event.COLLEAGUE_PLACED, str(amina.pk), {"office": "NORTH"}),
        (Event.ROLE_GIVEN, str(amina.pk), {"role": "caseworker"}),
    ]


def test_a_new_colleague_is_made_in_one_page(marek, north):
    said = form_of(User(username="tomas"), office=north.pk, teams=[], groups=[group_of(Role.TRAINER).pk])
    said |= {"password1": "three grey herons wait", "password2": "three grey herons wait"}
    answer = signed_in(marek).post(reverse("wagtailusers_users:add"), said)
    assert answer.status_code == 302, answer.context["form"].errors
    tomas = User.objects.get(username="tomas")
    assert (tomas.office, tomas.role, tomas.is_superuser) == (north, "trainer", False)


def test_the_form_says_what_each_role_does(marek, amina):
    page = signed_in(marek).get(reverse("wagtailusers_users:edit", args=[amina.pk])).content.decode()
    assert "registers, assists and follows up people of their team" in page
    assert "A second factor is required." in page
    assert "Moderators" not in page
    assert "is_superuser" not in page


def test_nobody_is_made_superuser_by_a_form(marek, amina):
    edit(marek, amina, is_superuser="on")
    amina.refresh_from_db()
    assert not amina.is_superuser


def test_teams_belong_to_the_office(marek, amina, river):
    answer = edit(marek, amina, teams=[river.pk])
    assert answer.status_code == 200
    assert "own office" in str(answer.context["form"].errors["teams"])
    assert not amina.teams.exists()


def test_whoever_gives_themself_a_protected_role_is_seen(marek, leila, django_capture_on_commit_callbacks):
    groups = [group_of(Role.ADMINISTRATOR).pk, group_of(Role.CASE_SUPERVISOR).pk]
    with django_capture_on_commit_callbacks(execute=True):
        edit(marek, marek, groups=groups)
    notice = Notice.objects.get()
    assert notice.to == leila
    assert notice.sentence == "marek was given a role that reaches protected records."
    assert events()[-1] == (Event.ROLE_GIVEN, str(marek.pk), {"role": "case-supervisor"})


def test_a_role_of_the_newsroom_disturbs_nobody(marek, leila, amina, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        edit(marek, amina, groups=[group_of(Role.APPROVER).pk])
    assert not Notice.objects.exists()


def test_roles_given_to_several_at_once_are_traced_one_by_one(marek, amina, leila):
    address = f"/admin/bulk/guard/user/assign_role/?id={amina.pk}&id={leila.pk}"
    signed_in(marek).post(address, {"role": group_of(Role.TRAINER).pk})
    assert {who for _event, who, _data in events()} == {str(amina.pk), str(leila.pk)}
    assert amina.groups.filter(name="Trainer").exists()


def test_a_colleague_who_leaves_is_signed_out_everywhere(marek, amina):
    browser = signed_in(amina)
    give_role(amina, Role.TRAINER)
    assert browser.get("/admin/").status_code == 200
    edit(marek, amina, is_active="")
    assert browser.get("/admin/").status_code == 302
    assert all(
        session.get_decoded().get("_auth_user_id") != str(amina.pk) for session in Session.objects.all()
    )
    assert events()[-1][0] == Event.COLLEAGUE_DEACTIVATED


def test_several_accounts_are_closed_with_an_entry_for_each(marek, amina):
    browser = signed_in(amina)
    signed_in(marek).post(
        f"/admin/bulk/guard/user/set_active_state/?id={amina.pk}", {"mark_as_active": "False"}
    )
    amina.refresh_from_db()
    assert not amina.is_active
    assert browser.get("/admin/").status_code == 302
    assert events() == [(Event.COLLEAGUE_DEACTIVATED, str(amina.pk), {})]


def test_nobody_closes_their_own_account(marek):
    edit(marek, marek, is_active="")
    marek.refresh_from_db()
    assert marek.is_active


@pytest.mark.parametrize("by", ["marek", "root"])
def test_no_account_is_deleted_for_the_trace_names_it(by, marek, amina):
    root = User.objects.create_superuser("root")
    browser = signed_in({"marek": marek, "root": root}[by])
    browser.post(reverse("wagtailusers_users:delete", args=[amina.pk]))
    browser.post(f"/admin/bulk/guard/user/delete/?id={amina.pk}")
    assert User.objects.filter(pk=amina.pk).exists()


def test_only_those_who_may_place_colleagues_do(amina, leila):
    give_role(amina, Role.CASE_SUPERVISOR)
    assert edit(amina, leila, groups=[]).status_code == 302
    assert leila.groups.exists()


def test_offices_and_teams_are_kept_by_the_administrator(marek, leila, north):
    address = reverse("office:add")
    assert signed_in(leila).get(address).status_code == 302
    assert signed_in(marek).post(address, {"code": "EAST", "name": "East office"}).status_code == 302
    assert Office.objects.filter(code="EAST").exists()
    teams = reverse("team:add")
    signed_in(marek).post(teams, {"office": north.pk, "code": "LAKE", "name": "Lake team"})
    assert Team.objects.filter(office=north, code="LAKE").exists()
