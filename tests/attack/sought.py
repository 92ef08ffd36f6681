"""Looking for words in everything a mission keeps: its database, its files, its logs, and what today's keys open."""

import logging
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection

from cairn.guard.models import Attachment
from cairn.guard.sealed.protected import Protected, sealed_fields
from cairn.mission.logs import WithoutData


class Words:
    """Unlikely words, each sown once for one place, and found again in any writing that a computer gives them."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}

    def sow(self, place: str) -> str:
        """A word that nobody says: letters only, so that names take it."""
        number, letters = len(self._words) + 11, ""
        while number:
            number, rest = divmod(number, 20)
            letters += "bcdfghjklmnpqrstvwxz"[rest]
        word = f"Xyq{letters}ovvuz"
        self._words[word] = place
        return word

    def add(self, word: str, place: str) -> str:
        self._words[word] = place
        return word

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def found_in(self, content: bytes) -> set[str]:
        """The places of those that stand in it, plain, in small letters, in UTF-16, or escaped as JSON does."""
        writings = {}
        for word in self._words:
            for form in (word, word.casefold(), word.upper()):
                for written in (form.encode(), form.encode("utf-16-le"), ascii(form)[1:-1].encode()):
                    writings[written] = word
        pattern = re.compile(b"|".join(re.escape(each) for each in sorted(writings, key=len, reverse=True)))
        return {self._words[writings[hit]] for hit in set(pattern.findall(content))}


def database() -> Iterator[tuple[str, bytes]]:
    """Every value of every table as bytes, and on SQLite the raw file with its journal as well."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            while rows := cursor.fetchmany(2000):
                yield table, b"\n".join(_bytes(value) for row in rows for value in row)
    if connection.vendor == "sqlite":
        path = str(connection.settings_dict["NAME"])
        for name in (path, f"{path}-wal"):
            if Path(name).exists():
                yield name, Path(name).read_bytes()


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file, its own name before what is in it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path), str(path).encode() + b"\n" + path.read_bytes()


def opened_today() -> Iterator[tuple[str, bytes]]:
    """Everything that the keys of today open: each sealed value, and each sealed file."""
    for model in apps.get_models():
        if not issubclass(model, Protected):
            continue
        for row in model._base_manager.filter(data_key__destroyed_at=None).select_related("data_key"):
            for field in sealed_fields(model):
                yield f"{model.__name__}.{field.name}", repr_of(getattr(row, field.attname)).encode()
            if isinstance(row, Attachment):
                with row.open() as plain:
                    yield f"{model.__name__} file", plain.read()


def repr_of(value: Any) -> str:
    """What is in it; a sealed value does not show itself."""
    if isinstance(value, dict):
        return " ".join(repr_of(each) for pair in value.items() for each in pair)
    if isinstance(value, list):
        return " ".join(map(repr_of, value))
    return str.__str__(value) if isinstance(value, str) else str(value)


def places(words: Words, *wheres: Iterable[tuple[str, bytes]]) -> dict[str, set[str]]:
    """Where which words stand."""
    found = {}
    for where in wheres:
        for name, content in where:
            if hit := words.found_in(content):
                found[name] = found.get(name, set()) | hit
    return found


class Logged:
    """What a mission writes into its log, at the level of somebody who looks for a fault."""

    def __init__(self) -> None:
        self.text = StringIO()
        self._handler = logging.StreamHandler(self.text)
        self._handler.setFormatter(WithoutData("%(levelname)s %(name)s: %(message)s"))

    def __enter__(self) -> "Logged":
        self._before = logging.root.level
        logging.root.addHandler(self._handler)
        logging.root.setLevel(logging.INFO)
        return self

    def __exit__(self, *_error: object) -> None:
        logging.root.removeHandler(self._handler)
        logging.root.setLevel(self._before)

    def lines(self) -> Iterator[tuple[str, bytes]]:
        yield "the log", self.text.getvalue().encode()


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview | bytearray) else str(value).encode()
