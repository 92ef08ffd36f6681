"""The mission's root key, from which the keys that everybody shares are derived.

It lies in the database, wrapped by the master key. A rotation of the master key wraps it anew and leaves it as
it is: blind indexes and signatures made before stay good.
"""

from django.db import connection, transaction

from cairn.guard.keys.derive import Purpose, derive
from cairn.guard.keys.models import MasterKey, MissionKey
from cairn.guard.keys.sealing import new_key

ROOT = "root"
_kept: dict[str, bytes] = {}


def derived_key(purpose: Purpose, context: str = "") -> bytes:
    """The mission's key for a purpose, the same whatever the master key is today."""
    return derive(_root(), purpose, context)


def forget_root() -> None:
    """After the database was replaced or emptied under a process that lives on."""
    _kept.clear()


def _root() -> bytes:
    if ROOT in _kept:
        return _kept[ROOT]
    row = MissionKey.objects.filter(pk=ROOT).first() or _made()
    root = row.unwrap()
    if connection.in_atomic_block:
        # What this transaction made may yet be rolled back; a root that nobody stored must not be used on.
        transaction.on_commit(lambda: _kept.update({ROOT: root}))
    else:
        _kept[ROOT] = root
    return root


def _made() -> MissionKey:
    """Two processes may make it at once; both use the one that the database took first."""
    fresh = MissionKey(name=ROOT)
    fresh.wrap(new_key(), MasterKey.objects.current())
    MissionKey.objects.bulk_create([fresh], ignore_conflicts=True)
    return MissionKey.objects.get(pk=ROOT)
