"""When the site changes although nobody changes anything: an embargo ends, an event is over, a day begins."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.utils import timezone

from cairn.newsroom.models import PublicPage
from cairn.publish.snapshot import Snapshot


def next_instant(snapshot: Snapshot) -> datetime:
    """The next moment after which the same rows give another site; at the latest the next midnight."""
    return min(_instants(snapshot, timezone.now()))


def _instants(snapshot: Snapshot, now: datetime) -> Iterator[datetime]:
    zone = snapshot.mission.zone
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    yield datetime.combine(tomorrow, time.min, tzinfo=zone)
    embargoes = PublicPage.objects.live().filter(embargo_until__gt=now)
    yield from embargoes.order_by("embargo_until").values_list("embargo_until", flat=True)[:1]
    # A demonstration is seen from one fixed day, on which no event ends.
    if not snapshot.mission.demonstration.today:
        yield from (
            card.event.ends
            for card in snapshot.pages
            if card.event and card.event.ends and card.event.ends > now
        )
