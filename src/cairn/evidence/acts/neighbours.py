"""Subscribing to another mission, looking at what it offers, and ending it."""

from typing import Any

from django.db import transaction

from cairn.evidence.federation.reading import Site
from cairn.evidence.federation.taking import bring, remember
from cairn.evidence.models import Neighbour, NeighbourRelease
from cairn.evidence.releases.verifying import public_key_in
from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event


@transaction.atomic
def subscribe(*, code: str, name: str, address: str, public_key: str, by: Any) -> Neighbour:
    """Trust a key for an address from now on; nothing is read yet."""
    ensure(by, Can.RELEASE_BUILD)
    public_key_in(public_key.encode())
    neighbour = Neighbour(
        code=code,
        name=name,
        address=Site(address).address,
        public_key=public_key.strip() + "\n",
        subscribed_by=by,
    )
    neighbour.full_clean()
    neighbour.save(force_insert=True)
    record(Event.NEIGHBOUR_SUBSCRIBED, neighbour, by=by)
    return neighbour


def look_at(neighbour: Neighbour, *, by: Any) -> list[NeighbourRelease]:
    """Take in what a neighbour offers; answer what is new."""
    ensure(by, Can.RELEASE_BUILD)
    offered = bring(neighbour)
    with transaction.atomic():
        new = remember(neighbour, offered)
        record(Event.NEIGHBOUR_LOOKED_AT, neighbour, by=by, data={"count": len(new)})
    return new


def order_look(neighbour: Neighbour, *, by: Any) -> None:
    """Have the worker look at a neighbour: a site may be slow, and a release large."""
    from cairn.evidence.tasks import look_at_neighbour

    ensure(by, Can.RELEASE_BUILD)
    transaction.on_commit(lambda: look_at_neighbour.enqueue(neighbour.pk, by.pk))


@transaction.atomic
def unsubscribe(neighbour: Neighbour, *, by: Any) -> None:
    """Read no more of a mission; releases that added its figures up keep them."""
    ensure(by, Can.RELEASE_BUILD)
    record(Event.NEIGHBOUR_LEFT, neighbour, by=by)
    neighbour.delete()
