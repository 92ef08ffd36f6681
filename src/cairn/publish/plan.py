"""All files of the site with what they show: pages, lists, and the few files that stand for the whole.

Feeds, sitemaps, calendars and cards come from `outputs`. A page's fingerprint is made of its own digest, of the frame
around it (navigation, footer, mission) and of the lists that it shows, as far as readers see them.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from typing import Any

from django.utils import timezone, translation

from cairn.mission.secrets import site_signing_key
from cairn.newsroom import listings, shell
from cairn.newsroom.listings import Listing
from cairn.newsroom.models import Figure
from cairn.newsroom.pathways.listings import pathway_listings
from cairn.publish import outputs
from cairn.publish.code import asset_files
from cairn.publish.data import catalogue, feeds, files
from cairn.publish.data.pages import DataPages
from cairn.publish.figure_pages import FigurePages
from cairn.publish.headers import NAME as HEADERS
from cairn.publish.headers import headers_file
from cairn.publish.manifest import PUBLIC_KEY, public_pem
from cairn.publish.pages import page_model
from cairn.publish.render import Renderer
from cairn.publish.snapshot import Card, Snapshot
from cairn.publish.targets import Target, fingerprint, page_file
from cairn.publish.things import Things

# Lists with addresses of their own; the first of each stands at the section's own address.
LISTINGS: dict[str, Callable[[Any], Iterator[Listing]]] = {
    "NewsIndexPage": listings.news_listings,
    "EventIndexPage": listings.event_listings,
    "PathwayIndexPage": pathway_listings,
    "PublicationIndexPage": listings.publication_listings,
}
# More than any page shows of its list; a longer look back would only render the home page more often.
LATEST = 12


def plan(snapshot: Snapshot) -> list[Target]:
    """Every file that the site should have now; nothing is rendered yet."""
    targets = [*Plan(snapshot).targets(), *outputs.targets(snapshot), *_released(snapshot)]
    by_path = {target.path: target for target in targets}
    if len(by_path) < len(targets):
        twice = sorted(path for path in by_path if sum(target.path == path for target in targets) > 1)
        raise ValueError(f"Two files want the same place in the site: {', '.join(twice)}")
    return targets


def _released(snapshot: Snapshot) -> Iterator[Target]:
    """What was released, as files, as a catalogue and as a feed."""
    for output in (files, catalogue, feeds):
        yield from output.targets(snapshot)


@dataclass
class Plan:
    """The targets that come from pages, and what several of them share."""

    snapshot: Snapshot

    @cached_property
    def renderer(self) -> Renderer:
        return Renderer(self.snapshot)

    @cached_property
    def figures(self) -> FigurePages:
        return FigurePages(self.snapshot, self.renderer)

    @cached_property
    def data(self) -> DataPages:
        return DataPages(self.snapshot, self.renderer)

    def targets(self) -> Iterator[Target]:
        for language in self.snapshot.languages:
            if home := self.snapshot.home(language):
                with translation.override(language), timezone.override(self.snapshot.mission.zone):
                    yield from self._language(language, home)
        yield from self._for_all()

    def _language(self, language: str, home: Card) -> Iterator[Target]:
        frame = self._frame(language)
        for card in self.snapshot.in_language(language):
            if card.model in LISTINGS:
                yield from self._lists(card, frame)
            else:
                yield self._page(card, frame)
        yield from self.figures.pages(language, frame)
        yield from self.data.pages(language, frame)
        yield from self._besides(language, frame)

    def _page(self, card: Card, frame: str) -> Target:
        return Target(
            path=card.path,
            fingerprint=fingerprint("page", frame, card.shown, self._gathered(card)),
            render=partial(self.renderer.page, card),
            about=f"“{card.title}” ({card.address})",
        )

    def _lists(self, card: Card, frame: str) -> Iterator[Target]:
        index = page_model(card.model).objects.select_related("locale").get(pk=card.pk)
        frame = fingerprint(frame, card.shown)
        choices: dict[int, str] = {}
        for listing in LISTINGS[card.model](index):
            chosen = choices.setdefault(id(listing.choices), "") or fingerprint(asdict(listing.choices))
            choices[id(listing.choices)] = chosen
            named = (listing.address, listing.by, listing.code, listing.label, listing.number)
            around = (listing.newer, listing.older, chosen)
            yield Target(
                path=page_file(listing.address),
                fingerprint=fingerprint("list", frame, named, around, self._listed(listing.pks)),
                render=partial(self.renderer.page, card, listing),
                about=f"the list {listing.address}",
            )

    def _besides(self, language: str, frame: str) -> Iterator[Target]:
        """Search, and what is said where there is no page; both lead on by the same filters as the news."""
        section = next(iter(self.snapshot.of_model("NewsIndexPage", language)), None)
        index = page_model(section.model).objects.get(pk=section.pk) if section else None
        choices = next(listings.news_listings(index)).choices if index else None
        known = fingerprint("besides", frame, asdict(choices) if choices else None)
        addresses = {"search_page.html": f"/{language}/search/", "404.html": f"/{language}/404.html"}
        for template, address in addresses.items():
            path = address[1:] if address.endswith(".html") else page_file(address)
            named = (f"newsroom/{template}", address, language)
            render = partial(self.renderer.template, *named, is_search=template.startswith("search"))
            yield Target(path=path, fingerprint=fingerprint(known, template), render=render, about=address)
            if template == "404.html" and language == self.snapshot.mission.default_language:
                yield Target(path=template, fingerprint=fingerprint(known, template, "all"), render=render)

    def _for_all(self) -> Iterator[Target]:
        """Files that belong to no language."""
        mission, snapshot = self.snapshot.mission, self.snapshot
        headers = headers_file(
            is_https=self.snapshot.public_url.startswith("https://"),
            search=[f"/{language}/search/" for language in snapshot.spoken],
            sensitive=[card.address for card in snapshot.pages if card.is_sensitive],
        )
        yield _fixed(HEADERS, headers)
        yield _fixed(PUBLIC_KEY, public_pem(site_signing_key(mission)))
        found = ((code, snapshot.home(code)) for code in snapshot.languages)
        homes = [(code, home.address, mission.language_names[code]) for code, home in found if home]
        yield Target(
            path="index.html",
            fingerprint=fingerprint("first", snapshot.code, homes, mission.name, snapshot.public_url),
            render=partial(
                self.renderer.template,
                "publish/first.html",
                "/",
                mission.default_language,
                homes=homes,
                default=next(
                    (address for code, address, _name in homes if code == mission.default_language), "/"
                ),
            ),
        )
        yield from self.figures.data()
        yield from self.data.doors()
        for file in asset_files(mission):
            yield Target(
                path=f"assets/{file.name}",
                fingerprint=fingerprint("asset", file.name),
                render=file.read_bytes,
            )

    def _frame(self, language: str) -> str:
        """What stands around every page of a language: masthead, footer, the mission's own settings."""
        mission = self.snapshot.mission.model_dump(
            mode="json", exclude={"database", "storage", "workspace_url", "demonstration"}
        )
        help_way = shell.help_way(language)
        return fingerprint(
            self.snapshot.code,
            mission,
            self.snapshot.mission.demonstration.enabled,
            [asdict(way) for way in (*shell.ways(language), *shell.small_ways(language))],
            (help_way and asdict(help_way), shell.news_address(language)),
            [card.address for code in self.snapshot.languages if (card := self.snapshot.home(code))],
        )

    def _gathered(self, card: Card) -> object:
        """What a page shows of other pages without naming them: the latest, the next, all on a theme, its children."""
        match card.model:
            case "HomePage":
                latest = self.snapshot.latest(card.language, limit=LATEST)
                return [one.listed for one in (*latest, *self.snapshot.events(card.language))]
            case "TopicPage":
                theme = self._theme_of(card)
                pages = self.snapshot.latest(card.language, theme=theme)
                return [[one.listed for one in pages], self._figures.get(theme, [])]
            case _:
                below = [one.listed for one in self._children.get(card.address, ())]
                return below

    def _listed(self, pks: Iterable[int]) -> list[str]:
        found = (self.snapshot.card(pk) for pk in pks)
        return [card.listed for card in found if card]

    def _theme_of(self, card: Card) -> str:
        return self._topics.get(card.pk, "")

    @cached_property
    def _topics(self) -> dict[int, str]:
        topics = page_model("TopicPage").objects
        return dict(topics.values_list("pk", "theme__code"))

    @cached_property
    def _figures(self) -> dict[str, list[str]]:
        """The figures on each theme."""
        things = Things()
        found: dict[str, list[str]] = {}
        rows = Figure.objects.order_by("-as_of", "code", "themes__code").values_list("pk", "themes__code")
        for pk, theme in rows:
            found.setdefault(theme, []).append(things.digest((Figure, str(pk))))
        return found

    @cached_property
    def _children(self) -> dict[str, list[Card]]:
        children: dict[str, list[Card]] = {}
        for card in self.snapshot.pages:
            above = card.address.rstrip("/").rpartition("/")[0] + "/"
            children.setdefault(above, []).append(card)
        return {above: sorted(cards, key=lambda card: card.order) for above, cards in children.items()}


def _fixed(path: str, content: bytes) -> Target:
    return Target(path=path, fingerprint=fingerprint(path, content), render=lambda: content)
