"""Destroying a key: the one way in which everything about a person becomes unreadable at once."""

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from cairn.guard.keys.models import DataKey
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event


@transaction.atomic
def destroy_data_key(key: DataKey, *, by: Model | None) -> DataKey:
    """Erase a key for good; the row stays as the proof, and a key that is gone already stays gone.

    It also destroys what lies in backups, where those keep wrapped keys apart (see docs/decisions).
    """
    held = DataKey.objects.select_for_update().get(pk=key.pk)
    if not held.is_destroyed:
        overwrite_freed_pages()
        held.wrapped, held.master, held.destroyed_at = b"", None, timezone.now()
        held.forget()
        held.save(update_fields=["wrapped", "master", "destroyed_at"])
        record(Event.DATA_KEY_DESTROYED, held, by=by)
        transaction.on_commit(_scrub_later)
    key.forget()
    key.wrapped, key.master, key.destroyed_at = held.wrapped, None, held.destroyed_at
    return held


def overwrite_freed_pages() -> None:
    """SQLite leaves the old bytes of a row in the file unless it is told to put zeros there."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def scrub_destroyed_keys() -> None:
    """Make the database let go of pages on which destroyed keys still stood."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM guard_datakey")


def _scrub_later() -> None:
    from cairn.guard.keys.tasks import scrub

    scrub.enqueue()
