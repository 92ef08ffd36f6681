"""Everything held about one person in words, for the person: sections of rows, each a label and what stands there.

Colleagues appear by their role, other people not at all, and what the person said about others is marked.
"""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from babel import Locale
from django.db.models import ForeignKey, Model, Q
from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cairn.guard.edits.values import column_of
from cairn.guard.models import Attachment, AuditEntry, Office, Team, User
from cairn.guard.roles import ROLES, Role
from cairn.guard.sealed import Protected
from cairn.guard.trace.events import Event
from cairn.guard.trace.words import EVENT_WORDS
from cairn.people.codes import Flag
from cairn.people.holdings import description_of, kinds, mentioning, mentions_of, records_of, rows_of
from cairn.people.models import Contact, DisclosedPart, Person

HIDDEN = frozenset({"id", "data_key", "version"})
TERRITORIES = frozenset({"country", "birth_country", "nationalities"})
# What a relation, a change or a glass is about is told by the section that it stands in.
FIRST = ("people.person", "people.contact", "people.identitydocument", "people.nextofkin", "people.relation")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is held: what it is called, what stands there, whether it is about somebody else."""

    label: str
    value: str
    about_others: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """All rows of one kind."""

    title: str
    rows: list[list[Line]]


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody did or read something, in a role."""

    at: str
    role: str
    what: str


@dataclass(slots=True)
class Told:
    """All of it, ready to be set, drawn or written down."""

    reference: str
    made_at: str
    language: str
    sections: list[Section] = field(default_factory=list)
    named: list[Line] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(len(section.rows) for section in self.sections)

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def told(person: Person) -> Told:
    """Read everything, in the language that is active now."""
    records, language = records_of(person), get_language() or "en"
    numbers = {str(file.pk): place for place, file in enumerate(files_of(records), start=1)}
    answer = Told(str(person), _moment(timezone.now()), language)
    for model in sorted(kinds(), key=_place):
        rows = [_row(row, numbers) for row in _told_rows(model, records)]
        if rows:
            answer.sections.append(Section(str(model._meta.verbose_name_plural), rows))
    answer.named = list(_named(records))
    answer.looks = list(_looks(records))
    answer.files = [_file(file, numbers[str(file.pk)]) for file in files_of(records)]
    return answer


def _told_rows(model: type[Protected], records: list[Person]) -> Any:
    """Drafts of a colleague are no part of the record: they are erased with it, and told to nobody."""
    rows, untold = rows_of(model, records), description_of(model).untold
    return rows.exclude(untold) if untold is not None else rows


def files_of(records: list[Person]) -> list[Attachment]:
    """Their files; not the packages that were made of them before."""
    packages = DisclosedPart.objects.filter(person__in=records).values("attachment")
    return list(rows_of(Attachment, records).exclude(pk__in=packages).order_by("stored_at", "pk"))


def _place(model: type[Model]) -> tuple[int, str]:
    label = model._meta.label_lower
    return (FIRST.index(label) if label in FIRST else len(FIRST), label)


def _row(row: Protected, files: dict[str, int]) -> list[Line]:
    how, lines = description_of(type(row)), []
    about = getattr(row, "subject_model", "")
    for each in type(row)._meta.concrete_fields:
        if each.name in HIDDEN or each.name in how.left_out:
            continue
        is_about_others = each.name in how.about_others
        if tells := how.in_words.get(each.name):
            lines += [Line(label, value, is_about_others) for label, value in tells(row) if value]
        elif value := _value(row, each, files):
            lines.append(Line(_label(each), value, is_about_others))
    return [Line(_("about"), _name_of(about)), *lines] if about else lines


def _label(each: Any) -> str:
    name = str(each.verbose_name)
    return name[:1].upper() + name[1:]


