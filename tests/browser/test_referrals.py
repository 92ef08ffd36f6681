"""Referrals between organisations in a browser: by axe's rules, on a phone, and one from asking to the answer."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browser.axe import OURS, faults
from referral_cast import PARTNER, stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


@pytest.fixture
def cast(transactional_db) -> Any:
    return stage()


@pytest.fixture
def visitor(browser, live_server, cast) -> Iterator[Callable[..., Page]]:
    """A page as a colleague meets it, or with no name as somebody without an account does."""
    opened: list[BrowserContext] = []

    def come_in(name: str = "", **circumstances: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **circumstances)
        if name:
            session = {"name": "sessionid", "value": cast[0].sessions[name], "url": live_server.url}
            context.add_cookies([session])
        opened.append(context)
        return context.new_page()

    yield come_in
    for context in opened:
        context.close()


def open_package(page: Page, address: str, passphrase: str) -> None:
    page.goto(address)
    page.locator("[name=passphrase]").fill(passphrase)
    page.locator("button:not([name])").first.click()
    page.locator("dl").first.wait_for()


def every_page(visitor, cast, **circumstances: Any) -> Iterator[tuple[str, Page]]:
    """The pages of a colleague, then those of a partner, the opened package among them."""
    (inside, outside), colleague, partner = cast, visitor("amina", **circumstances), visitor(**circumstances)
    for name, address in inside.pages.items():
        colleague.goto(address)
        yield name, colleague
    for name in ("package", "answer", "closed"):
        partner.goto(outside[name])
        yield f"partner: {name}", partner
    for name in ("", "arabic "):
        open_package(partner, outside[f"{name}package"], outside[f"{name}passphrase"])
        yield f"partner: {name}package, opened", partner


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visitor, cast, scheme):
    broken = {}
    for name, page in every_page(visitor, cast, color_scheme=scheme, reduced_motion="reduce"):
        if found := faults(page, OURS):
            broken[name] = found
    assert not broken


def test_nothing_is_wider_than_a_phone(visitor, cast):
    widths = {
        name: page.evaluate(WIDTHS)
        for name, page in every_page(visitor, cast, viewport={"width": 320, "height": 800})
    }
    assert {name: wide for name, wide in widths.items() if wide[0] > wide[1]} == {}


def test_somebody_is_referred_and_the_partner_answers(visitor, cast):
    inside, _outside = cast
    page = visitor("amina")
    page.goto(inside.pages["ask"])
    page.locator("[name=partner]").select_option(label=f"{PARTNER} (BRIDGE)")
    page.get_by_label("A service of a partner").check()
    page.locator("[name=service]").select_option("accommodation")
    page.get_by_label("within days").check()
    page.locator("[name=words]").fill("A bed, please.")
    for item in ("given names", "plan"):
        page.get_by_label(item, exact=True).check()
    page.get_by_role("button", name="See what will be told").click()
    rows = page.locator(".cairn-table tbody tr")
    expect(rows.filter(has_text="The agreement with this partner does not name it.")).to_have_count(1)
    page.get_by_label("a link that opens once, with a passphrase").check()
    page.get_by_role("button", name="Send", exact=True).click()
    page.locator("code").first.wait_for()
    link, answers = (each.inner_text() for each in page.locator("code").all())
    passphrase = page.locator("strong.cairn-reference").inner_text()

    partner = visitor(viewport={"width": 390, "height": 800})
    open_package(partner, "/told/" + link.split("/told/")[1], passphrase)
    assert partner.get_by_text("A bed, please.").is_visible()
    assert partner.get_by_text("Shelter first").count() == 0
    partner.goto("/told/" + answers.split("/told/")[1])
    partner.get_by_label("we accept").check()
    partner.get_by_role("button", name="Answer").click()
    partner.get_by_text("Your answer is kept").wait_for()

    page.goto(inside.pages["partners"])
    assert page.locator(".cairn-line").first.get_by_text("accepted by the partner").is_visible()
