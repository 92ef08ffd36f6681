"""Whether a trace is whole: no entry changed, missing, moved or added, and no tail cut.

Needs a copy of the trace and nothing else, so that an auditor can do it on a machine of their own. What a
chain of hashes cannot tell by itself, the signed heads tell: that somebody made the whole chain anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cairn.guard.trace.chain import FIELDS, NOTHING, SEPARATOR, head_message

MOST_TOLD = 100
SEPARATORS = len(FIELDS) - 1

# Sequence, the fields as they were hashed, the hash before, the hash.
Row = tuple[int, str, bytes, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How far the trace reached once, as somebody signed it, and where that is kept."""

    count: int
    hash: bytes
    at: str
    public_key: bytes
    signature: bytes
    where: str

    @property
    def is_signed(self) -> bool:
        try:
            key = Ed25519PublicKey.from_public_bytes(self.public_key)
            key.verify(self.signature, head_message(self.count, self.hash, self.at))
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(slots=True, kw_only=True)
class Copy:
    """A trace as it was read from somewhere."""

    rows: Iterable[Row]
    head: Head | None
    checkpoints: list[Head] = field(default_factory=list)


class Wrong(StrEnum):
    """What can be wrong with a trace."""

    ADDED = "added"
    CHANGED = "changed"
    CUT = "cut"
    HEAD = "head"
    MISSING = "missing"
    MOVED = "moved"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, where it is, and how to say it."""

    wrong: Wrong
    sequence: int
    said: str


@dataclass(slots=True)
class Verdict:
    """What the verification found."""

    entries: int = 0
    last: int = 0
    faults: list[Fault] = field(default_factory=list)
    untold: int = 0
    signed_by: bytes = b""

    @property
    def is_whole(self) -> bool:
        return not self.faults

    def add(self, wrong: Wrong, sequence: int, said: str) -> None:
        if len(self.faults) < MOST_TOLD:
            self.faults.append(Fault(wrong, sequence, said))
        else:
            self.untold += 1


def verify(copy: Copy, *, public_key: bytes = b"", beside: Iterable[Head] = ()) -> Verdict:
    """Follow the chain from its first entry, then hold every head that somebody remembered against it.

    `public_key` is the key that must have signed; without it the newest head says which key that is, and it is
    for the reader to know it. `beside` are checkpoints kept outside the database.
    """
    verdict = Verdict()
    heads = [*copy.checkpoints, *beside, *([copy.head] if copy.head else [])]
    hashes = _follow(copy.rows, {head.count for head in heads}, verdict)
    verdict.signed_by = public_key or (max(heads, key=lambda head: head.count).public_key if heads else b"")
    for head in heads:
        _hold_against(head, hashes, verdict)
    _check_end(copy.head, verdict)
    return verdict


def _follow(rows: Iterable[Row], wanted: set[int], verdict: Verdict) -> dict[int, bytes]:
    """Walk the chain; answer the hashes at the places that were asked for."""
    last, expected, entries, found = NOTHING, 1, 0, {}
    for sequence, written, previous, stored in rows:
        entries += 1
        # The common case in one line: a hundred thousand entries a second pass here.
        if not (
            sequence == expected
            and previous == last
            and sha256(previous + written.encode()).digest() == stored
            and written.count(SEPARATOR) == SEPARATORS
        ):
            _tell(sequence, written, previous, stored, expected, last, verdict)
        if sequence in wanted:
            found[sequence] = stored
        last, expected = stored, sequence + 1
    verdict.entries, verdict.last = entries, expected - 1
    return found


def _tell(
    sequence: int, written: str, previous: bytes, stored: bytes, expected: int, last: bytes, verdict: Verdict
) -> None:
    """Name what is wrong with one entry; both a gap before it and a change in it can be."""
    if sequence > expected:
        many = (
            f"Entry {expected} is"
            if sequence == expected + 1
            else f"Entries {expected} to {sequence - 1} are"
        )
        verdict.add(Wrong.MISSING, expected, f"{many} missing.")
    elif sequence < expected:
        verdict.add(Wrong.MOVED, sequence, f"Entry {sequence} stands after entry {expected - 1}.")
    elif previous != last:
        verdict.add(Wrong.MOVED, sequence, f"Entry {sequence} does not follow on the entry before it.")
    sound = sha256(previous + (written or "").encode()).digest() == stored
    if not sound or (written or "").count(SEPARATOR) != SEPARATORS:
        verdict.add(Wrong.CHANGED, sequence, f"Entry {sequence} was changed after it was written.")


def _hold_against(head: Head, hashes: dict[int, bytes], verdict: Verdict) -> None:
    if head.count == 0:
        return
    if head.public_key != verdict.signed_by:
        verdict.add(Wrong.SIGNATURE, head.count, f"{head.where} at {head.count} is signed with another key.")
    elif not head.is_signed:
        verdict.add(
            Wrong.SIGNATURE, head.count, f"{head.where} at {head.count} has a signature that is not valid."
        )
    if head.count > verdict.last:
        gone = f"{head.count} entries on {head.at[:16]} UTC ({head.where}), and {verdict.last} stand"
        verdict.add(Wrong.CUT, verdict.last + 1, f"The tail is cut: there were {gone}.")
    elif hashes.get(head.count, head.hash) != head.hash:
        said = f"{head.where} at {head.count} signs another chain: entries up to it were written anew."
        verdict.add(Wrong.HEAD, head.count, said)


def _check_end(head: Head | None, verdict: Verdict) -> None:
    if head is None and verdict.entries:
        verdict.add(
            Wrong.HEAD, verdict.last, "The head of the trace is gone, and with it the proof of its end."
        )
    elif head is not None and verdict.last > head.count:
        said = f"After entry {head.count} stand entries that Cairn did not write."
        verdict.add(Wrong.ADDED, head.count + 1, said)
