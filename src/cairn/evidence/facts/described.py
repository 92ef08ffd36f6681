"""A fact table without its rows, as plain values in all languages of the mission, and back."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import lazy

from cairn.evidence.facts.tables import FactColumn, FactTable, Kind
from cairn.evidence.words import in_all_languages, in_language


def described(table: FactTable) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": in_all_languages(table.title),
        "grain": in_all_languages(table.grain),
        "is_person": table.is_person,
        "programme": table.programme,
        "columns": [_column(column) for column in table.columns],
    }


def table_of(told: Mapping[str, Any]) -> FactTable:
    """Read back what `described` wrote; the words speak the language that is active when they are read."""
    columns = tuple(
        FactColumn(
            name=each["name"],
            kind=Kind(each["kind"]),
            title=_spoken(each["title"]),
            codes=tuple(each["codes"]),
            hxl=each["hxl"],
            labels={code: _spoken(words) for code, words in each["labels"].items()},
        )
        for each in told["columns"]
    )
    return FactTable(
        name=told["name"],
        title=_spoken(told["title"]),
        grain=_spoken(told["grain"]),
        columns=columns,
        read=lambda: (),
        is_person=told["is_person"],
        programme=told["programme"],
    )


def _column(column: FactColumn) -> dict[str, Any]:
    return {
        "name": column.name,
        "kind": str(column.kind),
        "title": in_all_languages(column.title),
        "codes": list(column.codes),
        "hxl": column.hxl,
        "labels": {code: in_all_languages(said) for code, said in column.labels.items()},
    }


# Made once: each call of `lazy` builds a class, and a snapshot may name thousands of codes.
_spoken: Callable[[Mapping[str, str]], Any] = lazy(in_language, str)
