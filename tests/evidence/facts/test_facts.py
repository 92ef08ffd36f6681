"""Facts leave a programme without identifiers, in one form, and are found unchanged."""

import datetime as dt
from dataclasses import replace
from threading import Thread

import pyarrow.parquet as pq
import pytest
from django.db import connection

from cairn.evidence.counting import count_tables
from cairn.evidence.errors import WrongFacts
from cairn.evidence.facts import FactColumn, FactTable, Kind, fact_key
from cairn.evidence.facts import snapshots as snapshots_module
from cairn.evidence.facts.snapshots import read_snapshot, snapshots, take_snapshot
from cairn.evidence.models import Series
from cairn.mission.config import load_mission

pytestmark = pytest.mark.django_db
COLUMNS = (
    FactColumn(name="sex", kind=Kind.CODE, title="Sex", codes=("female", "male", None), hxl="#gender"),
    FactColumn(name="forms", kind=Kind.SEVERAL, title="Forms", codes=("labour", "begging")),
    FactColumn(name="day", kind=Kind.DAY, title="Day"),
    FactColumn(name="people", kind=Kind.COUNT, title="People"),
)


@pytest.fixture(autouse=True)
def storage(tmp_path, monkeypatch):
    monkeypatch.setenv("CAIRN_STORAGE", str(tmp_path))
    load_mission.cache_clear()
    yield
    load_mission.cache_clear()


def rows(number: int = 3, **changes):
    told = {
        "sex": ["female", "male", None][:number],
        "forms": [["labour"], ["labour", "begging"], []][:number],
        "day": [dt.date(2014, 1, 1)] * number,
        "people": [1] * number,
        "key": [fact_key("test.victims", at) for at in range(number)],
    }
    return told | changes


def victims(*batches) -> FactTable:
    return FactTable(
        name="test.victims",
        title="Victims",
        grain="A person",
        columns=COLUMNS,
        is_person=True,
        read=lambda: batches,
    )


def test_facts_are_counted_as_they_were_declared():
    snapshot = take_snapshot([victims(rows(), rows())])
    table = victims()
    counted = count_tables(
        snapshot.path("test.victims"),
        [table.column(name).dimension for name in ("sex", "forms")],
        [("sex",), ("forms",)],
    )
    assert counted[("sex",)].counts.tolist() == [2, 2, 2]
    assert counted[("forms",)].counts.tolist() == [4, 2]


def test_the_same_facts_are_the_same_snapshot_however_they_were_read(monkeypatch):
    first = take_snapshot([victims(rows(), rows())])
    again = take_snapshot([victims(rows(), rows())])
    assert (again.name, again.taken_at) == (first.name, first.taken_at)
    assert len(snapshots()) == 1
    assert take_snapshot([victims(rows())]).name != first.name


def test_two_snapshots_are_taken_in_one_second():
    """One begins while the other is being written."""
    within: list = []

    def read():
        within.append(take_snapshot([victims(rows())]))
        yield rows(2)

    outer = take_snapshot([replace(victims(), read=read)])
    assert {one.name for one in snapshots()} == {outer.name, within[0].name}
    assert [path for path in snapshots_module.snapshots_folder().iterdir() if path.name.startswith(".")] == []


@pytest.mark.django_db(transaction=True)
def test_all_tables_are_of_one_moment():
    """A row that is written down while the first table is read is in neither, and in both of the next snapshot."""
    if connection.vendor != "postgresql":
        pytest.skip("A test of SQLite has its database in memory, where nobody else writes.")

    def write_elsewhere() -> None:
        Series.objects.create(code="meanwhile", title={"en": "Meanwhile"})
        connection.close()

    def counted(*, meanwhile: bool) -> dict:
        many = Series.objects.count()
        if meanwhile:
            hand = Thread(target=write_elsewhere)
            hand.start()
            hand.join()
        return rows(1, people=[many])

    def table(name: str, *, meanwhile: bool) -> FactTable:
        return replace(victims(), name=name, read=lambda: [counted(meanwhile=meanwhile)])

    taken = take_snapshot([table("test.a", meanwhile=True), table("test.b", meanwhile=False)])
    assert Series.objects.count() == 1
    for name in ("test.a", "test.b"):
        assert pq.read_table(taken.path(name))["people"].to_pylist() == [0], name


def test_a_key_is_the_same_again_and_says_nothing():
    assert fact_key("test.victims", 7) == fact_key("test.victims", 7)
    assert fact_key("test.victims", 7) != fact_key("test.others", 7)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"sex": ["female", "male", "x"]}, "its list does not name it"),
        ({"forms": [["labour"], ["piracy"], []]}, "its list does not name it"),
        ({"people": [1, 2, 1 << 70]}, "too large"),
        ({"people": ["one", "two", "three"]}, "of another kind"),
        ({"name": ["Hawa"] * 3}, "did not declare"),
        ({"day": ["tomorrow"] * 3}, "of another kind"),
        ({"key": [None] * 3}, "empty"),
    ],
)
def test_what_was_not_declared_stops_the_snapshot_and_leaves_nothing(changes, why):
    with pytest.raises(WrongFacts, match=why):
        take_snapshot([victims(rows(), rows(**changes))])
    assert list(snapshots_module.snapshots_folder().iterdir()) == []


def test_facts_that_were_changed_afterwards_are_noticed():
    snapshot = take_snapshot([victims(rows())])
    path = snapshot.path("test.victims")
    pq.write_table(pq.read_table(path).slice(0, 2), path)
    with pytest.raises(WrongFacts, match="changed after"):
        read_snapshot(snapshot.name).ensure_unchanged()


def test_an_empty_table_is_a_table():
    assert take_snapshot([victims()]).tables["test.victims"].rows == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Bad Name"},
        {"kind": Kind.CODE, "codes": ()},
        {"kind": Kind.DAY, "codes": ("a",)},
        {"kind": Kind.SEVERAL, "codes": tuple(map(str, range(40)))},
        {"kind": Kind.CODE, "codes": ("a", "a")},
    ],
)
def test_a_column_that_cannot_be_is_refused(wrong):
    with pytest.raises(WrongFacts):
        FactColumn(**{"name": "sex", "kind": Kind.COUNT, "title": "Sex"} | wrong)
