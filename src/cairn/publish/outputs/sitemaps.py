"""Sitemaps: one for each language with every page and its other languages, one for the news of two days, one above."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from xml.sax.saxutils import escape, quoteattr

from cairn.newsroom.data.page import address
from cairn.publish.outputs.facts import carried, full_url, published_at, url_of
from cairn.publish.snapshot import Card, Snapshot
from cairn.publish.targets import Target, fingerprint

# The protocol allows 50,000 addresses and 50 MB; with many languages the alternates reach the second limit first.
MOST_ADDRESSES, MOST_ALTERNATES = 50_000, 200_000
NEWS_WINDOW, MOST_NEWS = timedelta(days=2), 1_000
# What a newsreader calls news. Events and publications stand in the other sitemaps.
NEWS_KINDS = ("launch", "news", "opinion", "statement", "update")

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_ALTERNATES = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


@dataclass(frozen=True, slots=True)
class Place:
    """One address with its last change and the same page in every language, itself included."""

    url: str
    changed: datetime | None
    versions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NewsItem:
    url: str
    publication: str
    language: str
    published: datetime
    title: str


def targets(snapshot: Snapshot) -> Iterator[Target]:
    parts = [*_parts(snapshot), *_data(snapshot)]
    for path, places in parts:
        yield _target(snapshot, path, places, _urlset)
    above = [
        Place(full_url(f"/{path}", snapshot), max(filter(None, (p.changed for p in places)), default=None))
        for path, places in parts
    ]
    yield _target(snapshot, "sitemap.xml", above, _index)
    yield _target(snapshot, "sitemap-news.xml", list(news_items(snapshot)), _news)


def _target(snapshot: Snapshot, path: str, things: list, draw) -> Target:
    return Target(
        path=path,
        fingerprint=fingerprint(snapshot.code, path, things),
        render=partial(draw, things),
        about=f"the sitemap {path}",
    )


def _parts(snapshot: Snapshot) -> Iterator[tuple[str, list[Place]]]:
    """The file of each language, `sitemap-en.xml`; a second one, `sitemap-en-2.xml`, if the first is full."""
    most = min(MOST_ADDRESSES, MOST_ALTERNATES // (len(snapshot.languages) + 1))
    known: dict[str, tuple[tuple[str, str], ...]] = {}
    changed = _changes(snapshot)
    for language in snapshot.languages:
        cards = snapshot.in_language(language)
        for start in range(0, len(cards), most):
            suffix = f"-{start // most + 1}" if start else ""
            part = cards[start : start + most]
            for card in part:
                if card.translation_key not in known:
                    known[card.translation_key] = tuple(_versions(card, snapshot))
            yield (
                f"sitemap-{language}{suffix}.xml",
                [
                    Place(url_of(card, snapshot), changed.get(card.address), known[card.translation_key])
                    for card in part
                ],
            )


def _data(snapshot: Snapshot) -> Iterator[tuple[str, list[Place]]]:
    """The pages of the data section and of figures, as soon as there are any; each is in every language."""
    found: list[tuple[Callable[[str], str], datetime | None]] = [
        (partial(address, below=below), changed) for below, changed in snapshot.data.pages()
    ]
    found += [(figure.address, None) for figure in snapshot.figures]
    places = [place for at, changed in found for place in _in_all_languages(at, changed, snapshot)]
    if places:
        yield "sitemap-data.xml", places


def _in_all_languages(
    at: Callable[[str], str], changed: datetime | None, snapshot: Snapshot
) -> Iterator[Place]:
    languages = snapshot.spoken
    default = snapshot.mission.default_language
    versions = [(code, full_url(at(code), snapshot)) for code in languages]
    fallback = full_url(at(default if default in languages else languages[0]), snapshot) if languages else ""
    known = (*versions, ("x-default", fallback)) if len(languages) > 1 else ()
    for _code, url in versions:
        yield Place(url, changed, known)


def _changes(snapshot: Snapshot) -> dict[str, datetime]:
    """When each address last showed something new: a section changes with every page below it."""
    changed: dict[str, datetime] = {}
    for card in snapshot.pages:
        address = card.address
        while card.last_published and address != "/":
            changed[address] = max(changed.get(address, card.last_published), card.last_published)
            address = address.rstrip("/").rpartition("/")[0] + "/"
    return changed


def _versions(card: Card, snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Each language of a page that has several, and `x-default` for readers of any other language.

    The set is made from the translations alone, so all versions of a page name the same addresses: search engines
    ignore alternates that are not returned.
    """
    translations = snapshot.translations(card)
    if len(translations) < 2:
        return
    for language, version in translations.items():
        yield language, url_of(version, snapshot)
    fallback = translations.get(snapshot.mission.default_language) or next(iter(translations.values()))
    yield "x-default", url_of(fallback, snapshot)


def news_items(snapshot: Snapshot) -> Iterator[NewsItem]:
    """What appeared in the last two days, the newest first; nothing sensitive, and often nothing at all."""
    since = snapshot.now - NEWS_WINDOW
    found = (
        (published_at(card, snapshot), card)
        for language in snapshot.languages
        for card in snapshot.latest(language, kinds=NEWS_KINDS)
        if not card.is_sensitive
    )
    fresh = sorted(
        ((at, card) for at, card in found if since <= at <= snapshot.now),
        key=lambda pair: (pair[0], pair[1].pk),
        reverse=True,
    )
    for at, card in fresh[:MOST_NEWS]:
        name = snapshot.mission.name_in(card.language)
        yield NewsItem(url_of(card, snapshot), carried(name), card.language, at, carried(card.title))


def _urlset(places: Iterable[Place]) -> bytes:
    return _document("urlset", f"{_SITEMAP} {_ALTERNATES}", map(_url, places))


def _index(places: Iterable[Place]) -> bytes:
    lines = (
        f"<sitemap><loc>{escape(place.url)}</loc>{_changed(place.changed)}</sitemap>" for place in places
    )
    return _document("sitemapindex", _SITEMAP, lines)


def _news(items: Iterable[NewsItem]) -> bytes:
    return _document("urlset", f"{_SITEMAP} {_NEWS}", map(_news_url, items))


def _document(root: str, names: str, lines: Iterable[str]) -> bytes:
    body = "".join(f"{line}\n" for line in lines)
    return f"{_HEAD}<{root} {names}>\n{body}</{root}>\n".encode()


def _url(place: Place) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(language)} href={quoteattr(url)}/>'
        for language, url in place.versions
    )
    return f"<url><loc>{escape(place.url)}</loc>{_changed(place.changed)}{links}</url>"


def _changed(moment: datetime | None) -> str:
    return f"<lastmod>{moment.isoformat(timespec='seconds')}</lastmod>" if moment else ""


def _news_url(item: NewsItem) -> str:
    publication = (
        f"<news:publication><news:name>{escape(item.publication)}</news:name>"
        f"<news:language>{escape(item.language)}</news:language></news:publication>"
    )
    return (
        f"<url><loc>{escape(item.url)}</loc><news:news>{publication}"
        f"<news:publication_date>{item.published.isoformat(timespec='seconds')}</news:publication_date>"
        f"<news:title>{escape(item.title)}</news:title></news:news></url>"
    )
