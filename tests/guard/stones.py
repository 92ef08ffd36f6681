"""Protected models for the tests of the guard, in an app that is there while those tests run."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import AppConfig, apps
from django.db import connection, models

from cairn.guard.sealed import Protected, SealedBoolean, SealedDate, SealedInteger, SealedJSON, SealedText


class Traveller(Protected):
    """A person with every kind of sealed field."""

    reference = models.CharField(max_length=20)
    name = SealedText(max_length=40)
    story = SealedText(multiline=True, blank=True)
    sex = SealedText(choices=[("f", "female"), ("m", "male")], blank=True)
    born_on = SealedDate(null=True, blank=True)
    children = SealedInteger(null=True, blank=True)
    is_alone = SealedBoolean(default=False)
    knows = SealedBoolean(null=True, blank=True)
    needs = SealedJSON(default=dict, blank=True)

    class Meta:
        app_label = "stones"


class Companion(Protected):
    """Another model, with a field of the same name, and one that was once called otherwise."""

    reference = models.CharField(max_length=20)
    name = SealedText()
    town = SealedText(blank=True, known_as="stones.traveller.story")

    class Meta:
        app_label = "stones"


MODELS = (Traveller, Companion)


def again(row: models.Model) -> models.Model:
    """The row as the database has it."""
    return type(row).objects.get(pk=row.pk)


def column(row: models.Model, name: str) -> bytes | None:
    """What really stands in the database."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM {row._meta.db_table} WHERE id = %s", [_number(row)])
        (value,) = cursor.fetchone()
    return None if value is None else bytes(value)


def put(row: models.Model, name: str, value: bytes | None) -> None:
    """What somebody writes who can write to the database."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {name} = %s WHERE id = %s", [value, _number(row)])


def _number(row: models.Model) -> object:
    return row.pk.hex if connection.vendor == "sqlite" else row.pk


@contextmanager
def installed() -> Iterator[None]:
    """Their tables, and their app among those that Django knows."""
    config = AppConfig("stones", sys.modules[__name__])
    config.apps, config.models = apps, apps.all_models["stones"]
    apps.app_configs["stones"] = config
    apps.clear_cache()
    with connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            for model in reversed(MODELS):
                editor.delete_model(model)
        del apps.app_configs["stones"]
        apps.clear_cache()
