"""How the rows of somebody stand in the database: any change to them, or any new row about them, shows."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Q

from attack.rows import Side
from cairn.guard.models import DataKey, Glass
from cairn.people.models import Person

WRITES = re.compile(r'^(?:INSERT (?:OR \w+ )?INTO|REPLACE INTO|UPDATE|DELETE FROM) "?(\w+)')


def fingerprint(sides: Iterable[Side]) -> str:
    """A digest of all rows that are sealed with these people's keys or point at them, as the database holds them."""
    people = [side.person for side in sides]
    digest = sha256()
    for model, columns in _models_about_people():
        about = Q()
        for column in columns:
            about |= Q(**{f"{column}__in": [_value(column, person) for person in people]})
        rows = model._base_manager.filter(about).order_by("pk")
        for chunk in rows.query.get_compiler("default").execute_sql("multi") if people else ():
            digest.update(repr([tuple(map(_plain, row)) for row in chunk]).encode())
    return digest.hexdigest()


@contextmanager
def tables_written() -> Iterator[set[str]]:
    """The tables that any statement writes to meanwhile, also where it is taken back."""
    written: set[str] = set()

    def seen(execute: Any, sql: str, *rest: Any) -> Any:
        if write := WRITES.match(sql):
            written.add(write[1])
        return execute(sql, *rest)

    with connection.execute_wrapper(seen):
        yield written


@cache
def tables_about_people() -> frozenset[str]:
    return frozenset(model._meta.db_table for model, _columns in _models_about_people())


@cache
def _models_about_people() -> list[tuple[type[models.Model], tuple[str, ...]]]:
    found = []
    # Glass may be broken over anybody, by whoever may break it; what that opens is its own test.
    for model in set(apps.get_models()) - {Glass}:
        columns = tuple(
            each.attname
            for each in model._meta.concrete_fields
            if each.is_relation and each.related_model in (Person, DataKey)
        )
        if columns or model in (Person, DataKey):
            found.append((model, columns or ("pk",)))
    return sorted(found, key=lambda each: each[0]._meta.label_lower)


def _value(column: str, person: Person) -> object:
    return person.data_key_id if "key" in column else person.pk


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value
