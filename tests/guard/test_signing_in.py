"""The door of the workspace: who comes in, who waits, and whose session ends."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cairn.guard.acts import give_role
from cairn.guard.models import User
from cairn.guard.roles import Role, group_name
from cairn.guard.signin.middleware import LAST_ACT

pytestmark = pytest.mark.django_db
PASSWORD = "three grey herons wait"


@pytest.fixture
def amina() -> User:
    user = User.objects.create_user("amina", password=PASSWORD)
    user.groups.add(Group.objects.get(name=group_name(Role.COMMUNICATIONS)))
    return user


def knock(client: Client, password: str, *, address: str = "192.0.2.1"):
    return client.post(
        reverse("account_login"), {"login": "amina", "password": password}, REMOTE_ADDR=address
    )


def test_a_colleague_comes_in_and_ends_in_the_workspace(client, amina):
    answer = knock(client, PASSWORD)
    assert answer.status_code == 302
    assert answer.url == reverse("wagtailadmin_home")
    assert client.get(answer.url).status_code == 200


def test_wagtails_own_door_leads_to_ours(client):
    answer = client.get("/admin/login/?next=/admin/pages/")
    assert answer.status_code == 302
    assert answer.url == f"{reverse('account_login')}?next=/admin/pages/"


def test_nobody_signs_up_by_themselves(client):
    answer = client.post(
        reverse("account_signup"), {"username": "eve", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert answer.status_code != 500
    assert not User.objects.filter(username="eve").exists()


def test_the_page_after_signing_in_stays_within_the_workspace(client, amina):
    answer = client.post(
        reverse("account_login") + "?next=https://elsewhere.example/",
        {"login": "amina", "password": PASSWORD, "next": "https://elsewhere.example/"},
    )
    assert "elsewhere" not in answer.url


def test_whoever_guesses_waits_and_the_colleague_elsewhere_does_not(amina):
    for _attempt in range(6):
        refused = knock(Client(), "wrong", address="203.0.113.9")
    assert refused.status_code == 429
    assert knock(Client(), PASSWORD, address="203.0.113.9").status_code == 429
    assert knock(Client(), PASSWORD, address="192.0.2.1").status_code == 302


def test_a_lock_opens_by_itself(amina, settings):
    for _attempt in range(6):
        knock(Client(), "wrong")
    from axes.models import AccessAttempt

    AccessAttempt.objects.update(attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME * 2)
    assert knock(Client(), PASSWORD).status_code == 302


def test_an_idle_session_ends_and_comes_back_to_its_page(client, amina, settings):
    client.force_login(amina, backend=settings.AUTHENTICATION_BACKENDS[1])
    client.get("/admin/")
    session = client.session
    session[LAST_ACT] -= settings.IDLE_MINUTES * 60 + 1
    session.save()
    answer = client.get("/admin/pages/")
    assert answer.url == f"{reverse('account_login')}?next=/admin/pages/"
    assert "_auth_user_id" not in client.session


def test_an_editor_left_open_does_not_keep_a_session_alive(client, amina, settings):
    client.force_login(amina, backend=settings.AUTHENTICATION_BACKENDS[1])
    client.get("/admin/")
    session = client.session
    session[LAST_ACT] -= 600
    session.save()
    client.post("/admin/editing-sessions/ping/newsroom/storypage/1/1/")
    assert client.session[LAST_ACT] == session[LAST_ACT]


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.DATA_PROTECTION, Role.AUDITOR])
def test_a_role_that_sees_protected_rows_needs_a_second_factor(client, amina, settings, role):
    give_role(amina, role)
    client.force_login(amina, backend=settings.AUTHENTICATION_BACKENDS[1])
    answer = client.get("/admin/")
    assert answer.url == reverse("mfa_index")
    assert client.get(answer.url).status_code == 200


def test_with_a_second_factor_the_way_is_open(client, amina, settings):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    give_role(amina, Role.CASEWORKER)
    TOTP.activate(amina, generate_totp_secret())
    client.force_login(amina, backend=settings.AUTHENTICATION_BACKENDS[1])
    assert client.get("/admin/").status_code == 200


def test_a_password_alone_does_not_open_an_account_with_a_second_factor(client, amina):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(amina, generate_totp_secret())
    answer = knock(client, PASSWORD)
    assert answer.url == reverse("mfa_authenticate")
    assert client.get("/admin/").status_code == 302


def test_the_door_offers_only_what_is_open(client):
    page = client.get(reverse("account_login")).content.decode()
    assert reverse("account_signup") not in page
    assert reverse("account_reset_password") not in page
    assert "passkey" in page
    assert 'aria-label="Wagtail"' not in page
