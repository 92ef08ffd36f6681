"""What the public may see at one moment, read once and then asked without further queries.

Cards are what lists, feeds, sitemaps and calendars know of a page. Each carries two digests: `listed` is all
that a list may show of the page, `shown` all that the page itself shows, with everything it refers to.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from cairn.mission.config import MissionConfig
from cairn.newsroom.addresses import figure_address
from cairn.newsroom.words import in_language
from cairn.publish.data.known import Data
from cairn.publish.targets import page_file

if TYPE_CHECKING:
    from wagtail.models import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A theme or a place, as links and filters name it."""

    code: str
    names: Mapping[str, str]
    digest: str

    def name_in(self, language: str) -> str:
        return in_language(self.names, language) or self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The picture of a page, with its words in the language of that page."""

    pk: int
    file_hash: str
    alt: str
    credit: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFacts:
    """When an event is and how it stands; `ends` is None while nobody knows."""

    starts: datetime
    ends: datetime | None
    starts_on: date
    ends_on: date | None
    time_zone: str
    status: str
    attendance: str
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One public page as a list knows it; `order` sorts pages as the tree of the workspace does."""

    pk: int
    translation_key: str
    language: str
    address: str
    model: str
    kind: str
    title: str
    order: str = ""
    seo_title: str = ""
    search_description: str = ""
    summary: str = ""
    dated: date | None = None
    first_published: datetime | None = None
    last_published: datetime | None = None
    themes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    # The figures that stand in its text.
    figures: tuple[int, ...] = ()
    picture: Picture | None = None
    is_sensitive: bool = False
    event: EventFacts | None = None
    listed: str = ""
    shown: str = ""

    @property
    def path(self) -> str:
        return page_file(self.address)

    def page(self) -> "Page":
        """The page itself; costs queries, so only a render asks."""
        from wagtail.models import Page

        return Page.objects.get(pk=self.pk).specific


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFigure:
    """A figure that pages say, and which they are."""

    pk: int
    code: str
    uses: tuple[Card, ...]

    def address(self, language: str) -> str:
        return figure_address(self.code, language)


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """All that plan and outputs may know; nothing in it changes while a site is made."""

    mission: MissionConfig
    today: date
    now: datetime
    code: str
    pages: tuple[Card, ...]
    themes: Mapping[str, Term] = field(default_factory=dict)
    places: Mapping[str, Term] = field(default_factory=dict)
    redirects: tuple[tuple[str, str, bool], ...] = ()
    figures: tuple[PublicFigure, ...] = ()
    data: Data = field(default_factory=Data)

    @property
    def languages(self) -> tuple[str, ...]:
        return self.mission.languages

    @cached_property
    def spoken(self) -> tuple[str, ...]:
        """The languages in which the site has a home page; without one nothing of a language is published."""
        return tuple(code for code in self.languages if self.home(code))

    @property
    def public_url(self) -> str:
        return str(self.mission.public_url).rstrip("/")

    def absolute(self, address: str) -> str:
        return f"{self.public_url}{address}"

    def card(self, pk: int) -> Card | None:
        return self._by_pk.get(pk)

    def at(self, address: str) -> Card | None:
        return self._by_address.get(address)

    def in_language(self, language: str) -> tuple[Card, ...]:
        return self._by_language.get(language, ())

    def translations(self, card: Card) -> dict[str, Card]:
        """The page in each language that has it, in the mission's order, itself included."""
        versions = self._by_translation[card.translation_key]
        return {code: versions[code] for code in self.languages if code in versions}

    def of_model(self, model: str, language: str) -> tuple[Card, ...]:
        return tuple(card for card in self.in_language(language) if card.model == model)

    def home(self, language: str) -> Card | None:
        return next(iter(self.of_model("HomePage", language)), None)

    def latest(
        self,
        language: str,
        *,
        kinds: Iterable[str] | None = None,
        theme: str = "",
        limit: int | None = None,
    ) -> tuple[Card, ...]:
        """Newest first, across all kinds that lists show."""
        wanted = None if kinds is None else frozenset(kinds)
        found = (
            card
            for card in self._newest_first.get(language, ())
            if (wanted is None or card.kind in wanted) and (not theme or theme in card.themes)
        )
        return tuple(found)[:limit]

    def events(self, language: str) -> tuple[Card, ...]:
        """Events by their start, past and coming."""
        events = (card for card in self.in_language(language) if card.event)
        return tuple(sorted(events, key=lambda card: (card.event.starts, card.pk)))  # type: ignore[union-attr]

    @cached_property
    def _by_pk(self) -> dict[int, Card]:
        return {card.pk: card for card in self.pages}

    @cached_property
    def _by_address(self) -> dict[str, Card]:
        return {card.address: card for card in self.pages}

    @cached_property
    def _by_language(self) -> dict[str, tuple[Card, ...]]:
        gathered: dict[str, list[Card]] = defaultdict(list)
        for card in self.pages:
            gathered[card.language].append(card)
        return {language: tuple(cards) for language, cards in gathered.items()}

    @cached_property
    def _by_translation(self) -> dict[str, dict[str, Card]]:
        versions: dict[str, dict[str, Card]] = defaultdict(dict)
        for card in self.pages:
            versions[card.translation_key][card.language] = card
        return versions

    @cached_property
    def _newest_first(self) -> dict[str, tuple[Card, ...]]:
        def age(card: Card) -> tuple[date, int]:
            return (card.dated or date.min, card.pk)

        return {
            language: tuple(sorted((card for card in cards if card.kind), key=age, reverse=True))
            for language, cards in self._by_language.items()
        }
