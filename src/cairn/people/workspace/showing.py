"""Values of the register in words: names of countries for codes, “yes” for true. Only for pages, never for a log."""

import datetime as dt
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cairn.people.codes import Flag
from cairn.people.workspace import names


def in_words(model: Any, name: str, value: Any) -> str:
    """A value of a field as the colleague reads it; empty where nothing is known."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "\n".join(_one(name, str(each)) for each in value)
    choices = model._meta.get_field(name).choices
    if choices:
        return str(dict(choices).get(str(value), value))
    return _one(name, value)


def _one(name: str, value: Any) -> str:
    if isinstance(value, dt.date):
        return date_format(value, "DATE_FORMAT")
    text = str.__str__(value) if isinstance(value, str) else str(value)
    match name:
        case "nationalities" | "nationality" | "birth_country" | "country":
            return names.country_name(text)
        case "languages":
            return names.language_name(text)
        case "flags":
            return str(dict(Flag.choices).get(text, text))
        case "issued_on" | "expires_on":
            return date_format(dt.date.fromisoformat(text), "DATE_FORMAT")
    return text


def label_of(model: Any, name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)


def facts(row: Any, fields: tuple[str, ...], seen: frozenset[str]) -> list[dict[str, str]]:
    """The fields that are seen, with their values in words."""
    return [
        {"label": label_of(row, name), "value": in_words(row, name, getattr(row, name)), "name": name}
        for name in fields
        if name in seen
    ]


def colleague(user: Any) -> str:
    """How a colleague is called before others."""
    return (user.get_full_name() or user.get_username()) if user else _("somebody")
