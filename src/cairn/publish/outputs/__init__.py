"""Everything the site carries besides its pages, and what the pages say of themselves to machines.

Each output is a module with `targets(snapshot)`; what several of them must say alike stands in `facts`.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from cairn.publish.outputs import calendars, cards, feeds, signposts, sitemaps
from cairn.publish.outputs.facts import carried, full_url, url_of
from cairn.publish.outputs.structured import structured_data
from cairn.publish.outputs.structured_nodes import Subject
from cairn.publish.snapshot import Card, Snapshot
from cairn.publish.targets import Target

if TYPE_CHECKING:
    from cairn.newsroom.listings import Listing
    from cairn.newsroom.models import PublicPage

OUTPUTS = (feeds, sitemaps, calendars, signposts, cards)


def targets(snapshot: Snapshot) -> Iterator[Target]:
    """Feeds, sitemaps, calendars, signposts and cards; planning them asks the database nothing."""
    outputs: Iterable[Any] = OUTPUTS
    for output in outputs:
        yield from output.targets(snapshot)


def page_context(
    page: "PublicPage", card: Card, snapshot: Snapshot, listing: "Listing | None" = None
) -> dict[str, Any]:
    """What the template of a page says to machines: canonical address, card and structured data.

    It depends on the page's own rows, its translations, its ancestors and the mission's settings alone. A further
    page of a list has its own canonical address: it shows other items than the first.
    """
    url = full_url(listing.address, snapshot) if listing else url_of(card, snapshot)
    picture = cards.card_url(card, snapshot)
    return {
        "canonical_url": url,
        "card_url": picture,
        "card_alt": carried(card.title) if picture else "",
        "structured_data": structured_data(Subject(page, card, snapshot, url, picture)),
    }
