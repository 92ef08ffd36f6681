"""The door of the workspace: who comes in, who waits, and whose session ends."""

import pytest
from allauth.mfa import adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cairn.guard.acts import give_role
from cairn.guard.models import AuditEntry, User
from cairn.guard.roles import Role, group_name
from cairn.guard.signin.middleware import LAST_ACT
from cairn.guard.trace.events import Event

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


def test_behind_a_proxy_the_guesser_is_locked_out_and_nobody_else(amina, settings):
    settings.AXES_CLIENT_IP_CALLABLE = "cairn.guard.signin.address.behind_proxy"

    def knock_through_proxy(password: str, seen: str, *, claimed: str = "192.0.2.1"):
        told = {"HTTP_X_FORWARDED_FOR": f"{claimed}, {seen}", "REMOTE_ADDR": "127.0.0.1"}
        return Client().post(reverse("account_login"), {"login": "amina", "password": password}, **told)

    for attempt in range(6):  # What the guesser claims to be does not help.
        knock_through_proxy("wrong", "203.0.113.9", claimed=f"192.0.2.{attempt}")
    assert knock_through_proxy(PASSWORD, "203.0.113.9").status_code == 429
    assert knock_through_proxy(PASSWORD, "192.0.2.1").status_code == 302


def test_passwords_are_kept_by_argon2():
    from cairn.mission.settings import base

    assert base.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


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
    give_role(amina, Role.CASEWORKER)
    TOTP.activate(amina, generate_totp_secret())
    client.force_login(amina, backend=settings.AUTHENTICATION_BACKENDS[1])
    assert client.get("/admin/").status_code == 200


def test_a_password_alone_does_not_open_an_account_with_a_second_factor(client, amina):
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


# What the trace tells of the door ----------------------------------------------------------------------


def told() -> list[tuple[str, int | None]]:
    return list(AuditEntry.objects.order_by("sequence").values_list("event", "who"))


def code_of(user: User) -> str:
    """The six digits that the colleague's telephone shows now."""
    factor = TOTP(Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP))
    secret = adapter.get_adapter().decrypt(factor.instance.data["secret"])
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_coming_and_going_is_an_entry(client, amina):
    knock(client, PASSWORD)
    client.post(reverse("account_logout"))
    assert told() == [(Event.SIGNED_IN, amina.pk), (Event.SIGNED_OUT, amina.pk)]


def test_an_idle_end_is_an_entry_too(client, amina, settings):
    knock(client, PASSWORD)
    client.get("/admin/")
    session = client.session
    session[LAST_ACT] -= settings.IDLE_MINUTES * 60 + 1
    session.save()
    client.get("/admin/")
    assert told()[-1] == (Event.SIGNED_OUT, amina.pk)


def test_a_wrong_password_is_told_of_whom_it_was_tried_on_and_what_was_typed_is_not_kept(client, amina):
    knock(client, "wrong")
    client.post(reverse("account_login"), {"login": PASSWORD, "password": "oh"})
    entry = AuditEntry.objects.get()
    assert (entry.event, entry.who, entry.subject_id) == (Event.SIGN_IN_REFUSED, None, str(amina.pk))


def test_whoever_guesses_does_not_fill_the_trace(amina):
    for number in range(25):
        knock(Client(), "wrong", address=f"203.0.113.{number}")
    assert AuditEntry.objects.count() == 20


def test_both_factors_open_the_door(client, amina):
    TOTP.activate(amina, generate_totp_secret())
    knock(client, PASSWORD)
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(amina)})
    assert answer.url == reverse("wagtailadmin_home")
    assert told() == [(Event.SIGNED_IN, amina.pk)]


def test_whoever_tries_codes_out_waits_and_the_trace_tells(client, amina):
    TOTP.activate(amina, generate_totp_secret())
    knock(client, PASSWORD)
    for _attempt in range(8):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert told() == [(Event.SECOND_FACTOR_FAILED, amina.pk)] * 6
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(amina)})
    assert "Wait a quarter of an hour" in answer.content.decode()


def test_the_wait_for_codes_ends_by_itself(client, amina, monkeypatch):
    import datetime as dt

    from cairn.guard.signin import reads

    TOTP.activate(amina, generate_totp_secret())
    knock(client, PASSWORD)
    for _attempt in range(6):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    monkeypatch.setattr(reads, "WAIT", dt.timedelta(0))
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(amina)})
    assert answer.status_code == 302


def test_the_secret_of_codes_lies_sealed(amina):
    secret = generate_totp_secret()
    TOTP.activate(amina, secret)
    assert secret not in str(Authenticator.objects.get(user=amina).data)


def test_a_second_factor_that_is_set_up_or_removed_is_an_entry(
    client, amina, django_capture_on_commit_callbacks
):
    give_role(amina, Role.CASEWORKER)
    knock(client, PASSWORD)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code})
    assert (Event.SECOND_FACTOR_ADDED, amina.pk) in told()
    client.post(reverse("mfa_deactivate_totp"))
    assert told()[-1] == (Event.SECOND_FACTOR_REMOVED, amina.pk)


def test_a_screen_that_steps_up_is_reached_with_a_code(client, amina):
    give_role(amina, Role.CASEWORKER)
    TOTP.activate(amina, generate_totp_secret())
    knock(client, PASSWORD)
    client.post(reverse("mfa_authenticate"), {"code": code_of(amina)})
    there = reverse("guard:glass")
    asked = client.get(there)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    page = client.get(asked.url)
    back = client.post(asked.url, {"password": PASSWORD, "next": there})
    assert page.status_code == 200
    assert back.url == there
    assert client.get(there).status_code == 200
