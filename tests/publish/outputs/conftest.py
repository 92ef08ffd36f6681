"""The Mission of the Two Rivers as its public site sees it: cards made by hand, no database."""

import datetime as dt
from collections.abc import Callable
from itertools import count
from uuid import UUID, uuid5

import pytest

from cairn.mission.config import MissionConfig, load_mission
from cairn.publish.snapshot import Card, EventFacts, Snapshot, Term
from cairn.publish.targets import Target, fingerprint

NOON = dt.datetime(2015, 11, 16, 12, tzinfo=dt.UTC)
NAMES = UUID("6f2c5a3e-6d3a-4c0e-9a77-0d1e6f8b5a10")

MakeCard = Callable[..., Card]
MakeSnapshot = Callable[..., Snapshot]


@pytest.fixture(scope="session")
def rivers() -> MissionConfig:
    # Tables are merged with those of mission.toml, so each says all that the tests lean on.
    return MissionConfig(
        name="Mission of the Two Rivers",
        short_name="Two Rivers",
        tagline="Beside people on the move",
        names={"ar": "بعثة النهرين", "fr": "Mission des Deux Fleuves"},
        taglines={},
        countries=("GB",),
        languages=("en", "fr", "ar"),
        default_language="en",
        time_zone="Europe/London",
        public_url="https://rivers.example",
        workspace_url="https://work.rivers.example",
        database="sqlite:///cairn.sqlite3",
        storage=load_mission().storage,
        appearance={"colour": "#0b5563", "accent": "#b3441e"},
        contact={"email": "office@rivers.example", "security_email": "", "press_email": ""},
        emergency=(),
        demonstration={"enabled": False},
    )


@pytest.fixture
def card() -> MakeCard:
    """A page as a list knows it: `card("a-slug", language="fr")`; pages of one slug translate each other."""
    numbers = count(100)

    def make(slug: str = "a-story", **changes) -> Card:
        language = changes.pop("language", "en")
        values = {
            "pk": next(numbers),
            "translation_key": uuid5(NAMES, slug).hex,
            "language": language,
            "address": f"/{language}/news/{slug}/",
            "model": "StoryPage",
            "kind": "news",
            "title": slug.replace("-", " ").capitalize(),
            "summary": f"What {slug} is about.",
            "dated": NOON.date(),
            "first_published": NOON,
            "last_published": NOON,
        } | changes
        return Card(**values, listed=fingerprint(values, "listed"), shown=fingerprint(values, "shown"))

    return make


@pytest.fixture
def home(card: MakeCard) -> MakeCard:
    def make(language: str = "en", **changes) -> Card:
        values = {"address": f"/{language}/", "model": "HomePage", "kind": "", "title": "Two Rivers"}
        return card("home", language=language, **(values | changes))

    return make


@pytest.fixture
def event(card: MakeCard) -> MakeCard:
    """An event on 8 December 2015, a quarter to one to five in London; words that begin with `event_` change it."""

    def make(slug: str = "symposium", **changes) -> Card:
        start = dt.datetime.fromisoformat("2015-12-08T12:45+00:00")
        facts = {
            "starts": start,
            "ends": start.replace(hour=17, minute=0),
            "starts_on": start.date(),
            "ends_on": None,
            "time_zone": "Europe/London",
            "status": "scheduled",
            "attendance": "in_person",
            "sequence": 0,
        }
        facts |= {name: changes.pop(f"event_{name}") for name in [*facts] if f"event_{name}" in changes}
        language = changes.get("language", "en")
        values = {
            "address": f"/{language}/events/{slug}/",
            "model": "EventPage",
            "kind": "event",
            "event": EventFacts(**facts),
        }
        return card(slug, **(values | changes))

    return make


@pytest.fixture
def snapshot(rivers: MissionConfig, home: MakeCard) -> MakeSnapshot:
    """The site at noon of 16 November 2015 with these pages and a home page in each language."""

    def make(*cards: Card, homes: bool = True, **changes) -> Snapshot:
        pages = [
            *cards,
            *(
                [home(language, pk=number) for number, language in enumerate(rivers.languages)]
                if homes
                else []
            ),
        ]
        themes = {
            code: Term(code=code, names={"en": code.title(), "fr": f"{code} (fr)"}, digest=fingerprint(code))
            for code in ("calais", "cities")
        }
        values = {
            "mission": rivers,
            "today": NOON.date(),
            "now": NOON,
            "code": "0" * 64,
            "pages": tuple(sorted(pages, key=lambda one: one.address)),
            "themes": themes,
        }
        return Snapshot(**(values | changes))

    return make


@pytest.fixture
def made() -> Callable[..., dict[str, Target]]:
    """The targets of one output by their path; a path twice is a mistake."""

    def by_path(targets) -> dict[str, Target]:
        found = list(targets)
        paths = {target.path: target for target in found}
        assert len(paths) == len(found)
        return paths

    return by_path
