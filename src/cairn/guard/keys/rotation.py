"""From one master key to the next: every key is rewrapped, and nothing that is sealed changes.

Batches of keys, each in a transaction of its own. Killed at any moment, it goes on where it was: what is left to
do stands in the keys themselves. Until it is over, both master keys are at hand and everything opens.
"""

import time

from django.db import IntegrityError, transaction
from django.db.models import F, Model, ProtectedError
from django.utils import timezone

from cairn.guard.keys.errors import CannotOpen, KeysMissing, RotationUnderWay
from cairn.guard.keys.models import DataKey, KeyRotation, MasterKey, MissionKey, Wrapped, save_rewrapped
from cairn.guard.keys.ring import add_version, forget_answers, kept_in_file, master_ring, retire_version
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event

BATCH = 500
A_TURN = 5.0  # Seconds of work before other tasks have their turn.


@transaction.atomic
def start_rotation(*, by: Model | None) -> KeyRotation:
    """Bring in a new master key, and leave the rewrapping to the worker.

    Where Cairn keeps the master key it makes the new version; where the mission's vault does, that has to bring it.
    """
    if KeyRotation.objects.select_for_update().filter(finished_at=None).exists():
        raise RotationUnderWay(
            "Keys are already being rewrapped; one rotation at a time.",
            "cairn keys status says how far it is.",
        )
    forget_answers()
    MasterKey.objects.current()
    known = [row.version for row in MasterKey.objects.select_for_update()]
    if len(known) == 1:
        _bring_new_version(known[0] + 1)
    master = MasterKey.objects.current()
    total = sum(model.objects.filter(master_id__lt=master.version).count() for model in (MissionKey, DataKey))
    rotation = KeyRotation.objects.create(
        to_version=master.version, total=total, started_by=by.pk if by else None
    )
    versions = {"from_version": min(known), "to_version": master.version, "count": total}
    record(Event.KEY_ROTATION_STARTED, rotation, by=by, data=versions)
    transaction.on_commit(lambda: _go_on_later(rotation.pk))
    return rotation


def continue_rotation(rotation: KeyRotation, *, seconds: float = A_TURN) -> bool:
    """Rewrap for a while; answer whether it is over."""
    until, damaged = time.monotonic() + seconds, set[object]()
    if rotation.to_version not in master_ring().keys:
        forget_answers()  # The vault was asked before it had the new version.
    while _rewrap_some(rotation, damaged):
        if time.monotonic() > until:
            return False
    return _finish(rotation, damaged)


def unfinished_rotation() -> KeyRotation | None:
    return KeyRotation.objects.filter(finished_at=None).first()


def resume_rotation() -> None:
    """What the worker asks now and then: no rotation stays half done because its task was lost."""
    from cairn.guard.keys.tasks import rewrap
    from cairn.guard.turns import is_waiting

    rotation = unfinished_rotation()
    if rotation and not is_waiting(rewrap, rotation.pk):
        _go_on_later(rotation.pk)


def _bring_new_version(version: int) -> None:
    path = kept_in_file()
    if path is None:
        raise KeysMissing(
            f"A rotation needs a new master key, and the mission keeps it elsewhere: version {version} is not there.",
            f"Add a line “{version}:” with 32 random bytes in base64 below the others, leave the others, start "
            "Cairn again, and then start the rotation.",
        )
    add_version(path)


@transaction.atomic
def _rewrap_some(rotation: KeyRotation, damaged: set[object]) -> int:
    """A batch of each kind of key; those that do not open are noted and left as they are."""
    master, ring = MasterKey.objects.get(pk=rotation.to_version), master_ring()
    done = 0
    for model in (MissionKey, DataKey):
        left = model.objects.filter(master_id__lt=rotation.to_version).exclude(pk__in=damaged)
        rewrapped: list[Wrapped] = []
        for key in left.select_for_update()[:BATCH]:
            try:
                key.rewrap(master, ring)
            except CannotOpen:
                damaged.add(key.pk)
            else:
                rewrapped.append(key)
        save_rewrapped(rewrapped)
        done += len(rewrapped)
    KeyRotation.objects.filter(pk=rotation.pk).update(done=F("done") + done)
    return done


def _finish(rotation: KeyRotation, damaged: set[object]) -> bool:
    """Retire the old master keys, once the database itself agrees that nothing needs them."""
    if damaged:
        raise CannotOpen(
            f"{len(damaged)} wrapped keys do not open with the master key they name, so it cannot be retired.",
            "Restore guard_datakey from a backup; the rotation then goes on by itself.",
        )
    try:
        _delete_unneeded(rotation)
    except (ProtectedError, IntegrityError):
        return False  # Meanwhile somebody was registered by a process that had not seen the new version yet.
    if path := kept_in_file():
        for version in [each for each in master_ring().versions if each < rotation.to_version]:
            retire_version(path, version)
    _close(rotation)
    return True


@transaction.atomic
def _delete_unneeded(rotation: KeyRotation) -> None:
    held = KeyRotation.objects.select_for_update().get(pk=rotation.pk)
    old = MasterKey.objects.filter(version__lt=rotation.to_version)
    held.retired = sorted({*held.retired, *old.values_list("version", flat=True)})
    held.save(update_fields=["retired"])
    old.delete()


@transaction.atomic
def _close(rotation: KeyRotation) -> None:
    """Once, also where the worker and somebody at the command line come to the end together."""
    held = KeyRotation.objects.select_for_update().filter(pk=rotation.pk, finished_at=None).first()
    if held:
        held.finished_at = timezone.now()
        held.save(update_fields=["finished_at"])
        record(Event.KEY_ROTATION_FINISHED, held, by=None, data={"to_version": held.to_version})


def _go_on_later(rotation_id: int) -> None:
    from cairn.guard.keys.tasks import rewrap

    rewrap.enqueue(rotation_id)
