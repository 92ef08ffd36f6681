"""Whatever is typed into any form of ours: it is refused in words or kept tidy; nothing breaks, nothing is half-saved."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.signals import post_save
from django.test import Client
from django.urls import resolve

from attack.access import ACCESS
from attack.forms import TYPED, WRITTEN, PageForm, Place, forms_in
from attack.probe import in_sentences
from attack.routes import protected_routes
from attack.rows import Side
from attack.walking import addresses, expected
from attack.watch import tables_written
from cairn.guard.roles import Role
from signed_in import signed_in

pytestmark = pytest.mark.django_db

MEGABYTES = "x" * (5 * 1024 * 1024)
TURNED = "Fa\u202etou\x07"
LONGEST = 60_000
WRONG = {
    "nothing": "",
    "201 letters": "x" * 201,
    "a null": "Fa\0tou",
    "more than any field holds": "x" * LONGEST,
}
UNSEEN = re.compile(r"[\0\x07\u202e]|\\u0000|\\u0007|\\u202e")
SENTENCES = 100
# What is noted about every question, also about one that is refused.
ALWAYS_WRITTEN = frozenset({"django_session", "guard_auditentry", "guard_audithead"})
# Keeps a draft with its faults, and says them.
KEEPS_DRAFTS = frozenset({"evidence:text-edit"})
# A declared form asks a hundred questions by one class: what holds for one of a kind holds for all.
OF_A_KIND = 1


def test_no_form_breaks_or_keeps_what_nobody_sees(colleague, sides):
    found, kept = [], 0
    before = Tables()
    for browser, address, form in _forms(colleague, sides):
        name = _name(form, address)
        for said, words in _trials(form):
            with transaction.atomic(), _watched() as (saved, written):
                answer = _send(browser, form, address, words)
                where = f"{said} at {name} ({answer.status_code})"
                found += [f"{where} is kept by {each}" for each in saved if _shows_unseen(each)]
                found += [f"{where} is taken as {each}" for each in _taken(form, words, answer)]
                if answer.status_code >= 500:
                    found.append(f"{where} breaks it")
                elif answer.status_code < 400 or name in KEEPS_DRAFTS:
                    kept += bool(saved)
                elif changed := before.changed(written):
                    found.append(f"{where} is refused, and {changed} changed")
                transaction.set_rollback(True)
    assert not found, in_sentences(found)
    assert kept > 50, "Hardly anything is ever accepted, so that this proves little."


def _trials(form: PageForm) -> Iterator[tuple[str, dict[str, str]]]:
    """Everything wrong at once, for each field says its own; what is only tidied, so that it is kept: sentences together,
    and by itself whatever is short enough to be a code."""
    asked = _asked(form)
    written = [place.name for place in asked if place.kind in WRITTEN]
    marks = [place.name for place in asked if place.kind not in WRITTEN]
    for said, words in WRONG.items():
        if written and not (form.method == "get" and len(words) == LONGEST):
            yield f"{said} in {written}", dict.fromkeys(written, words)
    if marks:
        yield f"a null in {marks}", dict.fromkeys(marks, WRONG["a null"])
        yield f"a turned word in {marks}", dict.fromkeys(marks, TURNED)
    codes = [each.name for each in asked if each.name in written and (each.longest or LONGEST) < SENTENCES]
    for names in ([name for name in written if name not in codes], *([name] for name in codes)):
        if names:
            yield f"a turned word in {names}", dict.fromkeys(names, TURNED)
    if written and form.method == "post":
        yield f"5 MB in “{written[0]}”", {written[0]: MEGABYTES}


def _taken(form: PageForm, words: Mapping[str, str], answer: Any) -> list[str]:
    """The fields that should have refused what stands in them, and did not."""
    shown = (answer.context or {}).get("form")
    errors = getattr(shown, "errors", {}) if answer.status_code == 422 else {}
    wrong = {place.name for place in form.places if place.name in words and _is_refused(form, place, words)}
    if answer.status_code == 302:
        return sorted(wrong)
    return sorted(name for name in wrong if shown and errors and name in shown.fields and name not in errors)


def _forms(colleague: Any, sides: list[Side]) -> Iterator[tuple[Client, str, PageForm]]:
    """Every form of every page, once, in the hands of a colleague who may send it."""
    browsers = {str(role): signed_in(colleague(role), stepped_up=True) for role in Role}
    known = set()
    for route in protected_routes():
        access = ACCESS[route.name]
        role = next(iter(sorted(access.who)), None)
        for side in sides[:3] if role else ():
            if expected(access, Role(role), side) == 200 and (at := next(addresses(route, side), "")):
                for form in _page_forms(browsers[role], at):
                    target = form.action or at
                    key = (_name(form, at), *form.shape)
                    if key not in known:
                        known.add(key)
                        yield browsers[role], target, form
                break


def _page_forms(browser: Client, address: str) -> list[PageForm]:
    with transaction.atomic():
        body = _read(browser.get(address))
        transaction.set_rollback(True)
    return [form for form in forms_in(body) if "logout" not in form.action]


def _read(answer: Any) -> str:
    """A page as text; whatever else it is, is read to its end and left."""
    content = answer.getvalue()
    return content.decode() if answer.get("Content-Type", "").startswith("text/html") else ""


def _asked(form: PageForm) -> list[Place]:
    """What can be typed there, and the marks that a page carries along; one of those that are alike."""
    chosen: list[Place] = []
    for place in form.places:
        alike = [each for each in chosen if (each.kind, each.longest) == (place.kind, place.longest)]
        many = place.name.startswith("a-") and len(alike) >= OF_A_KIND
        if place.kind in TYPED and place.name != "csrfmiddlewaretoken" and not many:
            chosen.append(place)
    return chosen


def _is_refused(form: PageForm, place: Place, words: Mapping[str, str]) -> bool:
    said = words[place.name]
    if form.method == "get" or place.kind not in WRITTEN:
        return False
    return len(said) > (place.longest or LONGEST - 1) or "\0" in said or (place.is_needed and not said)


def _send(browser: Client, form: PageForm, address: str, words: Mapping[str, str]) -> Any:
    browser.raise_request_exception = False
    if form.method == "get":
        return browser.get(address, {**form.filled(), **words})
    files = {
        each.name: SimpleUploadedFile("letter.txt", b"A letter.", "text/plain")
        for each in form.places
        if each.kind == "file"
    }
    answer = browser.post(address, {**form.filled(), **files, **words})
    answer.getvalue()  # A file is closed when it was read to its end.
    return answer


def _name(form: PageForm, address: str) -> str:
    return resolve((form.action or address).partition("?")[0]).view_name


@contextmanager
def _watched() -> Iterator[tuple[list[Model], set[str]]]:
    """The rows that are saved meanwhile, and the tables that are written to, also where it is taken back."""
    saved: list[Model] = []

    def note(sender: Any, instance: Model, **_also: Any) -> None:
        saved.append(instance)

    post_save.connect(note)
    try:
        with tables_written() as written:
            yield saved, written
    finally:
        post_save.disconnect(note)


def _shows_unseen(row: Model) -> bool:
    values = [getattr(row, each.attname) for each in row._meta.concrete_fields]
    return any(
        UNSEEN.search(value if isinstance(value, str) else json.dumps(value))
        for value in values
        if isinstance(value, str | list | dict)
    )


class Tables:
    """How tables stood before anything was asked, by which a change shows that a refusal left behind."""

    def __init__(self) -> None:
        self.before = {table: self._digest(table) for table in connection.introspection.table_names()}

    def changed(self, written: set[str]) -> str:
        suspects = written - ALWAYS_WRITTEN
        return ", ".join(sorted(table for table in suspects if self._digest(table) != self.before[table]))

    def _digest(self, table: str) -> str:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            return sha256(repr(sorted(map(repr, map(_plain, cursor.fetchall())))).encode()).hexdigest()


def _plain(row: tuple[Any, ...]) -> list[Any]:
    return [bytes(value) if isinstance(value, memoryview) else value for value in row]
