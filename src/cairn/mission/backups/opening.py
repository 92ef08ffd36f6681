"""Opening a backup: with which master key, and all of it into a folder, or nothing."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path

from cairn.guard.keys.errors import CannotOpen, KeysMissing
from cairn.guard.keys.ring import Ring, master_ring, ring_in
from cairn.mission.backups import archive, container, unpacking
from cairn.mission.backups.errors import BackupDamaged
from cairn.mission.config import MissionConfig
from cairn.mission.progress import Report
from cairn.mission.secrets import Secret, variable


@dataclass(frozen=True, slots=True)
class Keys:
    """Master keys that were found, and the text in which they stood, unless a vault told them."""

    ring: Ring
    text: str = field(default="", repr=False)


def keys_at_hand(
    key_file: Path | None = None, mission: MissionConfig | None = None, storage: Path | None = None
) -> Keys | None:
    """The master keys that can be found without making one: given, in the environment, or where they are kept.

    To ask the mission as usual would make a new key on an empty machine, which opens nothing and looks like the one.
    """
    if mission and mission.keys.source == "command" and not key_file:
        return Keys(master_ring(mission))
    text = _text_of(key_file) if key_file else os.environ.get(variable(Secret.MASTER_KEY), "")
    for folder in (mission.storage_path if mission else None, storage):
        kept = folder / archive.SECRETS / Secret.MASTER_KEY if folder else None
        if not text and kept and kept.exists():
            text = kept.read_text()
    return Keys(ring_in(text), text) if text else None


def needed_keys(head: container.Head, keys: Keys | None) -> Keys:
    if keys is None:
        raise KeysMissing(
            f"This backup of {head.made_at[:10]} needs master key version {head.needed[0]}, and there is none here.",
            "Bring it with --key-file: a copy of the mission's master_key.",
        )
    container.refuse_wrong_ring(head, keys.ring)
    return keys


@contextmanager
def opened(file: Path, ring: Ring) -> Iterator[tuple[container.Head, BufferedReader]]:
    """The head, and the inside as a stream; whatever does not open is said of the backup as a whole."""
    with reachable(file).open("rb") as raw:
        head = container.read_head(raw)
        try:
            with container.open_body(raw, head, ring) as body:
                yield head, body
        except CannotOpen:
            raise container.damaged() from None


def unpack(file: Path, ring: Ring, into: Path, report: Report) -> archive.Contents:
    """All of it below a folder, every byte verified; the caller throws the folder away when this fails."""
    with opened(file, ring) as (head, body), report.step("Opening and verifying the backup") as advance:
        total = head.size >> 20
        return unpacking.unpack(body, into, lambda done, what: advance(done >> 20, total, f"MB {what}"))


def settings_in(file: Path, ring: Ring) -> bytes:
    with opened(file, ring) as (_head, body):
        return unpacking.first_member(body)


def reachable(file: Path) -> Path:
    if not file.is_file():
        raise BackupDamaged(f"There is no file {file}.", "Name a backup that exists.")
    return file


def _text_of(key_file: Path) -> str:
    try:
        return key_file.read_text()
    except (OSError, UnicodeDecodeError):
        raise KeysMissing(
            f"{key_file} cannot be read as a master key.", "Name a copy of master_key."
        ) from None
