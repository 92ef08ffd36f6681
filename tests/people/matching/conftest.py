"""A register of six, findable in the tables of the blind index."""

import pytest
from django.db import connection

from cairn.people.matching import tables
from cairn.people.matching.search import find
from cairn.people.matching.tokens import index_tokens
from people.matching.small_register import KEY, REGISTER


@pytest.fixture
def index(db):
    """The tables, holding the register."""
    tables.drop(connection)
    tables.create(connection)
    tables.rebuild(connection, ((record.id, index_tokens(record, KEY)) for record in REGISTER))
    return connection


@pytest.fixture
def found(index):
    """The numbers of those found, best first."""

    def ask(text: str, within=None) -> list[int]:
        def open_records(numbers):
            return (record for record in REGISTER if record.id in numbers)

        return [one.id for one in find(index, KEY, text, within=within, open_records=open_records)]

    return ask
