"""The door in a real browser: a code or a passkey, recovery codes, and showing once more who is there."""

import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from cairn.guard.acts import give_role
from cairn.guard.models import User
from cairn.guard.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "three grey herons wait"


@pytest.fixture
def amina(transactional_db) -> User:
    user = User.objects.create_user("amina", "amina@example.org", PASSWORD)
    give_role(user, Role.CASEWORKER)
    return user


@pytest.fixture
def page(browser, live_server, amina):
    """A browser at the door. Passkeys belong to a name, so it is localhost and no number."""
    context = browser.new_context(base_url=live_server.url.replace("127.0.0.1", "localhost"))
    yield context.new_page()
    context.close()


def press(page, selector: str) -> None:
    """Press a button that leads to a page, and wait for that page."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def with_password(page) -> None:
    page.goto(reverse("account_login"))
    page.fill("input[name=login]", "amina")
    page.fill("input[name=password]", PASSWORD)
    press(page, "form:has(input[name=password]) button[type=submit]")


def show_again(page) -> None:
    """Where the page asks who is there."""
    if "reauthenticate" in page.url:
        page.fill("input[name=password]", PASSWORD)
        press(page, "form:has(input[name=password]) button")


def set_up_codes(page) -> str:
    """Set up a telephone; answer its secret."""
    page.goto(reverse("mfa_activate_totp"))
    show_again(page)
    secret = page.locator("#authenticator_secret, input[disabled], code").first
    text = secret.input_value() if secret.evaluate("e => e.tagName") == "INPUT" else secret.inner_text()
    page.fill("input[name=code]", code_for(text))
    press(page, "form:has(input[name=code]) button")
    return text


def code_for(secret: str) -> str:
    counter = next(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def passkey_device(page) -> None:
    """A telephone or a key that says yes by itself, as Chromium's own tests have it."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_out(page) -> None:
    page.goto(reverse("account_logout"))
    press(page, "main form button")


def test_a_caseworker_sets_up_codes_and_comes_in(page):
    with_password(page)
    assert reverse("mfa_index") in page.url
    set_up_codes(page)
    page.goto("/admin/")
    assert page.url.endswith("/admin/")
    page.goto(reverse("mfa_view_recovery_codes"))
    show_again(page)
    assert len(re.findall(r"\b\d{8}\b", page.locator("main").inner_text() + page.content())) >= 10


def test_a_recovery_code_opens_the_door_once(page):
    with_password(page)
    set_up_codes(page)
    page.goto(reverse("mfa_view_recovery_codes"))
    show_again(page)
    code = re.findall(r"\b\d{8}\b", page.content())[0]
    for opens in (True, False):
        sign_out(page)
        with_password(page)
        page.fill("input[name=code]", code)
        press(page, "form:has(input[name=code]) button[type=submit]")
        assert page.url.endswith("/admin/") == opens
        if not opens:
            assert page.locator("form:has(input[name=code])").first.is_visible()


def test_a_passkey_is_set_up_and_opens_the_door_without_a_password(page):
    passkey_device(page)
    with_password(page)
    page.goto(reverse("mfa_add_webauthn"))
    show_again(page)
    page.fill("input[name=name]", "Telephone")
    if page.locator("input[name=passwordless]").count():
        page.check("input[name=passwordless]")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda address: "/add/" not in address)
    page.goto("/admin/")
    assert page.url.endswith("/admin/")
    sign_out(page)
    page.goto(reverse("account_login"))
    page.locator("#passkey_login").click()
    page.wait_for_url("**/admin/")


def test_breaking_the_glass_asks_for_a_code_and_comes_back(page):
    with_password(page)
    set_up_codes(page)
    page.context.clear_cookies()
    with_password(page)
    page.fill("input[name=code]", next_code())
    press(page, "form:has(input[name=code]) button[type=submit]")
    page.goto(reverse("guard:glass"))
    assert reverse("account_reauthenticate") in page.url
    show_again(page)
    assert page.url.endswith(reverse("guard:glass"))
    page.fill("input[name=reference]", "2222-2222")
    page.fill("textarea[name=reason]", "She stands at our door and needs her medicine.")
    press(page, "main form button.serious, .cairn-form button[type=submit]")
    assert "No record has this code" in page.content()


def next_code() -> str:
    """A code serves once, so the next one is made ahead: clocks of telephones go wrong by half a minute as well."""
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator

    factor = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    secret = get_adapter().decrypt(factor.data["secret"])
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()) + 1))
