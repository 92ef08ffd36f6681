"""The targets of the section’s pages, in each language that has a home page, and the doors at addresses without one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from types import SimpleNamespace
from typing import Any

from cairn.newsroom.data.index import index_context
from cairn.newsroom.data.indicator import indicator_context
from cairn.newsroom.data.page import RELEASES, address
from cairn.newsroom.data.release import release_context, releases_context
from cairn.newsroom.models import Figure
from cairn.publish.data.described import described
from cairn.publish.data.drawing import drawn_with
from cairn.publish.data.known import Out
from cairn.publish.render import Renderer
from cairn.publish.snapshot import Snapshot
from cairn.publish.targets import Target, fingerprint, page_file

Uses = list[tuple[str, str]]


@dataclass
class DataPages:
    """All pages of the section of one snapshot."""

    snapshot: Snapshot
    renderer: Renderer
    _named: dict[str, dict[str, str]] = field(default_factory=dict)

    def pages(self, language: str, frame: str) -> Iterator[Target]:
        """Nothing until something was released."""
        data = self.snapshot.data
        if not data.releases:
            return
        themes = self._themes(language)
        yield self._target("", language, "data_index", (frame, data.releases, themes), self._index)
        yield self._target(RELEASES, language, "data_releases", (frame, data.releases), self._releases)
        for code in data.codes:
            uses = self._uses(code, language)
            said = frame, data.of(code), themes, uses
            draw = partial(self._indicator, code, uses)
            yield self._target(f"{code}/", language, "data_indicator", said, draw)
        for out in data.releases:
            stands = frame, self._around(out)
            yield self._target(out.below, language, "data_release", stands, partial(self._release, out))

    def doors(self) -> Iterator[Target]:
        """What stands at an address without a language, which data portals and citations know: the way to each."""
        homes = list(self.snapshot.spoken)
        for below, _changed in self.snapshot.data.pages():
            yield Target(
                path=f"data/{below}index.html",
                fingerprint=fingerprint("data door", self.snapshot.code, self.snapshot.public_url, homes),
                render=partial(self._door, below, homes),
                about=f"the way to /data/{below}",
            )

    def _target(self, below: str, language: str, template: str, known: object, draw: Any) -> Target:
        at = address(language, below)
        return Target(
            path=page_file(at),
            fingerprint=fingerprint(template, self._drawn_with, self._places, at, known),
            render=partial(self._render, template, at, language, draw),
            about=f"the data at {at}",
        )

    def _render(self, template: str, at: str, language: str, draw: Any) -> bytes:
        context = draw(language)
        more = described(context, self.snapshot, language)
        return self.renderer.template(f"newsroom/{template}.html", at, language, **context, **more)

    def _index(self, language: str) -> dict[str, Any]:
        return index_context(language, self._themes(language))

    def _releases(self, language: str) -> dict[str, Any]:
        return releases_context(language)

    def _indicator(self, code: str, uses: Uses, language: str) -> dict[str, Any]:
        named = [SimpleNamespace(title=title, url=at) for title, at in uses]
        return indicator_context(code, language, named, self._themes(language))

    def _release(self, out: Out, language: str) -> dict[str, Any]:
        return release_context(out.pk, language)

    def _door(self, below: str, homes: list[str]) -> bytes:
        mission = self.snapshot.mission
        first = mission.default_language if mission.default_language in homes else next(iter(homes), "")
        return self.renderer.template(
            "publish/first.html",
            f"/data/{below}",
            mission.default_language,
            homes=[(code, address(code, below), mission.language_names[code]) for code in homes],
            default=address(first, below) if first else "/",
        )

    def _around(self, out: Out) -> list[Out]:
        """What a release shows of others: those before it and after it in its series."""
        return [one for one in self.snapshot.data.releases if one.series == out.series]

    def _themes(self, language: str) -> Mapping[str, str]:
        if language not in self._named:
            themes = self.snapshot.themes.items()
            self._named[language] = {code: term.name_in(language) for code, term in themes}
        return self._named[language]

    def _uses(self, code: str, language: str) -> Uses:
        cards = {card for pk in self._figures[code] for card in self._pages[pk] if card.language == language}
        return sorted((card.title, card.address) for card in cards)

    @cached_property
    def _figures(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for code, pk in Figure.objects.exclude(indicator="").values_list("indicator", "pk"):
            found[code].append(pk)
        return found

    @cached_property
    def _pages(self) -> dict[int, set[Any]]:
        """The public pages that say each figure."""
        found: dict[int, set[Any]] = defaultdict(set)
        for card in self.snapshot.pages:
            for pk in card.figures:
                found[pk].add(card)
        return found

    @cached_property
    def _places(self) -> list[str]:
        """The names of places, by which codes are called that have no words of their own."""
        return [term.digest for term in self.snapshot.places.values()]

    @cached_property
    def _drawn_with(self) -> str:
        return drawn_with(self.snapshot.mission)


def page_paths(snapshot: Snapshot) -> frozenset[str]:
    """Where the pages lie, for the search index."""
    return frozenset(
        page_file(address(code, below)) for code in snapshot.spoken for below, _at in snapshot.data.pages()
    )
