"""What a model may not ask of a sealed field, said when Django checks the models and not when somebody saves."""

from typing import Any

from django.core import checks


def faults_of(field: Any) -> list[checks.Error]:
    """One fault for each thing that a column of sealed bytes cannot be."""
    return [checks.Error(said, obj=field, id="guard.E001") for said in _said(field)]


def _said(field: Any) -> list[str]:
    cannot = {
        "the primary key": field.primary_key,
        "unique": field.unique and not field.primary_key,
        "indexed": field.db_index,
        "given a default by the database": field.has_db_default(),
    }
    said = [
        f"A sealed field cannot be {what}: the database reads no word of it."
        for what in cannot
        if cannot[what]
    ]
    options = field.model._meta
    if not any(each.name == "data_key" for each in options.fields):
        said.append("A sealed field belongs on a Protected model: its row needs a data key and a UUID.")
    if field.name in {str(name).lstrip("-") for name in options.ordering}:
        said.append("Rows cannot be ordered by a sealed field.")
    return said
