"""The register as it lies in the database: a key for each person, every field sealed with it, as the app seals them.

The table is as wide as the app's own, so that a search reads as many bytes from as many pages.
"""

import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any

from django.db import models, transaction

from cairn.guard.keys.sealing import new_key, seal, unseal
from cairn.guard.sealed.envelope import padded, unpadded
from cairn.people.matching.records import Record

TABLE, KEYS = "bench_person", "bench_datakey"
NAMES = ("given_name", "father_name", "family_name", "own_script_name", "other_names", "born")
CONTACTS = ("phones", "documents")
OTHERS = tuple(
    f"field_{number}" for number in range(15)
)  # Needs, languages, notes: sealed too, and not opened here.
OFFICES = 100
AT_ONCE = 5_000


class Register:
    """Sealed rows in one database, opened only for the candidates of a search."""

    def __init__(self, connection: Any, key: bytes) -> None:
        self.connection, self.key = connection, key

    def fill(self, records: Iterable[Record]) -> None:
        blob, identity = ("bytea", "uuid") if self.connection.vendor == "postgresql" else ("blob", "char(32)")
        columns = ", ".join(f"{field} {blob} NOT NULL" for field in (*NAMES, *CONTACTS, *OTHERS))
        rows = iter(records)
        with self.connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
            cursor.execute(f"DROP TABLE IF EXISTS {KEYS}")
            cursor.execute(f"CREATE TABLE {KEYS} (id {identity} PRIMARY KEY, wrapped {blob} NOT NULL)")
            cursor.execute(
                f"CREATE TABLE {TABLE} (id {identity} PRIMARY KEY, number bigint NOT NULL UNIQUE, office integer NOT NULL, "
                f"reference varchar(9) NOT NULL, data_key_id {identity} NOT NULL, {columns})"
            )
            while some := [self._seal(record) for record in islice(rows, AT_ONCE)]:
                with transaction.atomic(using=self.connection.alias):
                    _insert(cursor, KEYS, [key for key, _ in some])
                    _insert(cursor, TABLE, [person for _, person in some])
            cursor.execute(f"CREATE INDEX bench_person_office ON {TABLE} (office)")

    def _seal(self, record: Record) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        key_id, person_id, key = uuid.uuid4().hex, uuid.uuid4().hex, new_key()
        texts = {
            **{field: getattr(record, field, "") for field in NAMES},
            "other_names": json.dumps(record.other_names),
            **{field: "\n".join(getattr(record, field)) for field in CONTACTS},
        }
        sealed = [
            seal(key, f"people.person.{field}/{person_id}", padded(texts.get(field, "").encode()))
            for field in (*NAMES, *CONTACTS, *OTHERS)
        ]
        wrapped = seal(self.key, f"guard.datakey/{key_id}/1", key)
        return (key_id, wrapped), (
            person_id,
            record.id,
            office_of(record.id),
            record.reference,
            key_id,
            *sealed,
        )

    def open(self, numbers: Sequence[int], *, contacts: bool = False) -> Iterator[Record]:
        """The records as far as matching compares them; telephones and documents only where they are needed."""
        fields = NAMES + CONTACTS if contacts else NAMES
        columns = ", ".join(f"person.{field}" for field in fields)
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"SELECT number, reference, person.id, data_key_id, wrapped, {columns} FROM {TABLE} AS person "
                f"JOIN {KEYS} AS held ON held.id = data_key_id WHERE number IN ({', '.join(['%s'] * len(numbers))})",
                list(numbers),
            )
            rows = cursor.fetchall()
        return (self._open(row, fields) for row in rows)

    def _open(self, row: tuple[Any, ...], fields: Sequence[str]) -> Record:
        number, reference, person_id, key_id, wrapped, *sealed = row
        person_id, key_id = _hex(person_id), _hex(key_id)
        key = unseal(self.key, f"guard.datakey/{key_id}/1", bytes(wrapped))
        values: dict[str, Any] = {
            field: unpadded(unseal(key, f"people.person.{field}/{person_id}", bytes(value))).decode()
            for field, value in zip(fields, sealed, strict=True)
        }
        del values["own_script_name"]  # Empty here: the bench's records hold it as their only name.
        values["other_names"] = tuple(json.loads(values["other_names"]))
        for field in CONTACTS:
            values[field] = tuple(values.get(field, "").splitlines())
        return Record(id=number, reference=reference, **values)


def office_of(number: int) -> int:
    """Every second person is the capital's, which is 0; the others are spread over a hundred offices."""
    return 0 if number % 2 else number // 2 % OFFICES + 1


def numbers_of(office: int, alias: str) -> Any:
    """The numbers of the people of an office, as the register's own queryset would hand them over."""
    return _people().objects.using(alias).filter(office=office).values("number")


@cache
def _people() -> type[models.Model]:
    """The table as Django sees it; made late, for models want settings first."""
    columns = {"number": models.BigIntegerField(unique=True), "office": models.IntegerField()}
    meta = type("Meta", (), {"app_label": "bench", "db_table": TABLE, "managed": False})
    return type("SealedPerson", (models.Model,), {**columns, "__module__": __name__, "Meta": meta})


def _insert(cursor: Any, table: str, rows: list[tuple[Any, ...]]) -> None:
    cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(rows[0]))})", rows)


def _hex(identity: Any) -> str:
    return identity.hex if isinstance(identity, uuid.UUID) else identity
