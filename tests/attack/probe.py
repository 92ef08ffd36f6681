"""Asks an address as somebody, and reads in the answer, the logs and the database whether anything leaked."""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import unquote

from django.db import transaction
from django.test import Client

from attack.rows import COVERS, PREFIX, Side
from attack.watch import fingerprint, tables_about_people, tables_written
from cairn.guard.models import AuditEntry
from cairn.guard.rights import Can
from cairn.guard.roles import ROLES, Role

WORD = re.compile(rf"{PREFIX}[a-z]{{10}}", re.IGNORECASE)
NUMBER = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
REFERENCE = re.compile(r"\b[2-9CFGHJKMPQRTVWXY]{4}-[2-9CFGHJKMPQRTVWXY]{4}\b")
ADDRESS = re.compile(r"""(?:href|src|action|formaction|data-url)\s*=\s*["']([^"']*)""")
TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL)


@dataclass(frozen=True)
class Answer:
    """What came back, as text; files are read to their end."""

    status: int
    body: str
    headers: str
    location: str
    messages: str
    logs: str
    entries: int

    @property
    def addresses(self) -> str:
        return unquote(" ".join([self.location, *ADDRESS.findall(self.body)]))

    @property
    def titles(self) -> str:
        return " ".join(TITLE.findall(self.body))


@dataclass
class Probe:
    """One colleague with a browser, before the rows of all sides."""

    browser: Client
    role: Role | None
    sides: list[Side]
    only_leaks: bool = False
    found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.browser.raise_request_exception = False
        self.words = {each.word: each for side in self.sides for each in side.canaries}
        self.beyond = {
            mark: said
            for side in self.sides_beyond
            for mark, said in side.marks.items()
            # The trace is numbers: whoever reads it learns them, and nothing that they lead to.
            if not (self.reads_the_trace and NUMBER.fullmatch(mark))
        }
        self.before = fingerprint(self.sides_beyond)

    @property
    def reads_the_trace(self) -> bool:
        return self.role is not None and Can.TRACE_READ in ROLES[self.role].can

    @property
    def sides_beyond(self) -> list[Side]:
        """Those whose rows must stay as they are and must not be known of."""
        reach = ROLES[self.role].reach if self.role else None
        return [side for side in self.sides if reach not in COVERS[side.name]]

    def ask(self, method: str, address: str, data: Mapping[str, Any] | None = None) -> Answer:
        """Ask, examine, and take back whatever it did, so that every question meets the same rows."""
        with transaction.atomic(), logs_kept() as logs, tables_written() as written:
            answer = self._ask(method, address, data, logs)
            self._examine(method, address, answer, sent=f"{address} {data or ''}")
            # To read them all anew takes longer than the question itself.
            if written & tables_about_people() and fingerprint(self.sides_beyond) != self.before:
                self.found.append(f"{method} {address} changed rows that are beyond reach")
            transaction.set_rollback(True)
        return answer

    def _ask(self, method: str, address: str, data: Any, logs: list[str]) -> Answer:
        cookies, entries = dict(self.browser.cookies), AuditEntry.objects.count()
        response = (
            self.browser.generic("GET", address) if method == "GET" else self.browser.post(address, data)
        )
        self.browser.cookies.clear()
        self.browser.cookies.update(cookies)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        headers = " ".join(f"{name}: {value}" for name, value in response.items())
        body = unescape(content.decode(errors="replace"))
        location = response.get("Location", "")
        return Answer(
            response.status_code,
            body,
            headers,
            location,
            _messages(response),
            "\n".join(logs),
            AuditEntry.objects.count() - entries,
        )

    def _examine(self, method: str, address: str, answer: Answer, sent: str) -> None:
        everything = "\n".join((answer.body, unquote(answer.headers), answer.messages, answer.logs))
        said = f"{method} {address}"[:150]
        for word in _words_in(everything) & self.words.keys():
            if self.role is None or not self.words[word].may_be_seen_by(self.role):
                self.found.append(f"{said} ({answer.status}) gives away {self.words[word]}")
        # What was posted comes back in the page of a form, and nothing is read for it.
        shown = _words_in(answer.body) & self.words.keys()
        if shown and method == "GET" and not answer.entries:
            self.found.append(f"{said} shows {self.words[min(shown)]}, and the trace says nothing of it")
        for mark in {*NUMBER.findall(everything), *REFERENCE.findall(everything)} & self.beyond.keys():
            if mark not in sent:
                self.found.append(f"{said} ({answer.status}) gives away the {self.beyond[mark]}")
        for place, text in self._unsafe_places(answer).items():
            for word in _words_in(text) & self.words.keys():
                if word not in sent:
                    self.found.append(f"{said} writes {self.words[word]} into {place}")
        if answer.status >= 500 and not self.only_leaks:
            self.found.append(f"{said} broke with {answer.status}: {answer.logs[-300:]}")

    def _unsafe_places(self, answer: Answer) -> dict[str, str]:
        """Where not even one's own rows may be named."""
        return {
            "an address": answer.addresses,
            "a title": answer.titles,
            "a message": answer.messages,
            "a log": answer.logs,
        }


def _words_in(text: str) -> set[str]:
    return {word[0].upper() + word[1:].lower() for word in WORD.findall(text)}


def _messages(response: Any) -> str:
    stored = getattr(response.wsgi_request, "_messages", None)
    if stored is None:
        return ""
    drawn = getattr(stored, "_loaded_data", None) or ()
    return " ".join(str(message) for message in (*stored._queued_messages, *drawn))


@contextmanager
def logs_kept() -> Iterator[list[str]]:
    """Everything that is logged meanwhile, as the handlers would write it."""
    kept: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(self.format(record))

    keeper, root = Keeper(), logging.getLogger()
    root.addHandler(keeper)
    try:
        yield kept
    finally:
        root.removeHandler(keeper)


def in_sentences(found: Iterable[str]) -> str:
    """What was found, once each, for the message of a failing test."""
    return "\n" + "\n".join(sorted(set(found)))
