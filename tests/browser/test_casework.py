"""Casework in a browser: by axe's rules, on a phone, without scripts, and one case by keyboard from intake to its end."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from browser.axe import OURS, faults
from casework_cast import Cast, stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SUPERVISOR = "salma: "


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


def every_page(colleague, cast: Cast, **circumstances: Any) -> Iterator[tuple[str, Page]]:
    """Each page of the cast, before whoever may open it."""
    pages = {name: colleague(name, **circumstances) for name in ("amina", "salma")}
    for name, address in cast.pages.items():
        page = pages["salma" if name.startswith(SUPERVISOR) else "amina"]
        page.goto(address)
        yield name, page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing(colleague, cast, language, scheme):
    speak(language)
    broken = {}
    for name, page in every_page(colleague, cast, color_scheme=scheme, reduced_motion="reduce"):
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr"), name
        if found := faults(page, OURS):
            broken[name] = found
    assert not broken


@pytest.mark.parametrize("width", [320, 768])
def test_nothing_is_wider_than_the_screen(colleague, cast, width):
    too_wide = [
        name
        for name, page in every_page(colleague, cast, viewport={"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    ]
    assert not too_wide


def press(page: Page, name: str) -> None:
    """Reach a button or link by keyboard, and press Enter. What is only read aloud of a name may stand after a space."""
    called = re.compile(f"^{re.escape(name).replace(':', ' ?:')}$")
    found = page.get_by_role("button", name=called).or_(page.get_by_role("link", name=called))
    found.first.focus()
    page.keyboard.press("Enter")


def choose(page: Page, question: str, answer: str) -> None:
    """Tick an answer of a question by keyboard."""
    group = page.locator(".w-field__wrapper, .cairn-question").filter(has_text=question).first
    group.get_by_label(answer, exact=True).focus()
    page.keyboard.press("Space")


def test_a_case_of_protection_goes_from_intake_to_follow_up_by_keyboard(colleague, cast):
    """As somebody new would: whatever the page says is missing is done, and then the case goes on."""
    page = colleague()
    page.goto(cast.pages["of person"])
    press(page, "Open a case")
    choose(page, "Kind of work", "protection")
    page.keyboard.press("Tab")
    press(page, "Open the case")
    page.get_by_text("The case is open.").wait_for()
    case = page.url
    assert page.get_by_text("“Intake” is to be filled in and finished first.").is_visible()

    page.goto(f"{case}forms/")
    press(page, "Fill in: Intake")
    for question, answer in (
        ("How did the person come to us?", "by themselves"),
        ("Did you speak with the person alone", "yes"),
        ("Who interpreted?", "none was needed"),
    ):
        choose(page, question, answer)
    page.get_by_label("What does the person want, in their own words?").focus()
    page.keyboard.type("A safe place.")
    press(page, "Save and finish")
    page.locator(".messages").get_by_text("The form is finished.").wait_for()

    page.goto(case)
    press(page, "Go on: assessment of vulnerability")
    page.get_by_text("The case stands at “assessment of vulnerability” now.").wait_for()

    page.goto(f"{case}forms/")
    press(page, "Fill in: Assessment of vulnerability")
    finish_with_what_is_required(page)
    page.locator(".messages").get_by_text("The form is finished.").wait_for()
    page.goto(case)
    press(page, "Edit: Case file")
    page.locator("select[name=risk]").select_option("medium")
    page.locator("[name=plan]").focus()
    page.keyboard.type("Shelter first, then advice.")
    press(page, "Save")
    page.get_by_text("Saved: risk, plan.").wait_for()
    press(page, "Go on: plan with the person")
    page.get_by_text("The case stands at “plan with the person” now.").wait_for()
    press(page, "Go on: assistance")
    page.get_by_text("The case stands at “assistance” now.").wait_for()

    page.goto(f"{case}notes/")
    page.locator("textarea").focus()
    page.keyboard.type("She moved into the shelter.")
    page.keyboard.press("Control+Enter")
    page.get_by_text("The note stands in the case.").wait_for()

    page.goto(f"{case}money/")
    press(page, "Ask for a payment")
    page.locator("select[name=kind]").select_option("cash")
    page.get_by_label("Amount").fill("40")
    page.get_by_label("Currency").fill("eur")
    page.locator("[name=why]").fill("Food until the first week is over.")
    press(page, "Ask")
    page.get_by_text("Asked. A second person releases it").wait_for()

    supervisor = colleague("salma")
    supervisor.goto(f"{case}money/")
    press(supervisor, "Release or refuse")
    choose(supervisor, "Decision", "release the payment")
    press(supervisor, "Decide")
    supervisor.get_by_text("Your decision is recorded.").wait_for()

    page.goto(f"{case}money/")
    press(page, "It was paid")
    page.get_by_label("Receipt").set_input_files(
        {"name": "receipt.txt", "mimeType": "text/plain", "buffer": b"Signed"}
    )
    press(page, "Save")
    page.get_by_text("Paid, and the receipt is kept.").wait_for()

    page.goto(case)
    press(page, "Go on: follow-up")
    page.get_by_text("The case stands at “follow-up” now.").wait_for()
    press(page, "Ask for it: closed")
    page.locator("[name=why]").fill("She lives on her own now, and wants no more.")
    choose(page, "Why the case ends", "what was planned is reached")
    press(page, "Ask the supervisor")
    page.get_by_text("Until a supervisor decides, the case stays where it is.").first.wait_for()

    supervisor.goto("/admin/")
    supervisor.locator("#cases-decisions").wait_for()
    supervisor.goto(f"{case}approvals/")
    press(supervisor, "Decide")
    choose(supervisor, "Decision", "grant it: the case moves")
    press(supervisor, "Decide")
    supervisor.get_by_text("Your decision is recorded.").wait_for()
    page.goto(case)
    assert page.get_by_text("what was planned is reached").is_visible()


def finish_with_what_is_required(page: Page) -> None:
    """Press until the form is finished, and answer each time what it asks for."""
    for _time in range(6):
        with page.expect_navigation():
            press(page, "Save and finish")
        if "/form/" in page.url:
            return
        page.locator("#errors").wait_for()
        for question in page.locator(".cairn-question:has(.error-message)").all():
            answers = question.locator("input[type=radio]:not([value='']), input[type=checkbox]")
            if answers.count():
                answers.first.focus()
                page.keyboard.press("Space")
            else:
                question.locator("input, textarea").first.fill("2")


def test_what_is_written_is_sealed_every_few_seconds_and_waits_for_its_writer(colleague, cast):
    from cairn.programmes.casework.models import Note

    page = colleague()
    page.goto(cast.pages["notes"])
    page.locator("textarea").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" her son may go to school.")
    page.get_by_text("Sealed at").wait_for()
    draft = Note.objects.get(is_draft=True)
    assert draft.text == "She asked whether her son may go to school."
    page.goto(cast.pages["case"])
    page.goto(cast.pages["notes"])
    assert page.locator("textarea").input_value() == draft.text


def test_words_of_a_note_survive_the_end_of_a_session(colleague, cast):
    from django.contrib.sessions.models import Session
    from django.test import Client

    from cairn.guard.models import User
    from cairn.programmes.casework.models import Note

    page = colleague()
    page.goto(cast.pages["notes"])
    Session.objects.all().delete()
    page.locator("textarea").fill("Written while the session ended.")
    page.get_by_text("Not sealed: you may be signed out.").wait_for()
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", name="Your words are still here").wait_for()
    again = Client()
    again.force_login(
        User.objects.get(username="amina"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    page.context.add_cookies(
        [{"name": "sessionid", "value": again.cookies["sessionid"].value, "url": page.url}]
    )
    page.get_by_role("button", name="Send again").click()
    page.get_by_text("The note stands in the case.").wait_for()
    assert any(note.text == "Written while the session ended." for note in Note.objects.all())


def test_a_question_that_hangs_on_another_comes_with_its_answer(colleague, cast):
    page = colleague()
    page.goto(cast.pages["screening"])
    question = page.locator(".cairn-question").filter(has_text="What was said or seen").first
    assert question.is_hidden()
    choose(page, "Deceived about the nature of the job", "yes: we saw it")
    assert question.is_visible()
    choose(page, "Deceived about the nature of the job", "not answered")
    assert question.is_hidden()


def test_a_form_is_filled_in_without_scripts(colleague, cast):
    page = colleague(java_script_enabled=False)
    page.goto(cast.pages["screening"])
    told = "Only where “Deceived about the nature of the job, its place or the employer” is: yes: the person says so"
    assert page.get_by_text(told).first.is_visible()
    page.get_by_label("yes: the person says so").first.check()
    page.get_by_role("button", name="Save and finish").click()
    assert page.get_by_text("This has to be answered before the form is finished.").first.is_visible()
    page.get_by_label("What was said or seen, in their words").first.fill("He took her papers.")
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.get_by_text("He took her papers.").is_visible()
