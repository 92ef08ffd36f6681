"""Rows to attack: people of four kinds of distance, with an unlikely word in every sealed field of everything about them."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, models
from django.utils import timezone

from cairn.evidence.models import IndicatorText, Neighbour, Release
from cairn.guard.models import Attachment, Change, Conflict, Office, Team, User
from cairn.guard.rights import Reach
from cairn.guard.roles import ROLES, Role
from cairn.guard.sealed.attachments import store_attachment
from cairn.guard.sealed.fields import SealedJSON, SealedText
from cairn.guard.sealed.protected import Protected, sealed_fields
from cairn.people.acts import register_person
from cairn.people.models import Person, PossibleDouble
from cairn.programmes.tracking.models import Assessment, BroughtFile, FlowCount, PossibleRepetition

LETTERS = "bcdfghjklmnpqrstvwxz"
PREFIX = "Zq"
LENGTH = 12
# Which reach of a role covers a side; what lies beyond it must never show.
COVERS = {
    "own": (Reach.OWN, Reach.TEAM, Reach.OFFICE, Reach.MISSION),
    "near": (Reach.OFFICE, Reach.MISSION),
    "far": (Reach.MISSION,),
    "kin": (Reach.MISSION,),
}
# What stands sealed as a code and not as a word.
CODES = {
    "nationalities": ["GM"],
    "languages": ["ff"],
    "flags": [],
    "birth_country": "GM",
    "country": "GM",
    "born": "1991-05-12",
    "size": 20,
    "content_type": "text/plain",
    "mapping": {},
}
# Rows that are not sealed, and still say something about somebody.
NAMING_PEOPLE = (PossibleDouble,)
# Rows of open registers, which name nobody: they stand here so that their addresses are asked too.
OPEN = (Assessment, BroughtFile, FlowCount, IndicatorText, Neighbour, PossibleRepetition, Release)
# What a constraint asks for beyond the kind of each field.
ALSO: dict[str, dict[str, Any]] = {
    "casework.case": {"kind": "trafficking", "stage": "screening", "state": "Active"},
    "casework.caserecord": {"form": "operational-indicators", "form_version": 1},
    "casework.nationalreferral": {"mechanism": "nrm-uk", "basis": "consent", "first_responder": "police"},
    "casework.payment": {"amount": 10},
    "casework.referralstep": {"step": "sent"},
    "people.erasure": {
        "receipt": {
            "kind": "erasure", "mission": "Mission", "number": 1, "at": "2026-01-31T12:00:00+00:00", "counts": {},
            "role": "data-protection", "why": "asked", "category": "register", "signature": "",
        },
    },
    "people.exemption": {"valid_until": dt.date(2099, 1, 1)},
    "tracking.incident": {"dead": 1},
    # Its time is over: only then it has a page to decide on.
    "tracking.namedvictim": {"due_on": dt.date(2026, 1, 1)},
}  # fmt: skip
# A table of answers: what leads to the answer in which the word stands, and its name.
TABLES = {"casework.caserecord": ({"dr_job": "said"}, "dr_job_words")}
# Rows that name no office: who may read their words, besides whoever wrote them.
READERS: dict[str, frozenset[Role]] = {
    "guard.traceexport": frozenset({Role.AUDITOR, Role.DATA_PROTECTION}),
    "people.erasure": frozenset({Role.DATA_PROTECTION}),
    "people.export": frozenset({Role.AUDITOR, Role.DATA_PROTECTION}),
    "people.import": frozenset({Role.INFORMATION, Role.DATA_PROTECTION}),
    "people.importrow": frozenset({Role.INFORMATION, Role.DATA_PROTECTION}),
}


def canary(side: str, label: str, name: str) -> str:
    """A word of letters that no text of ours contains, the same for the same field at every run."""
    digest = sha256(f"{side} {label} {name}".encode()).digest()
    return PREFIX + "".join(LETTERS[byte % len(LETTERS)] for byte in digest[: LENGTH - len(PREFIX)])


@dataclass(frozen=True)
class Canary:
    """A word, the field it stands in, and on which side."""

    word: str
    side: str
    model: type[models.Model]
    field: str

    def may_be_seen_by(self, role: Role) -> bool:
        seen_by = getattr(self.model, "SEEN_BY", None)
        if seen_by is None:
            return role in READERS.get(self.model._meta.label_lower, ())
        if ROLES[role].reach not in COVERS[self.side]:
            return False
        return self.field in seen_by.get(role, ())

    def __str__(self) -> str:
        return f"{self.field} of the {self.side} {self.model._meta.verbose_name}"


@dataclass
class Side:
    """Everything about one person at one distance."""

    name: str
    person: Person
    rows: list[models.Model] = field(default_factory=list)
    canaries: list[Canary] = field(default_factory=list)

    def of(self, model: type[models.Model]) -> list[models.Model]:
        return [row for row in self.rows if isinstance(row, model)]

    @property
    def marks(self) -> dict[str, str]:
        """What stands for its rows: their numbers, and the reference."""
        numbers = {str(row.pk): f"number of the {self.name} {row._meta.verbose_name}" for row in self.rows}
        uuids = {mark: said for mark, said in numbers.items() if len(mark) == 36}
        return uuids | {self.person.reference: f"reference of the {self.name} person"}


@cache
def protected_models() -> tuple[type[Protected], ...]:
    """Every kind of row about people; those of other tests, which live in no app of ours, are not among them."""
    found = (m for m in apps.get_models() if issubclass(m, Protected) and m.__module__.startswith("cairn."))
    return tuple(found)


class Filler:
    """Makes a row of any protected model about somebody, without its acts: whatever it is, its words must not leak."""

    def __init__(self, name: str, office: Office, team: Team, worker: User) -> None:
        self.name, self.office, self.team, self.worker = name, office, team, worker
        words = _given({f.name: self._value(Person, f) for f in sealed_fields(Person)})
        self.side = Side(name, register_person(by=worker, office=office, team=team, **words))
        self.kin = register_person(by=worker, office=office, team=team, given_name="Unnamed")
        self.side.rows.append(self.side.person)
        self._remember(Person)
        self.side.person.photograph = self._file(Person, "photograph")
        self.side.person.save()

    def everything(self) -> Side:
        for model in (*protected_models(), *NAMING_PEOPLE, *OPEN):
            if model not in (Person, Attachment):
                self.row(model)
        return self.side

    def row(self, model: type[models.Model]) -> models.Model:
        """The one row of this kind on this side, made when it is first asked for."""
        if standing := self.side.of(model):
            return standing[0]
        plain = [f for f in model._meta.concrete_fields if not (f.primary_key and f.has_default())]
        values = {f.name: self._value(model, f) for f in plain if not isinstance(f, models.AutoField)}
        row = model(**_given(values) | ALSO.get(model._meta.label_lower, {}))
        self._save(row)
        self.side.rows.append(row)
        self._remember(model)
        return row

    def _save(self, row: models.Model) -> None:
        try:
            row.save(force_insert=True)
        except IntegrityError as error:
            label = row._meta.label_lower
            raise AssertionError(
                f"{error}. Say in ALSO (tests/attack/rows.py) what {label} needs, so that it is attacked too."
            ) from None

    def _remember(self, model: type[models.Model]) -> None:
        for f in sealed_fields(model):
            if _holds_words(f):
                self._sow(model, f.name)

    def _sow(self, model: type[models.Model], name: str) -> str:
        word = canary(self.name, model._meta.label_lower, name)
        owner, shown = (Person, "special_needs") if model in (Change, Conflict) else (model, name)
        self.side.canaries.append(Canary(word, self.name, owner, shown))
        return word

    def _value(self, model: type[models.Model], f: models.Field) -> Any:
        if f.is_relation:
            return self._related(model, f)
        if _holds_words(f):
            word = canary(self.name, model._meta.label_lower, f.name)
            if isinstance(f, SealedJSON) and f.default is dict:
                leading, name = TABLES.get(model._meta.label_lower, ({}, "said"))
                return {**leading, name: word}
            return [word] if isinstance(f, SealedJSON) and f.default is list else word
        if f.name in ("subject_model", "subject_id", "field") and hasattr(model, "subject_model"):
            about = {"subject_model": "people.person", "subject_id": str(self.side.person.pk)}
            return about.get(f.name, "special_needs")
        return self._plain(f)

    def _plain(self, f: models.Field) -> Any:
        if f.name in CODES and (f.name != "country" or isinstance(f, SealedText)):
            return CODES[f.name]
        if f.has_default() or f.null or f.blank:
            return models.NOT_PROVIDED
        if f.choices:
            return next(value for value, _label in f.choices if value)
        match f.get_internal_type():
            case "DateTimeField":
                # Glass that is open for an hour would put the far person within somebody's scope.
                return timezone.now() - dt.timedelta(days=1)
            case "DateField":
                return timezone.localdate()
            case "CharField" | "TextField" | "SlugField":
                return uuid.uuid4().hex[: f.max_length or 32]
            case "UUIDField":
                return uuid.uuid4()
            case "BooleanField":
                return False
            case kind if kind.endswith("IntegerField") or kind == "FloatField":
                return int(self.side.person.number)
        return models.NOT_PROVIDED

    def _related(self, model: type[models.Model], f: models.Field) -> Any:
        match f.related_model._meta.label_lower:
            case "guard.user":
                return models.NOT_PROVIDED if f.null and f.name != "worker" else self.worker
            case "guard.office":
                return self.office
            case "guard.team":
                return self.team
            case "guard.datakey":
                return self.side.person.data_key
            case "guard.attachment":
                return self._file(model, f.name)
            case "people.person":
                return self.side.person if f.name in ("person", "one") else self.kin
            case "partners.organisation":
                # An open register: every office chooses among the same partners.
                return f.related_model.objects.first() or self.row(f.related_model)
        return models.NOT_PROVIDED if f.null else self.row(f.related_model)

    def _file(self, model: type[models.Model], name: str) -> Attachment:
        """A file whose name and text may be seen by whoever may see the field that leads to it."""
        word = self._sow(model, name)
        upload = SimpleUploadedFile(f"{word}.txt", f"The text says {word}.".encode(), "text/plain")
        about = self.side.person
        attachment = store_attachment(upload, data_key=about.data_key, by=self.worker, about=about.pk)
        self.side.rows.append(attachment)
        return attachment


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not models.NOT_PROVIDED}


def _holds_words(f: models.Field) -> bool:
    if f.name in CODES or not isinstance(f, SealedText | SealedJSON):
        return False
    return not f.choices and (f.max_length or LENGTH) >= LENGTH
