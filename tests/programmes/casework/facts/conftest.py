"""The cast of casework, with snapshots in a folder of their own."""

import datetime as dt

import pyarrow.parquet as pq
import pytest
from django.utils import timezone

from cairn.evidence.facts import fact_table
from cairn.evidence.facts.snapshots import take_snapshot
from cairn.mission.config import load_mission
from cairn.programmes.casework.models import CaseRecord
from programmes.casework.conftest import *  # noqa: F403


@pytest.fixture(autouse=True)
def storage(tmp_path, monkeypatch):
    monkeypatch.setenv("CAIRN_STORAGE", str(tmp_path / "var"))
    load_mission.cache_clear()
    yield tmp_path / "var"
    load_mission.cache_clear()


@pytest.fixture
def facts():
    """The rows of a table as a snapshot holds them, with the words of columns that say several things."""

    def read(name):
        table, snapshot = fact_table(name), take_snapshot([fact_table(name)])
        rows = pq.read_table(snapshot.path(name)).to_pylist()
        return [{column: _words(table, column, value) for column, value in row.items()} for row in rows]

    return read


@pytest.fixture
def told():
    """Write down a filled-in form of a case, as of a day."""

    def written(case, form, on="2026-03-02", *, is_finished=True, version=1, **answers):
        return CaseRecord.objects.create(
            case=case, data_key=case.data_key, form=form, form_version=version, is_finished=is_finished,
            answers=answers, made_at=timezone.make_aware(dt.datetime.fromisoformat(f"{on}T12:00")),
        )  # fmt: skip

    return written


def _words(table, name, value):
    if name == "key" or table.column(name).kind != "several":
        return value
    return {code for at, code in enumerate(table.column(name).codes) if value >> at & 1}