def _value(row: Model, each: Any, files: dict[str, int]) -> str:
    if isinstance(each, ForeignKey):
        return _pointed_at(getattr(row, each.name), files)
    value = getattr(row, each.attname)
    if each.choices:
        return str(getattr(row, f"get_{each.name}_display")() or "")
    if each.name == "field" and hasattr(row, "subject_model"):
        return _field_name(row.subject_model, str(value))
    return _in_words(value, each.name)


def _pointed_at(other: Any, files: dict[str, int]) -> str:
    match other:
        case None:
            return ""
        case User():
            return _roles(other.role)
        case Attachment():
            place = files.get(str(other.pk))
            return _("file %(number)d") % {"number": place} if place else ""
        case Office() | Team():
            return str(other)
    return ""


def _in_words(value: Any, name: str = "") -> str:
    match value:
        case None | "" | [] | {}:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case dt.datetime():
            return _moment(value)
        case dt.date():
            return formats.date_format(value, "DATE_FORMAT")
        case list() | tuple():
            return ", ".join(_in_words(each, name) for each in value)
        case dict():
            return "; ".join(f"{key}: {_in_words(each)}" for key, each in value.items())
    return _code_in_words(str.__str__(value) if isinstance(value, str) else str(value), name)


def _code_in_words(text: str, name: str) -> str:
    """Codes of countries, languages and flags by their names; everything else as it was written."""
    known = Locale.parse(get_language() or "en", sep="-")
    if name in TERRITORIES:
        return known.territories.get(text, text)
    if name in ("languages", "text_language", "language"):
        return known.languages.get(text, text)
    if name == "flags" and text in Flag.values:
        return str(Flag(text).label)
    return text


def _moment(at: dt.datetime) -> str:
    return formats.date_format(timezone.localtime(at), "DATETIME_FORMAT")


def _name_of(label: str) -> str:
    names = {model._meta.label_lower: str(model._meta.verbose_name) for model in kinds()}
    return names.get(label, label)


def _field_name(label: str, name: str) -> str:
    name = column_of(name)
    for model in kinds():
        if model._meta.label_lower == label:
            return next((str(f.verbose_name) for f in model._meta.concrete_fields if f.name == name), name)
    return name


def _roles(codes: str) -> str:
    """Colleagues as what they are in the mission, without their names."""
    known = [str(ROLES[Role(code)].name) for code in codes.split(",") if code in set(Role)]
    return ", ".join(known) or _("a colleague")


def _named(records: list[Person]) -> Iterator[Line]:
    """Where other people's records name them, without saying whose."""
    for model, link in mentioning():
        for row in mentions_of(model, link, records).select_related("data_key"):
            kind = getattr(row, "get_kind_display", None)
            yield Line(str(model._meta.verbose_name), str(kind()) if kind else str(link.verbose_name))


def _looks(records: list[Person]) -> Iterator[Look]:
    """Who did or read what, by role; looks at a list name nobody, and are not in it."""
    for entry in entries_of(records):
        what = EVENT_WORDS.get(Event(entry.event), entry.event) if entry.event in set(Event) else entry.event
        role = _roles(entry.role) if entry.who else _("the machine")
        yield Look(_moment(entry.at), role, str(what))


def entries_of(records: list[Person]) -> Iterator[AuditEntry]:
    """The entries of the trace about anything that is theirs, or that names their record."""
    about = Q()
    for model in kinds():
        ids = [str(pk) for pk in rows_of(model, records).values_list("pk", flat=True)]
        if ids:
            about |= Q(subject_model=model._meta.label_lower, subject_id__in=ids)
    for record in records:
        about |= Q(data__contains=str(record.pk))
    yield from AuditEntry.objects.filter(about).order_by("sequence").iterator(2000)


def _file(file: Attachment, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "name": f"{number:03}-{str.__str__(file.file_name)}",
        "kind": str.__str__(file.content_type),
        "bytes": int(file.size),
    }


def unsafe_to_reach(records: list[Person]) -> bool:
    """Whether any way to reach them must not be used: then the package is given by hand only."""
    return any(not contact.may_be_used for contact in Contact.objects.filter(person__in=records).with_keys())
