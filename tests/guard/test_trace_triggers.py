"""The database itself refuses to change, cut or overwrite the trace."""

import pytest
from django.db import DatabaseError, connection, transaction

from cairn.guard.models import AuditCheckpoint, AuditEntry
from cairn.guard.trace import Event, record
from cairn.guard.trace.checkpoints import checkpoint

pytestmark = pytest.mark.django_db
ENTRY, KEPT = "guard_auditentry", "guard_auditcheckpoint"
COLUMNS = "sequence, at, role, event, subject_model, subject_id, data, previous, hash"


@pytest.fixture(autouse=True)
def three_entries(amina):
    for _number in range(3):
        record(Event.ATTACHMENT_READ, by=amina)
    checkpoint()


def forged(sequence: int) -> str:
    """A row copied from the last one, under another number."""
    return f"SELECT {COLUMNS.replace('sequence', str(sequence))} FROM {ENTRY} WHERE sequence = 3"


REFUSED = {
    "a changed entry": f"UPDATE {ENTRY} SET who = 1 WHERE sequence = 2",
    "a deleted entry": f"DELETE FROM {ENTRY} WHERE sequence = 2",
    "a cut tail": f"DELETE FROM {ENTRY} WHERE sequence > 1",
    "an entry after a gap": f"INSERT INTO {ENTRY} ({COLUMNS}) {forged(9)}",
    "an entry before the first": f"INSERT INTO {ENTRY} ({COLUMNS}) {forged(0)}",
    "an entry that does not follow": f"INSERT INTO {ENTRY} ({COLUMNS}) {forged(4)}",
    "a changed checkpoint": f"UPDATE {KEPT} SET count = 2",
    "a deleted checkpoint": f"DELETE FROM {KEPT}",
}
ON = {
    "sqlite": {
        "an entry in the place of another": f"INSERT OR REPLACE INTO {ENTRY} ({COLUMNS}) {forged(3)}",
        "an entry replaced by an upsert": f"REPLACE INTO {ENTRY} ({COLUMNS}) {forged(2)}",
        "a checkpoint replaced": f"REPLACE INTO {KEPT} SELECT * FROM {KEPT}",
    },
    "postgresql": {
        "an entry changed by an upsert": (
            f"INSERT INTO {ENTRY} ({COLUMNS}) {forged(3)} ON CONFLICT (sequence) DO UPDATE SET who = 1"
        ),
        "an emptied trace": f"TRUNCATE {ENTRY}",
        "emptied checkpoints": f"TRUNCATE {KEPT}",
    },
}


STATEMENTS = REFUSED | ON[connection.vendor]


@pytest.mark.parametrize("what", STATEMENTS)
def test_the_database_refuses(what):
    refusal = r"written once|follows on the last one"
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match=refusal), transaction.atomic():
        cursor.execute(STATEMENTS[what])
    assert AuditEntry.objects.count() == 3
    assert AuditCheckpoint.objects.count() == 1


def test_djangos_own_ways_are_refused_too(amina):
    entry = AuditEntry.objects.first()
    for way in (
        entry.delete,
        entry.save,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(role="x"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            way()


def test_what_follows_is_still_taken(amina):
    assert record(Event.ATTACHMENT_READ, by=amina).sequence == 4
