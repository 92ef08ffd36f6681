"""A case in the terms of the standard. What does not fit its lists is left out and said, never bent."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

from django.utils import timezone

from cairn.guard.purposes import Purpose
from cairn.guard.rights import Can
from cairn.guard.sheets.harmless import harmless
from cairn.mission.errors import CairnError
from cairn.people.codes import ContactKind
from cairn.people.models import Consent, Person
from cairn.programmes.casework.codes import ClosingReason
from cairn.programmes.casework.models import Case
from cairn.programmes.casework.trafficking.htcds.languages import three_letters
from cairn.programmes.casework.trafficking.htcds.referrals import incoming, organisations, outgoing
from cairn.programmes.casework.trafficking.htcds.standard import Field, Standard, standard

Left = list[tuple[str, str]]
BETWEEN = ";"


class NotByTheStandard(CairnError):
    """What was made is not what the standard asks for."""


def record_of(case: Case, *, by: Any) -> tuple[dict[str, Any], Left]:
    """The tables of a case with their fields, and what was left out with the reason.

    What others told before there was a case has a scope of its own: it is here for whoever sees it.
    """
    known, left, held = standard(), Left(), _reader(_held_by(case, by))
    record: dict[str, Any] = {}
    for code, table in known.tables.items():
        rows = [
            row
            for source in _sources(case, code, by, held)
            if (row := _row(known, known.of_table(code), source, left))
        ]
        if rows:
            record[code] = rows if table.many else rows[0]
    if troubles := list(known.troubles(record)):
        raise NotByTheStandard(f"{troubles[0][0]}: {troubles[0][1]}")
    return record, left


def as_json(records: Iterable[dict[str, Any]]) -> bytes:
    known = standard()
    told = {"standard": known.standard, "version": known.version, "cases": list(records)}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def as_csv(records: Iterable[dict[str, Any]]) -> bytes:
    """A table a file, joined by a number that stands in none of the registers: names lie apart from what happened."""
    known, out = standard(), io.BytesIO()
    numbered = list(enumerate(records, start=1))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        for code in known.tables:
            fields = known.of_table(code)
            sheet = io.StringIO()
            writer = csv.writer(sheet)
            writer.writerow(["ID", *(field.name for field in fields)])
            for number, record in numbered:
                held = record.get(code, [])
                for row in held if isinstance(held, list) else [held]:
                    writer.writerow([number, *(_cell(field, row.get(field.name)) for field in fields)])
            folder.writestr(f"{code}.csv", sheet.getvalue())
    return out.getvalue()


def _cell(field: Field, value: Any) -> str:
    """Only a free text can be a formula; all else was held to its kind."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return BETWEEN.join(value)
    return harmless(str(value)) if field.type == "text" else str(value)


Source = Callable[[str], Any]


def _sources(case: Case, table: str, by: Any, held: Source) -> Iterator[Source]:
    """Where the values of a row come from: the case itself, or each record of the form that holds such rows."""
    forms = {"per": "perpetrator", "hte": "historic-event", "spl": "support-plan"}
    if table in forms:
        records = case.caserecords.filter(form=forms[table], is_finished=True).order_by("made_at", "pk")
        yield from (_reader({"form": record.answers}) for record in records)
    elif table == "cco":
        notes = case.notes.filter(is_draft=False).order_by("written_at", "pk")
        yield from (_reader({"note": {"text": note.text}}) for note in notes)
    elif table == "org":
        yield from (_reader({"organisation": each}) for each in organisations(case, by))
    else:
        yield held


def _held_by(case: Case, by: Any) -> dict[str, dict[str, Any]]:
    person = case.person
    context = (
        case.caserecords.filter(form="victim-context", is_finished=True).order_by("-made_at", "pk").first()
    )
    identification = case.identifications.first()
    phones = [one.value for one in person.contacts.all() if one.kind == ContactKind.PHONE]
    others = {one.kind: one.value for one in person.contacts.all()}
    paper = person.identitydocuments.first()
    return {
        "person": {
            **{name: getattr(person, name) for name in ("given_name", "father_name", "family_name", "born", "gender")},
            "marital_status": person.marital_status,
            "nationalities": list(person.nationalities),
            "languages": [three_letters(code) for code in person.languages],
        },
        "contact": {"phone": phones, "email": others.get("email"), "address": others.get("address")},
        "document": {"number": paper.number if paper else None},
        "identification": {}
        if identification is None
        else {name: getattr(identification, name) for name in ("status", "decided_by", "exploitation", "place")},
        "case": {
            "state": case.state,
            "closing_reason": str(case.get_closing_reason_display()) if case.closing_reason else "",
            "owner": case.worker.get_full_name() if case.worker else "",
            "died": case.closing_reason == ClosingReason.DIED or None,
        },
        "incoming": incoming(case, by),
        "outgoing": outgoing(case, by),
        "consent": {"assistance": _consent(person, Purpose.ASSISTANCE, by)},
        "form": context.answers if context else {},
    }  # fmt: skip


def _consent(person: Person, purpose: Purpose, by: Any) -> str:
    """The latest answer to one question, in codes: consents to other purposes and to partners are nobody's business."""
    answers = (
        person.consents.visible_to(by, Can.CONSENT_READ).with_keys().order_by("given_at", "made_at", "pk")
    )
    told = [one for one in answers if one.speaks_of(purpose, "")]
    latest: Consent | None = max(told, key=attrgetter("last_spoken_of"), default=None)
    if latest is None:
        return ""
    said = "withdrawn" if latest.is_withdrawn else latest.said
    day = timezone.localdate(latest.last_spoken_of).isoformat()
    return f"{said} {day}, {latest.how}, text {purpose} {latest.text_version} ({latest.text_language})"


def _reader(held: dict[str, dict[str, Any]]) -> Source:
    """Reads origins as the standard's file names them: “person.languages:2”, “form:perpetrator.role”."""

    def read(origin: str) -> Any:
        where, _dot, name = origin.partition(".")
        name, _colon, place = name.partition(":")
        value = held.get(where.partition(":")[0], {}).get(name)
        if place:
            many = value or []
            return many[int(place) - 1] if len(many) >= int(place) else None
        return value

    return read


def _row(known: Standard, fields: list[Field], read: Source, left: Left) -> dict[str, Any]:
    row = {}
    for field in fields:
        value = read(field.origin) if field.origin else None
        if value in (None, "", []):
            continue
        value = _fitted(known, field, value)
        if trouble := known.trouble(field, value):
            left.append((field.name, trouble))
        else:
            row[field.name] = value
    return row


def _fitted(known: Standard, field: Field, value: Any) -> Any:
    """Out of its mask; a code that only the standard's definitions name is written as “Other”."""
    if isinstance(value, list):
        beyond = known.only_in_definitions.get(field.list, [])
        return list(dict.fromkeys("Other" if one in beyond else str.__str__(one) for one in value))
    if field.type == "phone":
        return "".join(letter for letter in str.__str__(value) if letter.isdigit() or letter == "+")
    return str.__str__(value) if isinstance(value, str) else value
