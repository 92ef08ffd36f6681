"""Draws live pages as the public sees them: the same bytes for the same rows, on any day and for any reader."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from cairn.newsroom import reads
from cairn.newsroom.listings import Listing
from cairn.newsroom.models import HomePage
from cairn.publish import outputs
from cairn.publish.album import Album
from cairn.publish.pages import page_model
from cairn.publish.snapshot import Card, Snapshot


@dataclass
class Renderer:
    """Renders the pages of one snapshot; pictures that many lists show are read once."""

    snapshot: Snapshot
    _album: Album = field(default_factory=Album)

    def page(self, card: Card, listing: Listing | None = None) -> bytes:
        """The page at the card's address, or one of the lists that an index page shows."""
        with self._as_read_in(card.language):
            page = listing.index if listing else self._read(card)
            if listing:
                self._album.bring_rows(listing)
            request = reader_request(listing.address if listing else card.address)
            context = page.get_context(request) | {"publishing": True}
            context |= outputs.page_context(page, card, self.snapshot, listing)
            context |= {"listing": listing} if listing else {}
            return _html(page.get_template(request), context, request)

    def _read(self, card: Card) -> Any:
        page = page_model(card.model).objects.select_related("locale").get(pk=card.pk)
        self._album.bring_pictures([page])
        if len(self.snapshot.translations(card)) == 1:
            # What the shell would find with a query for each page that is in one language only.
            page._public_translations = {card.language: page}
        return page

    def template(self, template: str, address: str, language: str, **more: Any) -> bytes:
        """A page that is not in the tree: search, or what is said where there is no page."""
        with self._as_read_in(language):
            home = reads.home_of(language) or HomePage()
            return _html(template, {"home": home, "publishing": True, **more}, reader_request(address))

    @contextmanager
    def _as_read_in(self, language: str) -> Iterator[None]:
        """Language and time zone of the reader, and of nobody else who works in this process."""
        with translation.override(language), timezone.override(self.snapshot.mission.zone):
            yield


def reader_request(address: str) -> HttpRequest:
    """The request of nobody in particular, at this address."""
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = address
    request.META |= {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "HTTP_HOST": "localhost"}
    request.user = AnonymousUser()
    request.is_preview = False  # type: ignore[attr-defined]
    return request


def _html(template: str, context: Mapping[str, Any], request: HttpRequest) -> bytes:
    text = render_to_string(template, dict(context), request)
    return "\n".join(line for line in (line.rstrip() for line in text.splitlines()) if line).encode() + b"\n"
