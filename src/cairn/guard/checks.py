"""What is wrong with keys, sealed files and the trace, for `cairn doctor`. Looks, and changes nothing."""

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.db.models import Max

from cairn.guard.keys.errors import CannotOpen, KeysMissing, WrongMasterKey
from cairn.guard.keys.ring import kept_in_file, master_ring, retired_file
from cairn.guard.models import Attachment, AuditEntry, AuditHead, DataKey, KeyRotation, MasterKey, MissionKey
from cairn.guard.sealed.store import A_DAY, broken_off, path_of, store_folder
from cairn.guard.trace.checkpoints import checkpoints_file
from cairn.mission.config import load_mission

SAMPLE = 50
OTHERS = stat.S_IRWXG | stat.S_IRWXO
TRIGGERS = {
    "sqlite": (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard_audit%'",
        {
            "guard_auditcheckpoint_never_DELETE",
            "guard_auditcheckpoint_never_UPDATE",
            "guard_auditcheckpoint_once",
            "guard_auditentry_at_the_end_only",
            "guard_auditentry_never_DELETE",
            "guard_auditentry_never_UPDATE",
        },
    ),
    "postgresql": (
        "SELECT tgname FROM pg_trigger WHERE tgenabled = 'O' AND tgname LIKE 'guard_audit%'",
        {
            "guard_auditcheckpoint_never_changed",
            "guard_auditentry_at_the_end_only",
            "guard_auditentry_never_changed",
        },
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, what to do, and whether work can go on meanwhile."""

    said: str
    what_to_do: str
    is_grave: bool = True

    def __str__(self) -> str:
        return f"{self.said} {self.what_to_do}"


Problems = Iterator[Problem]
_OTHERS_LOOK: list[Callable[[], Problems]] = []


def problems() -> list[Problem]:
    """Everything that is wrong, what matters most first."""
    looks = (*LOOKS, *_OTHERS_LOOK)
    return sorted((p for look in looks for p in look()), key=lambda problem: not problem.is_grave)


def register_look(look: Callable[[], Problems]) -> None:
    """Let an app say what lies too long, or is wrong, with what it keeps sealed."""
    if look not in _OTHERS_LOOK:
        _OTHERS_LOOK.append(look)


def master_keys() -> Problems:
    try:
        ring = master_ring()
    except KeysMissing as error:
        yield Problem(error.message, error.what_to_do)
        return
    known = list(MasterKey.objects.all())
    for row in known:
        try:
            row.refuse_another(ring.check_of(row.version))
        except (KeysMissing, WrongMasterKey) as error:
            yield Problem(error.message, error.what_to_do)
    unneeded = [each for each in ring.versions if known and each < min(row.version for row in known)]
    if unneeded:
        yield Problem(
            f"Master key version {unneeded[0]} is at hand and wraps nothing any more.",
            "Take it out of the vault, and keep it apart as long as there are backups from its time.",
            is_grave=False,
        )


def wrapped_keys() -> Problems:
    """A look at some of them: the newest, and the root of all that the mission shares."""
    keys = [
        *MissionKey.objects.all(),
        *DataKey.objects.filter(destroyed_at=None).order_by("-made_at")[:SAMPLE],
    ]
    damaged = 0
    for key in keys:
        try:
            key.unwrap()
        except CannotOpen:
            damaged += 1
        except (KeysMissing, WrongMasterKey):
            return  # Said above, once.
    if damaged:
        yield Problem(
            f"{damaged} of {len(keys)} wrapped keys do not open: they were changed in the database.",
            "Restore guard_datakey and guard_missionkey from a backup, and ask who can write to the database.",
        )


def rotation() -> Problems:
    under_way = KeyRotation.objects.filter(finished_at=None).first()
    if under_way:
        yield Problem(
            f"Keys are being rewrapped for master key {under_way.to_version}: {under_way.done} of {under_way.total}.",
            "The worker goes on by itself; cairn keys rotate does it now.",
            is_grave=False,
        )
    path = kept_in_file()
    if path and retired_file(path).exists():
        yield Problem(
            f"{retired_file(path).name} holds master keys that only older backups need.",
            "Destroy it when those backups are gone: whoever has it and such a backup reads both.",
            is_grave=False,
        )


def permissions() -> Problems:
    folder = store_folder()
    kept = kept_in_file()
    private = [folder, *folder.glob("*"), checkpoints_file(), *([kept, kept.parent] if kept else [])]
    loose = [path for path in private if path.exists() and path.stat().st_mode & OTHERS]
    if loose:
        names = ", ".join(_within(path) for path in loose[:5])
        yield Problem(f"Others on this machine can read {names}.", f"chmod -R go= {loose[0]}")


def sealed_files() -> Problems:
    newest = Attachment.objects.order_by("-stored_at").values_list("stored_name", flat=True)[:SAMPLE]
    gone = [name for name in newest if not path_of(name).exists()]
    if gone:
        yield Problem(
            f"{len(gone)} of the {SAMPLE} newest sealed files are not in {_within(store_folder())}.",
            "Restore that folder from the backup that belongs to this database.",
        )


def uploads() -> Problems:
    """What broke off while it came in: nobody has its key any more, and the worker takes it away."""
    broken = list(broken_off(older_than=A_DAY))
    if broken:
        yield Problem(
            f"{len(broken)} uploads that broke off lie in {_within(store_folder())} for longer than a day.",
            "The worker takes them away after an hour: see that it runs.",
            is_grave=False,
        )


def trace() -> Problems:
    question, expected = TRIGGERS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(question)
        missing = expected - {name for (name,) in cursor.fetchall()}
    if missing:
        yield Problem(
            f"The database no longer protects the trace: {', '.join(sorted(missing))} are gone.",
            "Run cairn audit verify, and restore the database from a backup made before.",
        )
    head = AuditHead.objects.first()
    count = head.count if head else 0
    last = AuditEntry.objects.aggregate(last=Max("sequence"))["last"] or 0
    if count != last:
        yield Problem(
            f"The trace ends at entry {last}, and its head says {count}.", "cairn audit verify says more."
        )


def _within(path: Path) -> str:
    """Where a path lies in the storage folder."""
    storage = load_mission().storage_path
    return str(path.relative_to(storage)) if path.is_relative_to(storage) else str(path)


LOOKS: tuple[Callable[[], Problems], ...] = (
    master_keys,
    wrapped_keys,
    permissions,
    sealed_files,
    uploads,
    trace,
    rotation,
)
