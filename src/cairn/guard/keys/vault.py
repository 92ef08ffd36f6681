"""A secret sealed by the master key alone, for what must open on an empty machine: the key of a backup."""

from cairn.guard.keys.derive import Purpose, derive
from cairn.guard.keys.errors import CannotOpen
from cairn.guard.keys.ring import Ring, master_ring
from cairn.guard.keys.sealing import seal, unseal

NUMBER = 4


def seal_for_master(secret: bytes, context: str, ring: Ring | None = None) -> bytes:
    """A blob that says which version of the master key opens it, for this context only."""
    ring = ring or master_ring()
    key = derive(ring.key(ring.current), Purpose.BACKUP, context)
    return ring.current.to_bytes(NUMBER, "big") + seal(key, context, secret)


def open_with_master(blob: bytes, context: str, ring: Ring | None = None) -> bytes:
    ring = ring or master_ring()
    if len(blob) <= NUMBER:
        raise CannotOpen("This cannot be opened: it is cut.", "Use another copy.")
    key = derive(ring.key(int.from_bytes(blob[:NUMBER], "big")), Purpose.BACKUP, context)
    return unseal(key, context, blob[NUMBER:])
