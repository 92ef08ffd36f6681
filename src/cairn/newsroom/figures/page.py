"""A figure’s own page: what it counts, as of when, how, by whom approved, earlier values, how to cite, and the data."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from cairn.evidence.models import Released, State
from cairn.evidence.releases.formats.about import about
from cairn.evidence.releases.formats.notes import of_indicator
from cairn.evidence.releases.results import Cell
from cairn.guard.roles import ROLES, Role
from cairn.mission.config import load_mission
from cairn.mission.config_values import LICENCES
from cairn.newsroom.citations import STYLES, cite
from cairn.newsroom.figures.missing import why_missing_now
from cairn.newsroom.figures.reads import pages_using
from cairn.newsroom.figures.saying import earlier_in_words, json_number, part_of_cell
from cairn.newsroom.models.figures import Figure
from cairn.newsroom.models.page import PublicPage
from cairn.newsroom.words import in_language


@dataclass
class FigurePage:
    """The page as the frame around every page of the site asks for it; it is in no tree and has no draft."""

    figure: Figure
    language: str
    is_sensitive: bool = False
    seo_title: str = ""
    search_description: str = ""
    path: str = ""
    _public_translations: dict[str, "FigurePage"] = field(default_factory=dict)

    @property
    def translation_key(self) -> str:
        return self.figure.code

    @property
    def title(self) -> str:
        said, counts = self.figure.phrase_in(self.language), self.figure.counts_in(self.language)
        return f"{said} – {counts}"

    @property
    def summary(self) -> str:
        parts = (self.title, self.figure.window_in(self.language), self.figure.source_in(self.language))
        return ". ".join(part for part in parts if part)

    @property
    def url(self) -> str:
        return self.figure.address(self.language)


def page_of(figure: Figure, language: str) -> FigurePage:
    """The page in a language, knowing those in the others: a figure is one row, so it is in all of them."""
    every = {code: FigurePage(figure, code) for code in load_mission().languages}
    page = every.get(language) or FigurePage(figure, language)
    page._public_translations = every
    return page


def figure_context(figure: Figure, language: str, pages: Iterable[Any] | None = None) -> dict[str, Any]:
    """What the template shows; `pages` are those that say the figure, each with `title` and `url`."""
    with translation.override(language):
        page = page_of(figure, language)
        return {
            "page": page,
            "figure": figure,
            "uses": list(_public(figure, language) if pages is None else pages),
            "citations": citations(figure, page),
            "address_of_json": f"/figures/{figure.code}.json",
            **(_from_release(figure, language) if figure.is_ours else {}),
        }


def figure_json(figure: Figure) -> dict[str, Any]:
    """The figure for machines; what a release of ours says, with all by which it can be checked."""
    mission = load_mission()
    told: dict[str, Any] = {
        "code": figure.code,
        "value": json_number(figure.value),
        "phrase": dict(figure.phrase),
        "counts": dict(figure.counts),
        "window": dict(figure.window),
        "as_of": figure.as_of.isoformat(),
        "known_on": figure.known_on.isoformat() if figure.known_on else None,
        "place": figure.place.code if figure.place else None,
        "source": dict(figure.source),
        "source_url": figure.source_url or None,
        "method": dict(figure.method),
        "pages": {
            language: f"{mission.public_url}{figure.address(language)}" for language in mission.languages
        },
    }
    released = released_of(figure)
    return told | (_release_json(figure, released) if released else {"quoted": True})


def citations(figure: Figure, page: FigurePage) -> list[tuple[str, str]]:
    """In the styles in which readers cite publications; the mission answers for its page, whoever has counted."""
    mission = load_mission()
    release = figure.release
    said = SimpleNamespace(
        authors=SimpleNamespace(all=lambda: ()),
        title=f"{figure.counts_in(page.language)}: {figure.phrase_in(page.language)}",
        number=release.name if release else figure.source_in(page.language),
        published_on=(release.published_at.date() if release and release.published_at else figure.as_of),
        publisher=SimpleNamespace(name_in=lambda: mission.name_in(page.language)),
        publisher_place="",
        pages=None,
        doi="",
        full_url=f"{mission.public_url}{page.url}",
    )
    return [(name, cite(said, style)) for style, name in STYLES.items()]  # type: ignore[arg-type]


def released_of(figure: Figure) -> Released | None:
    """What the figure’s release says of its indicator."""
    if figure.release is None:
        return None
    return figure.release.released.filter(code=figure.indicator).first()


@dataclass(frozen=True, slots=True)
class Value:
    """What one release says of the figure’s cell."""

    released: Released
    cell: Cell
    is_this: bool

    @property
    def address(self) -> str:
        return self.released.release.address

    @property
    def up_to(self) -> dt.date:
        return self.released.result.last

    @property
    def is_withdrawn(self) -> bool:
        return self.released.release.state == State.WITHDRAWN


def values_of(figure: Figure) -> Iterator[Value]:
    """The same cell in every release that was ever out, the latest first; what was withdrawn is named, not repeated."""
    for released in Released.objects.out().of(figure.indicator):
        cell = released.result.cell(figure.cell)
        if cell is not None and cell.value is not None:
            yield Value(released, cell, released.release_id == figure.release_id)


def _from_release(figure: Figure, language: str) -> dict[str, Any]:
    released, release = released_of(figure), figure.release
    assert released is not None
    assert release is not None
    result = released.result
    _title, *notes, _cited = of_indicator(about(release, release.code_version), result, language)
    cell = result.cell(figure.cell)
    return {
        "release": release,
        "part": part_of_cell(result, cell, language) if cell else "",
        "notes": notes,
        "cell": cell,
        "approved_by": str(ROLES[Role(release.approver_role)].name) if release.approver_role else "",
        "values": list(values_of(figure)),
        "changes": in_language(release.changes, language),
        "withdrawn_why": in_language(release.withdrawn_why, language),
        "release_address": f"/{language}/{release.address}",
        "why_missing": why_missing_now(figure),
        "compared": _compared(figure, result.indicator.measure.days, cell, language),
    }


def _compared(figure: Figure, days: int | None, cell: Cell | None, language: str) -> str:
    """With what a growth is compared, in a sentence."""
    if days is None or cell is None or cell.earlier is None:
        return ""
    return _("%(days)s days before it was %(earlier)s.") % {
        "days": days,
        "earlier": earlier_in_words(cell, language),
    }


def _release_json(figure: Figure, released: Released) -> dict[str, Any]:
    release, result = released.release, released.result
    cell = result.cell(figure.cell)
    public, licence = load_mission().public_url, load_mission().releases.licence
    return {
        "quoted": False,
        "low": cell.low if cell else None,
        "high": cell.high if cell else None,
        "earlier": cell.earlier if cell else None,
        "earlier_low": cell.earlier_low if cell else None,
        "earlier_high": cell.earlier_high if cell else None,
        "claim": figure.claim,
        "number": figure.number,
        "unit": dict(result.indicator.unit),
        "indicator": figure.indicator,
        "cell": figure.cell,
        "first_day": result.first.isoformat() if result.first else None,
        "last_day": result.last.isoformat(),
        "release": release.name,
        "release_state": release.state,
        "missing_from": figure.missing_from.name if figure.missing_from else None,
        "release_digest": release.digest,
        "releases": {
            language: f"{public}/{language}/{release.address}" for language in load_mission().languages
        },
        "approved_by": release.approver_role,
        "licence": licence,
        "licence_url": LICENCES[licence],
    }


def _public(figure: Figure, language: str) -> list[PublicPage]:
    pages = pages_using(figure).filter(locale__language_code=language)
    return [page for page in pages if not page.is_under_embargo()]
