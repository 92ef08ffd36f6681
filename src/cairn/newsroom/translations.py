"""How far a translation is behind its source: told to readers, and shown to whoever can mend it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cairn.newsroom.models import PublicPage
from cairn.newsroom.texts import pieces_behind


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """So many pieces of text are new, changed or gone since the source was followed."""

    changes: int
    source_language: str
    source_date: dt.date


def translation_debt(page: PublicPage) -> Debt | None:
    """What the page owes its source, or nothing: one query, and none for a page that is no translation."""
    return translation_debts([page]).get(page.pk)


def translation_debts(pages: Iterable[PublicPage]) -> dict[int, Debt]:
    """The debt of each page that has one, in one query for all of them."""
    followers = [page for page in pages if page.covers.get("from")]
    if not followers:
        return {}
    wanted = Q()
    for language in {page.covers["from"] for page in followers}:
        keys = [page.translation_key for page in followers if page.covers["from"] == language]
        wanted |= Q(locale__language_code=language, translation_key__in=keys)
    rows = PublicPage.objects.live().filter(wanted)
    sources = {
        (key, language): (says, published_at)
        for key, language, says, published_at in rows.values_list(
            "translation_key", "locale__language_code", "says", "last_published_at"
        )
    }
    debts = {}
    for page in followers:
        says, published_at = sources.get((page.translation_key, page.covers["from"]), ({}, None))
        changes = pieces_behind(says.get("texts", {}), page.covers["texts"]) if says else 0
        if changes:
            debts[page.pk] = Debt(
                changes=changes,
                source_language=page.covers["from"],
                source_date=_day_of_change(says, published_at),
            )
    return debts


def _day_of_change(says: dict[str, str], published_at: dt.datetime | None) -> dt.date:
    """The day on which the text became what it is; a page dated back says the earlier day."""
    since = parse_datetime(says["since"])
    return timezone.localdate(min(since, published_at) if published_at else since)
