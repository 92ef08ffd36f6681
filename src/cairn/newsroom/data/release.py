"""The pages of releases: a list of all of them, and for each one everything that is in it and why it can be trusted."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from cairn.evidence.models import Release, Released, State
from cairn.evidence.releases.formats.about import about
from cairn.evidence.releases.formats.notes import of_release
from cairn.evidence.releases.signing import statement_of
from cairn.evidence.releases.verifying import APPROVAL, SIGNATURE
from cairn.evidence.words import in_language
from cairn.guard.roles import ROLES, Role
from cairn.newsroom.data import downloads
from cairn.newsroom.data.citing import citations
from cairn.newsroom.data.headline import headline
from cairn.newsroom.data.page import RELEASES, DataPage, address, crumb
from cairn.newsroom.data.revisions import Changed, changed_since

MOST_CHANGES = 12


@dataclass(frozen=True, slots=True)
class Row:
    """A release in a list."""

    release: Release
    title: str
    url: str
    published_on: dt.date
    titles: Sequence[str]
    changes: str
    withdrawn_why: str

    @property
    def is_withdrawn(self) -> bool:
        return bool(self.release.state == State.WITHDRAWN)

    @property
    def is_superseded(self) -> bool:
        return bool(self.release.state == State.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Said:
    """An indicator in a release: its headline, and what it said otherwise before."""

    released: Released
    title: str
    said: str
    url: str
    changed: Sequence[Changed]
    more: int


def rows(language: str) -> list[Row]:
    """Every release that was ever out, the latest first."""
    out = list(Release.objects.out().select_related("series").order_by("-published_at", "-pk"))
    titles = _titles([release.pk for release in out], language)
    return [_row(release, titles[release.pk], language) for release in out]


def releases_context(language: str) -> dict[str, Any]:
    with translation.override(language):
        by_series = sorted(rows(language), key=lambda row: row.release.series.code)
        groups = groupby(by_series, key=lambda row: row.release.series)
        return {
            "page": DataPage(
                language,
                RELEASES,
                _("Releases"),
                _(
                    "Each release holds figures up to a day. It is never changed: the next one says what is otherwise."
                ),
            ),
            "crumbs": [crumb(language)],
            "series": [
                (series, in_language(series.title, language), list(found)) for series, found in groups
            ],
        }


def release_context(pk: int, language: str) -> dict[str, Any]:
    """What the template shows. Of a withdrawn release that is why, and nothing of what it said."""
    with translation.override(language):
        release = Release.objects.out().select_related("series").get(pk=pk)
        row = _row(release, _titles([pk], language)[pk], language)
        page = DataPage(language, release.address.removeprefix("data/"), row.title, _summary(row))
        every = list(release.series.releases.out().order_by("number"))
        return {
            "page": page,
            "crumbs": [crumb(language), crumb(language, RELEASES)],
            "release": release,
            "row": row,
            "supersedes": _title_of(statement_of(release)["supersedes"], every),
            "later": [one for one in every if one.number > release.number and one.state != State.WITHDRAWN],
            "approved_by": str(ROLES[Role(release.approver_role)].name),
            "citations": citations(row.title, release.name, row.published_on, page.url, language),
            **({} if row.is_withdrawn else _contents(release, row, every, language)),
        }


def _titles(releases: Sequence[int], language: str) -> dict[int, list[str]]:
    """What each release counts, without its cells."""
    found: dict[int, list[str]] = {release: [] for release in releases}
    said = Released.objects.filter(release__in=releases).order_by("code")
    for release, title in said.values_list("release_id", "content__indicator__title"):
        found[release].append(in_language(title, language))
    return found


def _row(release: Release, titles: Sequence[str], language: str) -> Row:
    assert release.published_at is not None
    return Row(
        release,
        _("%(series)s, release %(number)s")
        % {"series": in_language(release.series.title, language), "number": release.number},
        address(language, release.address.removeprefix("data/")),
        release.published_at.date(),
        titles,
        in_language(release.changes, language),
        in_language(release.withdrawn_why, language),
    )


def _summary(row: Row) -> str:
    return row.withdrawn_why if row.is_withdrawn else "; ".join(row.titles)


def _title_of(name: str | None, every: Sequence[Release]) -> Release | None:
    return next((one for one in every if one.name == name), None)


def _contents(release: Release, row: Row, every: Sequence[Release], language: str) -> dict[str, Any]:
    before = [one for one in every if one.number < release.number and one.state != State.WITHDRAWN]
    return {
        "says": [_said(one, before, language) for one in release.released.order_by("code")],
        "before": before[-1] if before else None,
        "notes": list(of_release(about(release, release.code_version), language)),
        "files": downloads.of_release(release, release.series.code, release.number),
        "beside": [f"/{release.address}{name}" for name in (APPROVAL, SIGNATURE)],
        "folder": f"/{release.address}",
    }


def _said(released: Released, before: Sequence[Release], language: str) -> Said:
    earlier = before[-1].released.filter(code=released.code).first() if before else None
    changed = changed_since(released.result, earlier.result if earlier else None, language)
    return Said(
        released,
        released.title(language),
        headline(released, language),
        address(language, f"{released.code}/"),
        changed[:MOST_CHANGES],
        max(len(changed) - MOST_CHANGES, 0),
    )
