"""The screens of the register can be used by everybody: by axe's rules, on a phone, by keyboard, and without scripts."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from browser.axe import OURS, faults
from register_cast import Cast, stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db) -> Cast:
    return stage()


@pytest.fixture
def colleague(browser, live_server, cast) -> Iterator[Callable[..., Page]]:
    """A page of the workspace as somebody who is signed in meets it."""
    opened: list[BrowserContext] = []

    def come_in(name: str = "amina", **circumstances: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **circumstances)
        context.add_cookies([{"name": "sessionid", "value": cast.sessions[name], "url": live_server.url}])
        opened.append(context)
        return context.new_page()

    yield come_in
    for context in opened:
        context.close()


def speak(language: str) -> None:
    from wagtail.users.models import UserProfile

    from cairn.guard.models import User

    for user in User.objects.all():
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = language
        profile.save()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing(colleague, cast, language, scheme):
    speak(language)
    page, broken = colleague(color_scheme=scheme, reduced_motion="reduce"), {}
    for name, address in cast.pages.items():
        page.goto(address)
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr"), name
        if found := faults(page, OURS):
            broken[name] = found
    assert not broken


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_is_wider_than_the_screen(colleague, cast, width):
    page, too_wide = colleague(viewport={"width": width, "height": 800}), []
    for name, address in cast.pages.items():
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            too_wide.append(name)
    assert not too_wide


def test_the_slash_key_leads_to_the_one_search_box(colleague, cast):
    page = colleague()
    page.goto(cast.pages["person"])
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find-people"

    page.goto("/admin/account/")
    page.locator("a[data-find-people]").wait_for()
    page.keyboard.press("/")
    page.wait_for_url(f"**{cast.pages['search']}")


def test_somebody_is_found_and_opened_by_keyboard_alone(colleague, cast):
    page = colleague()
    page.goto(cast.pages["people"])
    page.keyboard.press("/")
    page.keyboard.type("Haua Jalow")
    page.keyboard.press("Enter")
    page.locator("[data-list]").wait_for()
    assert "Haua" not in page.url
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{cast.pages['person']}")


def test_a_question_mark_lists_the_keys(colleague, cast):
    page = colleague()
    page.goto(cast.pages["person"], wait_until="networkidle")
    page.keyboard.press("?")
    assert page.get_by_text("Lock: sign out and blank the screen").is_visible()


def test_three_escapes_lock_the_screen(colleague, cast):
    page = colleague()
    page.goto(cast.pages["person"])
    for _press in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/account/login/**")
    page.go_back()
    page.wait_for_load_state()
    assert "Hawa" not in page.content()


def test_the_lock_button_does_the_same_without_scripts(colleague, cast):
    page = colleague(java_script_enabled=False)
    page.goto(cast.pages["person"])
    page.get_by_role("button", name="Lock").click()
    page.goto(cast.pages["person"])
    assert "/account/login/" in page.url


def test_everything_is_reached_and_done_without_scripts(colleague, cast):
    page = colleague(java_script_enabled=False)
    page.goto(cast.pages["people"])
    page.get_by_role("link", name="Register a person").first.click()
    page.get_by_label("Given names").fill("Mariam")
    page.get_by_label("Born").fill("2003")
    page.get_by_role("button", name="Register").click()
    assert page.get_by_role("heading", name="Mariam").is_visible()
    page.get_by_role("link", name="Edit: Names").click()
    page.get_by_label("Family name").fill("Keita")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("Saved: family name.").is_visible()
    page.get_by_role("link", name="People").first.click()
    assert page.get_by_text("Mariam Keita").is_visible()


def test_errors_are_heard_first_and_lead_to_their_fields(colleague, cast):
    page = colleague()
    page.goto(cast.pages["register"])
    page.get_by_label("Given names").fill("Mariam")
    page.get_by_label("Born").fill("2999")
    page.get_by_role("button", name="Register").click()
    page.locator("#errors").wait_for()
    assert page.evaluate("document.activeElement.id") == "errors"
    page.locator("#errors a").click()
    assert page.evaluate("document.activeElement.name") == "born"


def test_words_survive_the_end_of_a_session(colleague, cast):
    """In the middle of an edit the session ends; the colleague signs in again elsewhere and sends the same words."""
    from django.contrib.sessions.models import Session
    from django.test import Client

    from cairn.guard.models import User
    from cairn.people.models import Person

    page = colleague()
    page.goto(cast.pages["edit needs"])
    page.get_by_label("Special needs").fill("A long text that took an hour")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="Your words are still here").wait_for()

    again = Client()
    again.force_login(
        User.objects.get(username="amina"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    page.context.add_cookies(
        [{"name": "sessionid", "value": again.cookies["sessionid"].value, "url": page.url}]
    )
    page.get_by_role("button", name="Send again").click()
    page.get_by_text("Saved: special needs.").wait_for()
    assert any(person.special_needs == "A long text that took an hour" for person in Person.objects.all())
