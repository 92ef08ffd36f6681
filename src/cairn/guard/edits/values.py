"""Values of fields as changes and conflicts keep them: in JSON, and back.

A name such as “answers.speaks_freely” is one entry of a column that holds a table: it is edited, and conflicts, by itself.
"""

import datetime as dt
from typing import Any

from django.db import models

from cairn.guard.sealed.field import SealedField


def field_named(model: type[models.Model], name: str) -> models.Field:
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field) or field.many_to_many or not field.concrete:
        raise ValueError(f"{model.__name__} has no column “{name}”.")
    return field


def column_of(name: str) -> str:
    """The column in which a name stands."""
    return name.partition(".")[0]


def held(row: models.Model, name: str) -> Any:
    """What stands in the row, as JSON."""
    column, _dot, entry = name.partition(".")
    if entry:
        return as_json(getattr(row, field_named(type(row), column).attname).get(entry))
    return as_json(getattr(row, field_named(type(row), name).attname))


def as_json(value: Any) -> Any:
    """Days as text, rows and numbers of other kinds as their keys."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, models.Model):
        return as_json(value.pk)
    if isinstance(value, dict):
        return {str(key): as_json(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(each) for each in value]
    return str(value)


def put(row: models.Model, name: str, value: Any) -> None:
    """Set what JSON kept; an entry that is set to nothing is taken out."""
    column, _dot, entry = name.partition(".")
    if entry:
        table = {**getattr(row, field_named(type(row), column).attname), entry: value}
        setattr(row, column, {key: each for key, each in table.items() if each is not None})
        return
    field = field_named(type(row), name)
    target = getattr(field, "target_field", field) if field.is_relation else field
    plain = value if value is None or isinstance(field, SealedField) else target.to_python(value)
    setattr(row, field.attname, field.to_python(plain) if isinstance(field, SealedField) else plain)
