"""Calendar files: one beside each event, and one for each language to subscribe to.

Which events stand in them, and when they are made anew, is decided here; `calendar_format` writes them.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache, partial
from importlib.metadata import version

from cairn.publish.outputs.calendar_format import Told, calendar
from cairn.publish.outputs.event_details import Details, details_of_all
from cairn.publish.outputs.facts import lasting_name, summary_of, title_now, updated_at, url_of
from cairn.publish.snapshot import Card, Snapshot
from cairn.publish.targets import Target, fingerprint

# Who subscribes wants what comes; what is long over stays on the site and would only make each look-up heavier.
KEPT = dt.timedelta(days=366)


def targets(snapshot: Snapshot) -> Iterator[Target]:
    for language in snapshot.languages:
        events = snapshot.events(language)
        for card in events:
            yield _target(
                snapshot,
                f"{card.address.strip('/')}/event.ics",
                [card],
                f"the calendar file of “{card.title}”",
            )
        home = snapshot.home(language)
        if home:
            kept = [card for card in events if not _is_long_over(card, snapshot)]
            name = f"{snapshot.mission.name_in(language)} – {_section_title(snapshot, language)}"
            about = f"the calendar of all events in {language}"
            yield _target(snapshot, f"{language}/events/calendar.ics", kept, about, name=name, home=home)


def _target(
    snapshot: Snapshot, path: str, cards: list[Card], about: str, *, name: str = "", home: Card | None = None
) -> Target:
    owner = _owner(snapshot)
    seen = [(card.shown, _told(card, snapshot)) for card in cards]
    return Target(
        path=path,
        fingerprint=fingerprint(
            snapshot.code, _written_by(), path, owner, name, home and home.translation_key, seen
        ),
        render=partial(_drawn, snapshot, cards, name, home),
        about=about,
    )


@cache
def _written_by() -> str:
    return version("icalendar")


def _drawn(snapshot: Snapshot, cards: list[Card], name: str, home: Card | None) -> bytes:
    return drawn(snapshot, cards, details_of_all(cards), name=name, home=home)


def drawn(
    snapshot: Snapshot,
    cards: Iterable[Card],
    details: dict[int, Details],
    *,
    name: str = "",
    home: Card | None = None,
) -> bytes:
    """The calendar of these events; with a name it is one to subscribe to."""
    told = [(_told(card, snapshot), details[card.pk]) for card in cards]
    uid = str(lasting_name(home, "calendar")) if home else ""
    return calendar(told, owner=_owner(snapshot), name=name, uid=uid)


def _told(card: Card, snapshot: Snapshot) -> Told:
    return Told(
        uid=card.translation_key,
        language=card.language,
        title=title_now(card),
        summary=summary_of(card),
        url=url_of(card, snapshot),
        changed=updated_at(card, snapshot),
        is_sensitive=card.is_sensitive,
    )


def _owner(snapshot: Snapshot) -> tuple[str, str]:
    """The mission and its public address: a calendar file names nobody's own mailbox."""
    return snapshot.mission.name, snapshot.mission.contact.email


def _section_title(snapshot: Snapshot, language: str) -> str:
    return next((card.title for card in snapshot.of_model("EventIndexPage", language)), "")


def _is_long_over(card: Card, snapshot: Snapshot) -> bool:
    return card.event is not None and (card.event.ends or card.event.starts) < snapshot.now - KEPT
