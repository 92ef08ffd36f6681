"""The standard as it is declared: tables, fields and lists, and what a value must be."""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from django.utils.translation import gettext as _
from pydantic import Field as Declared
from pydantic import model_validator

from cairn.programmes.casework.forms.declaration import Part

FILE = Path(__file__).parent / "htcds-2.0.toml"
_PHONE = re.compile(r"\+[1-9]\d{6,14}")
_LANGUAGE = re.compile(r"[a-z]{3}")
Record = Mapping[str, Any]


class Table(Part):
    """`many` tables hold several rows of a case."""

    name: str
    many: bool


class Field(Part):
    """One field, and where Cairn has it."""

    name: str
    type: str
    list: str = ""
    core: bool = False
    deprecated: bool = False
    uncertain: bool = False
    # Where Cairn has it, or else why it has not.
    origin: str = Declared("", alias="from")
    empty: str = ""

    @property
    def table(self) -> str:
        return self.name.partition("_")[0]


class Standard(Part):
    standard: str
    version: str
    tables: dict[str, Table]
    fields: tuple[Field, ...]
    lists: dict[str, list[str]]
    only_in_definitions: dict[str, list[str]]

    @model_validator(mode="after")
    def _holds_together(self) -> "Standard":
        for field in self.fields:
            if field.table not in self.tables or (field.list and field.list not in self.lists):
                raise ValueError(f"a table and a list that are declared; “{field.name}” has others")
            if bool(field.origin) is bool(field.empty):
                raise ValueError(f"where “{field.name}” comes from, or why it stays empty")
        return self

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)

    def of_table(self, table: str) -> list[Field]:
        return [field for field in self.fields if field.table == table]

    def trouble(self, field: Field, value: Any) -> str:
        """Why a value is none of this field by the standard; nothing where it is one."""
        match field.type:
            case "code" if value not in self.lists[field.list]:
                return _("“%(value)s” is not in the list.") % {"value": value}
            case "codes" if not _is_list_of(value, self.lists[field.list]):
                return _("Not all of it is in the list.")
            case "countries" if not _is_list_of(value, _countries()):
                return _("Countries are codes of two letters.")
            case "country" if value not in _countries():
                return _("A country is a code of two letters.")
            case "language" if not _matches(_LANGUAGE, value):
                return _("A language is a code of three letters.")
            case "phone" if not _matches(_PHONE, value):
                return _("A telephone number begins with + and the country.")
            case "day" if not _is_day(value):
                return _("A day is written as 1990-02-28.")
            case "yes-no" if not isinstance(value, bool):
                return _("Say yes or no.")
            case "count" if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                return _("Write a whole number.")
            case "number" if isinstance(value, bool) or not isinstance(value, int | float):
                return _("Write a number.")
            case "text" if not isinstance(value, str) or not value:
                return _("Write a text.")
        return ""

    def troubles(self, record: Record) -> Iterator[tuple[str, str]]:
        """Everything in a case that the standard does not know, field by field."""
        for table, held in record.items():
            if table not in self.tables:
                yield table, _("There is no such table.")
                continue
            many = self.tables[table].many
            if isinstance(held, list) is not many:
                yield table, _("A list of rows belongs here.") if many else _("One row belongs here.")
                continue
            for row in held if many else [held]:
                for name, value in row.items():
                    field = self.field(name)
                    if field is None or field.table != table:
                        yield name, _("There is no such field.")
                    elif field.deprecated:
                        yield name, _("This field is no longer used.")
                    elif trouble := self.trouble(field, value):
                        yield name, trouble


@cache
def standard() -> Standard:
    return Standard.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


@cache
def _countries() -> frozenset[str]:
    return frozenset(code for code in Locale("en").territories if len(code) == 2 and code.isalpha())


def _is_list_of(value: Any, known: Any) -> bool:
    return isinstance(value, list) and bool(value) and set(value) <= set(known)


def _matches(form: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and bool(form.fullmatch(value))


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(value) == 10 and bool(dt.date.fromisoformat(value))
    except ValueError:
        return False
