"""The first page of the section: what is counted, by theme and by goal, what came out last, and how people are protected."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from cairn.evidence.charts import svg
from cairn.evidence.indicators.goals import GOALS, goal_in
from cairn.evidence.indicators.goals import Goal as InWords
from cairn.evidence.models import Released, State
from cairn.mission.config import load_mission
from cairn.newsroom.data.citing import citations
from cairn.newsroom.data.cuts import cuts, drawn
from cairn.newsroom.data.headline import headline
from cairn.newsroom.data.indicator import first_chart
from cairn.newsroom.data.page import DataPage, address
from cairn.newsroom.data.release import Row, rows

# A card's drawing is as wide as a telephone, and stands on a desk in a column of that width.
CARD = 340
LATEST = 5


@dataclass(frozen=True, slots=True)
class Card:
    """An indicator in short."""

    released: Released
    title: str
    said: str
    url: str
    drawing: str
    is_overtaken: bool

    @property
    def themes(self) -> Sequence[str]:
        return self.released.declared.themes


@dataclass(frozen=True, slots=True)
class Group:
    """A theme: what has it as its first is shown there, what has it besides is named."""

    name: str
    code: str
    cards: Sequence[Card]
    also: Sequence[Card]


@dataclass(frozen=True, slots=True)
class Goal:
    """An indicator of the Sustainable Development Goals, and what this mission counts towards it."""

    said: InWords
    cards: Sequence[Card]


def index_context(language: str, themes: Mapping[str, str]) -> dict[str, Any]:
    """What the template shows; `themes` are the names of all themes by their codes."""
    with translation.override(language):
        mission = load_mission()
        cards = [_card(one, language) for one in standing()]
        every = rows(language)
        page = DataPage(
            language,
            "",
            _("Data"),
            _("Every number that we publish: what it means, how it was counted, and the files behind it."),
        )
        latest = next((row for row in every if not row.is_withdrawn), None)
        return {
            "page": page,
            "groups": list(_groups(cards, themes)),
            "goals": list(_goals(cards, language)),
            "releases": every[:LATEST],
            "floor": mission.disclosure,
            "licence": mission.releases.licence,
            "citations": _citations(latest, page, language),
        }


def standing() -> list[Released]:
    """Each indicator as it was said last, in a release that was not withdrawn."""
    out = Released.objects.filter(release__state__in=(State.PUBLISHED, State.SUPERSEDED))
    found: dict[str, Released] = {}
    for one in out.select_related("release__series").order_by("-release__published_at", "-pk"):
        found.setdefault(one.code, one)
    return [found[code] for code in sorted(found)]


def _card(released: Released, language: str) -> Card:
    return Card(
        released,
        released.title(language),
        headline(released, language),
        address(language, f"{released.code}/"),
        drawn(
            first_chart(cuts(released.result, language)), lambda chart: svg(chart, width=CARD, is_bare=True)
        ),
        released.release.state != State.PUBLISHED,
    )


def _groups(cards: Sequence[Card], themes: Mapping[str, str]) -> Iterator[Group]:
    """Themes by their names; what has none that readers know comes last."""
    for code, name in sorted(themes.items(), key=lambda each: each[1].casefold()):
        first = [card for card in cards if _first_theme(card, themes) == code]
        also = [card for card in cards if code in card.themes and card not in first]
        if first or also:
            yield Group(name, code, first, also)
    if others := [card for card in cards if not _first_theme(card, themes)]:
        yield Group(_("Other subjects") if len(others) < len(cards) else "", "", others, [])


def _first_theme(card: Card, themes: Mapping[str, str]) -> str:
    return next((theme for theme in card.themes if theme in themes), "")


def _goals(cards: Sequence[Card], language: str) -> Iterator[Goal]:
    """In the order of the framework, in its own words."""
    for number in GOALS:
        if towards := [card for card in cards if number in card.released.declared.sdg]:
            yield Goal(goal_in(language, number), towards)


def _citations(latest: Row | None, page: DataPage, language: str) -> list[tuple[str, str]]:
    """The section as a whole, dated by its latest release."""
    if latest is None:
        return []
    return citations(_("Data"), "", latest.published_on, page.url, language)
