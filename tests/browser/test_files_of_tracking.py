"""A file of tracking in a browser: by axe's rules, and on a phone, where each line of the report is read as one card."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from browser.axe import OURS, faults
from cairn.guard.acts import apply_roles, give_role
from cairn.guard.models import User
from cairn.guard.roles import Role
from cairn.programmes.tracking.exchange.importing import bring_in
from programmes.tracking.told import OLD, sheet
from signed_in import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
PHONE = {"width": 360, "height": 800}


@pytest.fixture
def ines(transactional_db) -> User:
    apply_roles()
    user = User.objects.create(username="ines")
    give_role(user, Role.INFORMATION)
    return user


@pytest.fixture
def pages(ines) -> list[str]:
    """Where files are brought, and the report of one with several reasons in a line."""
    wrong = {"Incident ID": "B", "Number Dead": "0", "Information Source": "", "Country of Origin": "x" * 60}
    differs = {"Number Dead": "2", "Number of Survivors": "4"}
    upload = ContentFile(sheet(OLD, {**OLD, **wrong}, {**OLD, **differs}).getvalue())
    file = bring_in(upload, kind="incidents", known_on=dt.date(2016, 1, 1), is_trial=True, by=ines)
    report = reverse("tracking:brought", args=[file.pk])
    return [reverse("tracking:files"), report, f"{report}?show=all"]


@pytest.fixture
def visitor(browser, live_server, ines) -> Iterator[Callable[..., Page]]:
    opened: list[BrowserContext] = []

    def come_in(**circumstances: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **circumstances)
        session = signed_in(ines).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        opened.append(context)
        return context.new_page()

    yield come_in
    for context in opened:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visitor, pages, scheme):
    page, broken = visitor(color_scheme=scheme, reduced_motion="reduce"), {}
    for address in pages:
        page.goto(address)
        if found := faults(page, OURS):
            broken[address] = found
    assert not broken


def test_a_report_is_read_on_a_phone(visitor, pages):
    page = visitor(viewport=PHONE)
    for address in pages:
        page.goto(address)
        wide, screen = page.evaluate(WIDTHS)
        assert wide <= screen, address
    page.goto(pages[1])
    rows = page.locator(".cairn-table tbody tr")
    assert rows.count() == 2
    for row in rows.all():
        outcome = row.locator(".cairn-tag").bounding_box()
        assert outcome["x"] + outcome["width"] <= PHONE["width"]
        reasons = [each.bounding_box() for each in row.locator("bdi").all()]
        assert len(reasons) > 1
        # One below the other, all beginning where the column of values begins.
        assert len({round(box["x"]) for box in reasons}) == 1
        tops = [box["y"] for box in reasons]
        assert tops == sorted(tops)
        assert len(set(tops)) == len(tops)
