"""One feed in three formats. Django writes Atom and RSS; JSON Feed 1.1 is a dictionary.

Django dates an empty feed by the clock. A file of the site may not know the clock, so the feed says its own age.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, rfc3339_date
from django.utils.html import escape

if TYPE_CHECKING:
    from cairn.publish.outputs.feeds import Entry, Feed


class _Dated:
    """A feed that says itself when it last changed."""

    feed: dict[str, Any]

    def latest_post_date(self) -> datetime:
        return self.feed["updated"]


class _Atom(_Dated, Atom1Feed):
    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for language, url in item["versions"]:
            handler.addQuickElement("link", "", {"rel": "alternate", "hreflang": language, "href": url})


class _Rss(_Dated, Rss201rev2Feed):
    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """RSS has no word for a change; Atom's is borrowed, or a correction would not be seen."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))


def atom(feed: "Feed") -> bytes:
    return _written(_Atom, feed, "feed.atom")


def rss(feed: "Feed") -> bytes:
    return _written(_Rss, feed, "feed.rss")


def _written(format: type[Atom1Feed] | type[Rss201rev2Feed], feed: "Feed", file: str) -> bytes:
    made = format(
        title=feed.title,
        link=feed.page_url,
        description=feed.tagline,
        subtitle=feed.tagline,
        language=feed.language,
        author_name=feed.author,
        author_link=feed.home_url,
        feed_url=feed.folder_url + file,
        feed_guid=feed.name,
        updated=feed.updated,
    )
    for entry in feed.entries:
        made.add_item(
            title=entry.title,
            link=entry.url,
            # Both formats take a summary as HTML.
            description=str(escape(entry.summary)),
            unique_id=entry.name,
            unique_id_is_permalink=False,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=entry.labels,
            versions=entry.versions,
        )
    return made.writeString("utf-8").encode()


def json_feed(feed: "Feed") -> bytes:
    content = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.tagline,
        "home_page_url": feed.page_url,
        "feed_url": f"{feed.folder_url}feed.json",
        "language": feed.language,
        "authors": [{"name": feed.author, "url": feed.home_url}],
        "items": [_item(entry, feed) for entry in feed.entries],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def _item(entry: "Entry", feed: "Feed") -> dict[str, Any]:
    return {
        "id": entry.name,
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.summary or entry.title,
        "date_published": rfc3339_date(entry.published),
        "date_modified": rfc3339_date(entry.updated),
        "tags": list(entry.labels),
        "language": feed.language,
        # JSON Feed has no word for other languages; names that begin with an underscore are left to publishers.
        "_translations": dict(entry.versions),
    }


WRITERS: dict[str, Callable[["Feed"], bytes]] = {
    "feed.atom": atom,
    "feed.rss": rss,
    "feed.json": json_feed,
}
