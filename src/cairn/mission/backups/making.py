"""`cairn backup`: all that cannot be made again in one sealed file, while work goes on.

Files are held first, then the database is copied, then what came meanwhile is held as well. So each row in the
copy has its file, whoever adds or deletes while the backup runs; a file without a row may come along, and is
swept away a day after it was restored. Checkpoints of the trace are read first of all: one that was signed after
the copy would look like a tail that somebody has cut.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cairn import __version__
from cairn.guard.keys.ring import Ring, master_ring
from cairn.guard.sealed.store import INCOMING
from cairn.mission.backups import archive, container, postgresql
from cairn.mission.backups.errors import BackupFailed
from cairn.mission.backups.holding import Held
from cairn.mission.backups.packing import Packer, packing
from cairn.mission.backups.scratch import scratch_folder
from cairn.mission.backups.shelf import drop_older, named_in, sync, unfinished, unfinished_name
from cairn.mission.backups.snapshots import Snapshot, snapshot_of
from cairn.mission.backups.state import Made, remember_made
from cairn.mission.config import MissionConfig, load_mission, mission_file
from cairn.mission.disk import ensure_room_for, in_words
from cairn.mission.django_start import start_django
from cairn.mission.peek import postgresql_words
from cairn.mission.progress import Report
from cairn.mission.secrets import PASSWORDS_FILE, Secret, secrets_folder

# Whoever can open a backup can read far more than these open. Not among them: the master key, which would lie in its
# own box; Django's key, without which yesterday's sessions end; the database's password, which is the machine's.
SECRETS_INSIDE = (Secret.SITE_SIGNING_KEY, PASSWORDS_FILE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup that was written whole."""

    file: Path
    size: int
    digest: str
    head: container.Head


def back_up(target: Path, report: Report, *, keep: int | None = None) -> Backup:
    """Write into a file, or into a folder under a name of the moment; a name always stands for a whole backup."""
    mission = load_mission()
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    file = named_in(target, now, keep)
    ring = master_ring(mission)
    with scratch_folder(mission) as scratch:
        held = _hold(mission, scratch)
        total = _ensure_room(mission, held, file.parent)
        checkpoints = _read(mission.storage_path / archive.CHECKPOINTS)
        with unfinished(file) as out, snapshot_of(mission, scratch, report) as snapshot:
            for folder in held.values():
                folder.take()
            head = _head(snapshot, ring, now, total)
            with _sealing(out, head, ring, scratch, report) as packer:
                _pack(packer, mission, snapshot, checkpoints, held)
                packer.finish(snapshot.tables)
            has_trace = snapshot.has_trace
        backup = Backup(file=file, size=out.size, digest=out.digest, head=head)
    _in_place(backup, mission, has_trace)
    if keep:
        drop_older(file.parent, keep, report)
    return backup


@contextmanager
def _sealing(out: Any, head: container.Head, ring: Ring, scratch: Path, report: Report) -> Iterator[Packer]:
    """Where members go in, and sealed pieces come out; only one that ends well makes a file that opens."""
    writer = container.begin(out, head, ring)
    with report.step("Sealing database, files and settings") as advance:

        def tell(done: int, what: str) -> None:
            advance(done >> 20, head.size >> 20, f"MB {what}")

        with packing(writer, scratch, tell) as packer:
            yield packer
        writer.finish()


def _hold(mission: MissionConfig, scratch: Path) -> dict[str, Held]:
    evidence, media, sealed = archive.EVIDENCE, archive.MEDIA, archive.SEALED
    return {
        evidence: Held(mission.storage_path / evidence, scratch / evidence, hidden=False),
        media: Held(mission.storage_path / media, scratch / media),
        sealed: Held(mission.storage_path / sealed, scratch / sealed, but=INCOMING),
    }


def _ensure_room(mission: MissionConfig, held: dict[str, Held], folder: Path) -> int:
    """Before anything large is written; answer how many bytes a restored mission takes."""
    files = sum(path.stat().st_size for kept in held.values() for _name, path in kept.files())
    path = mission.sqlite_path
    database = _size(path) if path else postgresql.database_size(postgresql_words(mission))
    same = folder.stat().st_dev == mission.storage_path.stat().st_dev
    copy = database if path else 0
    ensure_room_for(copy + (database + files if same else 0), mission.storage_path, mission, "The backup")
    ensure_room_for(database + files, folder, mission, "The backup")
    return database + files


def _size(path: Path) -> int:
    return sum(each.stat().st_size for each in (path, Path(f"{path}-wal")) if each.exists())


def _head(snapshot: Snapshot, ring: Ring, now: dt.datetime, total: int) -> container.Head:
    return container.sealed_with(
        ring,
        cairn=__version__,
        made_at=now.isoformat(),
        database=snapshot.kind,
        size=total,
        master_keys=snapshot.master_keys,
    )


def _pack(
    packer: Packer,
    mission: MissionConfig,
    snapshot: Snapshot,
    checkpoints: bytes,
    held: dict[str, Held],
) -> None:
    packer.add_file(archive.SETTINGS, mission_file())
    packer.add_database(snapshot.stream)
    if checkpoints:
        packer.add(archive.CHECKPOINTS, checkpoints)
    for name in SECRETS_INSIDE:
        if secret := _read(secrets_folder(mission) / name):
            packer.add(f"{archive.SECRETS}/{name}", secret)
    for folder, kept in held.items():
        for name, path in kept.files():
            packer.add_file(f"{folder}/{name}", path)


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _in_place(backup: Backup, mission: MissionConfig, has_trace: bool) -> None:
    """The trace says that a copy of everything left; then it has its name."""
    file, written = backup.file, unfinished_name(backup.file)
    try:
        if file.exists():
            raise BackupFailed(f"{file} exists by now.", "Choose another name: a backup never replaces one.")
        if has_trace:
            _record(backup)
        written.rename(file)
    finally:
        written.unlink(missing_ok=True)
    sync(file.parent)
    remember_made(mission, Made(at=backup.head.made_at, file=str(file.absolute()), size=backup.size))


def _record(backup: Backup) -> None:
    start_django()
    from django.db import transaction

    from cairn.guard.trace import Event, record

    with transaction.atomic():
        record(Event.BACKUP_MADE, by=None, data={"digest": backup.digest})


def said_of(backup: Backup) -> Iterable[str]:
    versions = ", ".join(str(version) for version in backup.head.needed)
    yield f"{backup.file} holds {in_words(backup.size)}. SHA-256 {backup.digest}"
    yield f"It opens with master key {versions}, which is not in it: keep a copy of that key apart from this file."
