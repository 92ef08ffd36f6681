"""Snapshots: the facts as they were at one moment, in Parquet, named by what is in them.

A table is written in constant memory, beside its name first, so that a name always stands for a whole file. The same
facts give the same bytes: no time, no machine and no order of reading is in them. What the columns are called and which
codes they know is kept with them, so that a release can be made again when lists have grown and names have changed.
"""

import datetime as dt
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cairn import __version__
from cairn.evidence.errors import WrongFacts
from cairn.evidence.facts.described import described, table_of
from cairn.evidence.facts.tables import FactTable
from cairn.mission.config import MissionConfig, load_mission

FORM = 2
ROW_GROUP = 1 << 17
MANIFEST = "snapshot.json"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Held:
    """A table in a snapshot."""

    rows: int
    digest: str
    # The table without its rows, as it was declared on that day.
    declared: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A folder of facts, and what its manifest says of them."""

    folder: Path
    name: str
    taken_at: dt.datetime
    tables: dict[str, Held]

    def path(self, table: str) -> Path:
        if table not in self.tables:
            raise WrongFacts(f"The snapshot {self.name[:12]} holds no table “{table}”.")
        return self.folder / f"{table}.parquet"

    def table(self, name: str) -> FactTable:
        """The table as it was declared when the snapshot was taken; it holds no rows of its own."""
        self.path(name)
        return table_of(self.tables[name].declared)

    def ensure_unchanged(self) -> None:
        """Refuse files that somebody changed after they were written."""
        for table in self.changed():
            raise WrongFacts(
                format_lazy(
                    _("The facts of “{table}” were changed after the snapshot was taken."), table=table
                ),
                _("Take a new snapshot."),
            )

    def changed(self) -> Iterator[str]:
        """The tables whose files are not what was written, or not there."""
        for table, held in self.tables.items():
            path = self.path(table)
            if not path.is_file() or _digest(path) != held.digest:
                yield table


def snapshots_folder(mission: MissionConfig | None = None) -> Path:
    return (mission or load_mission()).storage_path / "evidence" / "snapshots"


def take_snapshot(tables: Iterable[FactTable], progress: Progress | None = None) -> Snapshot:
    """Write the facts of some tables as of one moment."""
    tables, taken_at = list(tables), timezone.now().replace(microsecond=0)
    root = snapshots_folder()
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=root))
    try:
        with _one_moment():
            held = {table.name: _write(table, unfinished, progress) for table in tables}
        return _finish(unfinished, root, taken_at, held)
    finally:
        _remove(unfinished)


@contextmanager
def _one_moment() -> Iterator[None]:
    """What is written down while one table is read stands in none of those that are read after it.

    SQLite sees one moment in each transaction; PostgreSQL has to be asked before the first question.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def read_snapshot(name: str) -> Snapshot:
    """A snapshot that was taken before."""
    folder = snapshots_folder() / name
    try:
        told = _manifest(folder)
    except (OSError, ValueError):
        raise WrongFacts(f"There is no snapshot {name[:12]}.", "cairn evidence snapshot takes one.") from None
    tables = {table: Held(**held) for table, held in told["tables"].items()}
    return Snapshot(folder, name, dt.datetime.fromisoformat(told["taken_at"]), tables)


def snapshots() -> list[Snapshot]:
    """All that stand, the latest first."""
    root = snapshots_folder()
    names = [path.name for path in root.glob("*") if not path.name.startswith(".") and _is_readable(path)]
    return sorted(map(read_snapshot, names), key=lambda one: one.taken_at, reverse=True)


def _manifest(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    if told.get("form") != FORM:
        raise ValueError(f"form {told.get('form')}")
    return told


def _is_readable(folder: Path) -> bool:
    try:
        return bool(_manifest(folder))
    except (OSError, ValueError):
        return False


def _write(table: FactTable, folder: Path, progress: Progress | None) -> Held:
    path, rows = folder / f"{table.name}.parquet", 0
    with pq.ParquetWriter(path, table.schema, compression="zstd", write_statistics=True) as writer:
        waiting: list[pa.RecordBatch] = []
        for batch in table.batches():
            waiting.append(batch)
            rows += batch.num_rows
            if sum(each.num_rows for each in waiting) >= ROW_GROUP:
                _pour(writer, waiting, table)
            if progress:
                progress(rows, 0, table.name)
        _pour(writer, waiting, table)
    path.chmod(0o600)
    return Held(rows, _digest(path), described(table))


def _pour(writer: pq.ParquetWriter, waiting: list[pa.RecordBatch], table: FactTable) -> None:
    if waiting:
        writer.write_table(
            pa.Table.from_batches(waiting, table.schema).unify_dictionaries(), row_group_size=ROW_GROUP
        )
        waiting.clear()


def _finish(unfinished: Path, root: Path, taken_at: dt.datetime, held: dict[str, Held]) -> Snapshot:
    """Named by its content: the same facts again are the same snapshot, taken when they were first so."""
    tables = {name: asdict(one) for name, one in sorted(held.items())}
    name = sha256(json.dumps([FORM, tables], sort_keys=True).encode()).hexdigest()
    if _is_readable(root / name) and not any(read_snapshot(name).changed()):
        os.utime(root / name)  # In use again: whoever clears up looks at this time.
        return read_snapshot(name)
    _remove(root / name)
    told = {"form": FORM, "taken_at": taken_at.isoformat(), "code": __version__, "tables": tables}
    (unfinished / MANIFEST).write_text(json.dumps(told, indent=1, sort_keys=True))
    try:
        unfinished.rename(root / name)
    except OSError:
        if not _is_readable(root / name):
            raise  # Otherwise somebody else has taken the same meanwhile.
    return read_snapshot(name)


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _remove(folder: Path) -> None:
    if folder.exists():
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
