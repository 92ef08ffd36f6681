"""What a drill opens in a restored copy: keys, sealed values and files of some people, and the whole trace."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cairn.guard.keys.derive import Purpose, derive
from cairn.guard.keys.ring import Ring
from cairn.mission.django_start import start_django
from cairn.mission.errors import CairnError

COPY = "restored"  # The alias under which Django knows the copy while the drill lasts.
SOME = 20
SOME_FILES = 3


@contextmanager
def as_database(settings: dict[str, Any]) -> Iterator[None]:
    """Let Django ask a restored copy, under a name that nothing else uses."""
    start_django()
    from django.db import connections
    from django.db.utils import load_backend

    known = {**connections.settings["default"], "CONN_MAX_AGE": 0, **settings}
    connections[COPY] = load_backend(known["ENGINE"]).DatabaseWrapper(known, COPY)
    try:
        yield
    finally:
        connections[COPY].close()
        del connections[COPY]


def settings_of(words: str) -> dict[str, Any]:
    from psycopg.conninfo import conninfo_to_dict

    known = conninfo_to_dict(words)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {ours: str(known.get(theirs) or "") for ours, theirs in names.items()}


def open_some(ring: Ring, sealed: Path) -> tuple[int, list[str]]:
    """How many values and files opened, and what did not. Nothing of what was read is kept or told."""
    from django.db import connections

    opened, troubles = 0, []
    there = set(connections[COPY].introspection.table_names())
    for model in _protected_models():
        if model._meta.db_table in there:
            good, bad = _open_rows(model, ring)
            opened += good
            troubles += [f"{bad} sealed values of {model._meta.label} do not open."] * bool(bad)
    if "guard_attachment" in there:
        good, bad = _open_files(ring, sealed)
        opened += good
        troubles += [f"{bad} sealed files do not open."] * bool(bad)
    return opened, troubles


def verify_trace(ring: Ring, copy: Any, checkpoints: Path) -> tuple[int, list[str]]:
    """How many entries the trace has, and what is wrong with it, by the key that this mission signs with."""
    from cairn.guard.models import MissionKey
    from cairn.guard.trace.copies import remembered
    from cairn.guard.trace.verify import verify

    root = MissionKey.objects.using(COPY).filter(pk="root").first()
    key = _public_key(root.unwrap(ring)) if root else b""
    verdict = verify(copy, public_key=key, beside=remembered(checkpoints))
    return verdict.entries, [f"The trace: {fault.said}" for fault in verdict.faults[:3]]


def _public_key(root: bytes) -> bytes:
    """As guard.trace.acts makes it, from the root of the copy instead of today's."""
    private = Ed25519PrivateKey.from_private_bytes(derive(root, Purpose.AUDIT_SIGNING))
    return private.public_key().public_bytes_raw()


def _protected_models() -> list[Any]:
    from django.apps import apps

    from cairn.guard.sealed import Protected

    return [model for model in apps.get_models() if issubclass(model, Protected)]


def _open_rows(model: Any, ring: Ring) -> tuple[int, int]:
    """Some rows whose key was not destroyed; columns that this backup does not know yet are left out."""
    from django.db import connections

    from cairn.guard.sealed.protected import sealed_fields

    good = bad = 0
    with connections[COPY].cursor() as cursor:
        columns = connections[COPY].introspection.get_table_description(cursor, model._meta.db_table)
    there = {column.name for column in columns}
    fields = [field for field in sealed_fields(model) if field.column in there]
    for row in _some(model, ring, "pk", "data_key", *(field.attname for field in fields)):
        for field in fields:
            try:
                good += getattr(row, field.attname) is not None
            except CairnError:
                bad += 1
    return good, bad


def _open_files(ring: Ring, sealed: Path) -> tuple[int, int]:
    from cairn.guard.models import Attachment
    from cairn.guard.sealed.stream import open_stream

    good = bad = 0
    for row in list(_some(Attachment, ring, "pk", "data_key", "stored_name"))[:SOME_FILES]:
        try:
            path = sealed / row.stored_name[:2] / row.stored_name[2:]
            with path.open("rb") as file, open_stream(file, row.data_key.unwrap(), row.place) as plain:
                while plain.read(1 << 20):
                    pass
            good += 1
        except (CairnError, OSError):
            bad += 1
    return good, bad


def _some(model: Any, ring: Ring, *names: str) -> Iterator[Any]:
    """Rows with their keys opened by this ring, which is not always the one of today."""
    rows = model._base_manager.using(COPY).filter(data_key__destroyed_at=None).order_by("-pk")
    for row in rows.only(*names)[:SOME]:
        row.data_key.unwrap(ring)
        yield row
