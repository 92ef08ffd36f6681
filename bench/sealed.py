"""The register as it lies in the database: a key for each person, every field sealed with it."""

import os
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cairn.people.matching.records import Record

TABLE = "bench_person"
FIELDS = ("given_name", "father_name", "family_name", "born", "phones", "documents", "reference")


class Register:
    """Sealed rows in one database, opened only for the candidates of a search."""

    def __init__(self, connection: Any, key: bytes) -> None:
        self.connection = connection
        self.mission = AESGCM(key)

    def fill(self, records: Iterable[Record]) -> None:
        kind = "bytea" if self.connection.vendor == "postgresql" else "blob"
        columns = ", ".join(f"{field} {kind} NOT NULL" for field in FIELDS)
        rows = iter(records)
        places = ", ".join(["%s"] * (len(FIELDS) + 2))
        with self.connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
            cursor.execute(
                f"CREATE TABLE {TABLE} (id integer PRIMARY KEY, data_key {kind} NOT NULL, {columns})"
            )
            while some := [self._seal(record) for record in islice(rows, 5000)]:
                cursor.executemany(f"INSERT INTO {TABLE} VALUES ({places})", some)

    def _seal(self, record: Record) -> tuple[Any, ...]:
        identity = str(record.id).encode()
        data_key, nonce = os.urandom(32), os.urandom(12)
        cipher = AESGCM(data_key)
        sealed = []
        for place, field in enumerate(FIELDS):
            value = getattr(record, field)
            text = value if isinstance(value, str) else "\n".join(value)
            own = place.to_bytes(12, "big")  # Each key seals a field once, so the place is nonce enough.
            sealed.append(cipher.encrypt(own, text.encode(), identity))
        return (record.id, nonce + self.mission.encrypt(nonce, data_key, identity), *sealed)

    def open(self, ids: Sequence[int], *, numbers: bool) -> list[Record]:
        """The records in the order asked for; telephones and documents only where they are needed."""
        fields = FIELDS if numbers else FIELDS[:4]
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, data_key, {', '.join(fields)} FROM {TABLE} WHERE id IN ({', '.join(['%s'] * len(ids))})",
                list(ids),
            )
            rows = {row[0]: row for row in cursor.fetchall()}
        return [self._open(rows[one], fields) for one in ids]

    def _open(self, row: tuple[Any, ...], fields: Sequence[str]) -> Record:
        identity = str(row[0]).encode()
        wrapped = bytes(row[1])
        cipher = AESGCM(self.mission.decrypt(wrapped[:12], wrapped[12:], identity))
        texts = [
            cipher.decrypt(place.to_bytes(12, "big"), bytes(row[2 + place]), identity).decode()
            for place in range(len(fields))
        ]
        values: dict[str, Any] = dict(zip(fields, texts, strict=True))
        if "phones" in values:
            values["phones"], values["documents"] = (
                tuple(values["phones"].split()),
                tuple(values["documents"].split()),
            )
        return Record(id=row[0], **values)
