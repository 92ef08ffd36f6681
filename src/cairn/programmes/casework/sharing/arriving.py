"""What another organisation told, read with care: its words are kept as words, and only what fits becomes a field."""

from typing import Any

from django.core.exceptions import ValidationError

from cairn.guard.models import Office
from cairn.people.matching.records import Record
from cairn.people.models import Person
from cairn.programmes.partners.items import Item

LONGEST, MOST_LINES = 5000, 60
TEXTS = (
    "given_name",
    "father_name",
    "family_name",
    "own_script_name",
    "born",
    "sex",
    "gender",
    "special_needs",
)
LISTS = ("nationalities", "languages")
UNASKED = ("data_key", "number", "reference", "worker", "team", "household")


def read_told(content: dict[str, Any]) -> dict[str, Any]:
    """The parts that we know, as text of a length that a page can hold; whatever else was sent is left behind."""
    values = content.get("values")
    return {
        "from": _text(content.get("from"), 200),
        "words": _text(content.get("words")),
        "asked": _lines(content.get("asked")),
        "lines": _lines(content.get("lines")),
        "values": {
            item.value: values[item.value]
            for item in Item
            if isinstance(values, dict) and _fits(item, values.get(item.value))
        },
    }


def fields_told(content: dict[str, Any], office: Office) -> dict[str, Any]:
    """The fields of a person that can be registered as they were told; what the register would refuse is left out."""
    told = {
        item.partition(".")[2]: value
        for item, value in content.get("values", {}).items()
        if item.startswith("person.")
    }
    person = Person(office=office, **told)
    try:
        person.full_clean(exclude=UNASKED, validate_unique=False, validate_constraints=False)
    except ValidationError as wrong:
        return {name: value for name, value in told.items() if name not in wrong.message_dict}
    return told


def as_record(fields: dict[str, Any]) -> Record:
    """Somebody who may be in the register already, as matching compares people."""
    return Record(
        id=0,
        given_name=fields.get("given_name", ""),
        father_name=fields.get("father_name", ""),
        family_name=fields.get("family_name", ""),
        born=fields.get("born", ""),
        sex=fields.get("sex", "")[:1],
        nationality=next(iter(fields.get("nationalities") or []), ""),
        other_names=tuple(filter(None, (fields.get("own_script_name", ""),))),
    )


def in_one_text(content: dict[str, Any]) -> str:
    """All of it in words, for the file of the case."""
    lines = [*content.get("asked", []), *content.get("lines", [])]
    said = [f"{line['label']}: {line['words']}" for line in lines]
    return "\n".join(filter(None, (content.get("words", ""), *said)))[:LONGEST]


def _fits(item: Item, value: Any) -> bool:
    name = item.partition(".")[2]
    if not item.startswith("person."):
        return False
    if name in LISTS:
        return isinstance(value, list) and bool(value) and all(isinstance(each, str) for each in value)
    if name in TEXTS:
        return isinstance(value, str) and 0 < len(value) <= LONGEST
    return isinstance(value, bool)


def _lines(lines: Any) -> list[dict[str, str]]:
    found = [line for line in lines if isinstance(line, dict)] if isinstance(lines, list) else []
    return [
        {"label": _text(line.get("label"), 200), "words": _text(line.get("words"))}
        for line in found[:MOST_LINES]
    ]


def _text(value: Any, longest: int = LONGEST) -> str:
    return value[:longest].strip() if isinstance(value, str) else ""
