"""A feed of releases in each language: what came out, what took its place, and what was withdrawn."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import override

from cairn.evidence.words import in_language
from cairn.newsroom.data.page import RELEASES, address
from cairn.publish.data.known import Out
from cairn.publish.outputs.facts import carried, full_url
from cairn.publish.outputs.feed_formats import WRITERS
from cairn.publish.outputs.feeds import NEWEST, Entry, Feed
from cairn.publish.snapshot import Snapshot
from cairn.publish.targets import Target, fingerprint


def targets(snapshot: Snapshot) -> Iterator[Target]:
    for language in snapshot.languages:
        if snapshot.data.releases and snapshot.home(language):
            with override(language):
                feed = _feed(snapshot, language)
            shown = fingerprint(snapshot.code, feed)
            for file, write in WRITERS.items():
                yield Target(
                    path=f"{feed.folder}{file}",
                    fingerprint=fingerprint(file, shown),
                    render=partial(write, feed),
                    about=f"the feed of releases in {language} ({file})",
                )


def _feed(snapshot: Snapshot, language: str) -> Feed:
    name, at = snapshot.mission.name_in(language), address(language, RELEASES)
    entries = tuple(_entry(snapshot, out, language) for out in snapshot.data.releases[:NEWEST])
    return Feed(
        name=_lasting(snapshot, at),
        folder=at[1:],
        title=f"{name} – {_('Releases')}",
        tagline=_(
            "Each release holds figures up to a day. It is never changed: the next one says what is otherwise."
        ),
        author=name,
        language=language,
        home_url=full_url(f"/{language}/", snapshot),
        page_url=full_url(at, snapshot),
        folder_url=full_url(at, snapshot),
        updated=max((entry.updated for entry in entries), default=datetime.fromtimestamp(0, tz=UTC)),
        entries=entries,
    )


def _entry(snapshot: Snapshot, out: Out, language: str) -> Entry:
    at = address(language, out.below)
    others = [code for code in snapshot.spoken if code != language]
    return Entry(
        name=_lasting(snapshot, at),
        url=full_url(at, snapshot),
        title=_title(out, language),
        summary=_summary(out, language),
        published=out.published_at,
        updated=out.changed_at,
        labels=tuple(carried(in_language(said.titles, language)) for said in out.says),
        versions=tuple((code, full_url(address(code, out.below), snapshot)) for code in others),
    )


def _title(out: Out, language: str) -> str:
    said = {"series": carried(in_language(out.titles, language)), "number": out.number}
    if out.is_withdrawn:
        return _("Withdrawn: %(series)s, release %(number)s") % said
    return _("%(series)s, release %(number)s") % said


def _summary(out: Out, language: str) -> str:
    """What it counts and what changed; of a withdrawn one why, and nothing of what it said."""
    if out.is_withdrawn:
        return carried(in_language(out.withdrawn_why, language))
    titles = "; ".join(in_language(said.titles, language) for said in out.says)
    changes = in_language(out.changes, language)
    return carried(f"{titles} – {changes}" if changes else titles)


def _lasting(snapshot: Snapshot, at: str) -> str:
    """The address of a release never changes, so its name in feeds follows from it."""
    return uuid5(NAMESPACE_URL, snapshot.absolute(at)).urn
