"""The questions that pages and lists ask. Each begins at what the public may see, and none asks a row at a time."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from cairn.mission.config import load_mission
from cairn.newsroom.models import (
    KIND_LABELS,
    EventPage,
    Figure,
    HomePage,
    PathwayPage,
    PlainPage,
    PublicPage,
    Theme,
    TopicPage,
)
from cairn.newsroom.translations import Debt as Debt
from cairn.newsroom.translations import translation_debt as translation_debt

# Embargoes end at an instant of the real clock, whatever day a demonstration is seen from.
LISTED_KINDS = tuple(KIND_LABELS)


def today() -> dt.date:
    """The day from which the public site is seen: the demonstration's, or the mission's own."""
    mission = load_mission()
    return mission.demonstration.today or timezone.localdate(timezone=mission.zone)


def now() -> dt.datetime:
    """The instant from which events are past or to come; the start of a demonstration's day."""
    mission = load_mission()
    if mission.demonstration.today:
        return dt.datetime.combine(mission.demonstration.today, dt.time.min, tzinfo=mission.zone)
    return timezone.now()


def public_pages() -> QuerySet[PublicPage]:
    """Every page that is live and under no embargo, in every language."""
    return PublicPage.objects.live().exclude(embargo_until__gt=timezone.now())


def live_pages(language: str) -> QuerySet[PublicPage]:
    """The public's pages in one language, with what a card of them shows."""
    return (
        public_pages()
        .filter(locale__language_code=language)
        .select_related("picture", "locale")
        .prefetch_related("themes", "places")
    )


def newest_first(pages: QuerySet[PublicPage]) -> QuerySet[PublicPage]:
    """Pages by the date that readers see, the later one of two on a day first."""
    return pages.annotate(day=Coalesce("dated", TruncDate("first_published_at"))).order_by("-day", "-pk")


def news(language: str) -> QuerySet[PublicPage]:
    """All kinds of page that count as news, newest first."""
    return newest_first(live_pages(language).filter(kind__in=LISTED_KINDS))


def latest(language: str, limit: int) -> list[PublicPage]:
    return list(news(language)[:limit])


def events(language: str) -> QuerySet[EventPage]:
    return (
        EventPage.objects.live()
        .exclude(embargo_until__gt=timezone.now())
        .filter(locale__language_code=language)
        .select_related("picture", "locale", "place")
        .prefetch_related("themes", "places")
    )


def pathways(language: str) -> QuerySet[PathwayPage]:
    """Legal routes that the public may read about in one language."""
    return (
        PathwayPage.objects.live()
        .exclude(embargo_until__gt=timezone.now())
        .filter(locale__language_code=language)
    )


def coming_events(language: str, at: dt.datetime | None = None) -> list[EventPage]:
    """Events not over yet, the next one first; cancelled ones too, for whoever had planned to come."""
    at = at or now()
    # One day's margin covers every time zone; the exact instant is judged in the event's own.
    recent = (
        events(language)
        .alias(until=Coalesce("ends_on", "starts_on"))
        .filter(until__gte=at.date() - dt.timedelta(days=1))
    )
    return sorted(
        (event for event in recent if not event.is_past(at)), key=lambda event: (event.start, event.pk)
    )


def past_events(language: str, at: dt.datetime | None = None) -> list[EventPage]:
    """Events that are over, the last one first."""
    at = at or now()
    return sorted(
        (event for event in events(language) if event.is_past(at)),
        key=lambda event: (event.start, event.pk),
        reverse=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicContents:
    """What a topic gathers, newest first."""

    statements: list[PublicPage]
    stories: list[PublicPage]
    events: list[PublicPage]
    publications: list[PublicPage]
    figures: list[Figure]


def topic_contents(topic: TopicPage) -> TopicContents:
    """Everything on the topic's theme in the topic's language."""
    pages = list(news(topic.language).filter(themes=topic.theme))

    def of(*kinds: str) -> list[PublicPage]:
        return [page for page in pages if page.kind in kinds]

    return TopicContents(
        statements=of("statement"),
        stories=of("news", "opinion", "launch", "update"),
        events=of("event"),
        publications=of("publication"),
        figures=figures_on(topic.theme),
    )


def figures_on(theme: Theme) -> list[Figure]:
    return list(Figure.objects.filter(themes=theme).select_related("place").order_by("-as_of", "code"))


def home_of(language: str) -> HomePage | None:
    return HomePage.objects.live().filter(locale__language_code=language).select_related("locale").first()


def navigation(language: str) -> list[PublicPage]:
    """What the header leads to: the sections and marked pages under the home page, in the tree's order."""
    home = home_of(language)
    if home is None:
        return []
    under_it = live_pages(language).filter(path__startswith=home.path, depth=home.depth + 1)
    shown = under_it.filter(show_in_menus=True).order_by("path")
    # A catalogue of routes is there from the first day, and shown as soon as it holds one.
    return list(shown if pathways(language).exists() else shown.filter(pathwayindexpage=None))


def footer_pages(language: str) -> list[PlainPage]:
    """Plain pages right under the home page: about, help, privacy."""
    home = home_of(language)
    if home is None:
        return []
    return list(PlainPage.objects.live().child_of(home).order_by("path"))
