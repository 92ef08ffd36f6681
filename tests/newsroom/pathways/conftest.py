"""A route from Somalia and Syria to the United Kingdom, as an editor lets it out, and others beside it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from cairn.newsroom.models import Paper, PathwayIndexPage, PathwayPage, Requirement, Source
from newsroom.conftest import *  # noqa: F403

CHECKED, AGAIN = dt.date(2015, 10, 1), dt.date(2999, 1, 1)


@pytest.fixture
def catalogue(db) -> PathwayIndexPage:
    return PathwayIndexPage.objects.get(locale__language_code="en")


@pytest.fixture
def draft(catalogue) -> Callable[..., PathwayPage]:
    """A route in memory, with all that it needs to go out, and `fields` changed."""

    def draft(title: str = "Joining family", **fields: Any) -> PathwayPage:
        said = {
            "summary": "For close family of somebody who was given protection.",
            "route": "family",
            "origins": ["SO", "SY"],
            "destination": "GB",
            "whom": "Husband, wife and children under 18.",
            "reviewed_on": CHECKED,
            "review_by": AGAIN,
        }
        page = PathwayPage(title=title, locale=catalogue.locale, live=False, **{**said, **fields})
        page.requirements = [Requirement(text="They lived together before.", locale=catalogue.locale)]
        page.papers = [
            Paper(name=name, locale=catalogue.locale) for name in ("Passport", "Certificate of birth")
        ]
        page.sources = [
            Source(
                title="The rules", address="https://rules.example/", read_on=CHECKED, locale=catalogue.locale
            )
        ]
        return page

    return draft


@pytest.fixture
def tell(catalogue, draft) -> Callable[..., PathwayPage]:
    """A route that is out."""

    def tell(title: str = "Joining family", **fields: Any) -> PathwayPage:
        page = draft(title, **fields)
        catalogue.add_child(instance=page)
        page.save_revision().publish()
        return PathwayPage.objects.get(pk=page.pk)

    return tell
