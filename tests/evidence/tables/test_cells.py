"""One expression gives the same numbers on every engine, and the numbers that one would count by hand."""

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import connection

from cairn.evidence.facts import FactColumn, FactTable, Kind
from cairn.evidence.indicators.declaration import Indicator
from cairn.evidence.tables import cells

# Spark's own client uses pandas in ways that pandas is about to give up, and leaves sockets to the garbage collector.
SPARK = pytest.param(
    "spark",
    marks=pytest.mark.filterwarnings(
        "ignore::DeprecationWarning",
        "ignore::FutureWarning",
        "ignore::ResourceWarning",
        "ignore::pytest.PytestUnraisableExceptionWarning",
    ),
)
UNTIL = dt.date(2015, 10, 16)
COUNTRIES = tuple(f"C{n:02d}" for n in range(12))
FORMS = ("labour", "sexual", "begging")
PEOPLE = FactTable(
    name="test.people",
    title="",
    grain="",
    is_person=True,
    read=lambda: (),
    columns=(
        FactColumn(name="country", kind=Kind.CODE, title="", codes=COUNTRIES),
        FactColumn(name="sex", kind=Kind.CODE, title="", codes=("f", "m", None)),
        FactColumn(name="forms", kind=Kind.SEVERAL, title="", codes=FORMS),
        FactColumn(name="day", kind=Kind.DAY, title=""),
    ),
)
SITES = FactTable(
    name="test.sites",
    title="",
    grain="",
    read=lambda: (),
    columns=(
        FactColumn(name="site", kind=Kind.CODE, title="", codes=("dunes", "woods", "hall")),
        FactColumn(name="source", kind=Kind.CODE, title="", codes=("prefecture", "charities")),
        FactColumn(name="day", kind=Kind.DAY, title=""),
        FactColumn(name="people", kind=Kind.COUNT, title=""),
        FactColumn(name="closed_on", kind=Kind.DAY, title=""),
    ),
)
LATEST = {"kind": "latest", "column": "people", "series": "site", "source": "source", "closed": "closed_on"}
GROWTH = LATEST | {"kind": "doubling", "days": 21}
SEPTEMBER, OCTOBER = dt.date(2015, 9, 20), dt.date(2015, 10, 16)


def people(seed: int = 3) -> list[dict]:
    chance = Random(seed)
    return [
        {
            "country": chance.choice(COUNTRIES),
            "sex": chance.choice(["f", "m", None]),
            "forms": chance.randrange(8),
            "day": dt.date(2014, 1, 1) + dt.timedelta(days=chance.randrange(700)),
            "key": chance.randrange(1 << 32),
        }
        for _place in range(500)
    ]


COUNTS = [
    ("dunes", dt.date(2015, 9, 20), 2000),
    ("dunes", dt.date(2015, 9, 25), 2400),
    ("dunes", dt.date(2015, 10, 16), 5000),
    ("woods", dt.date(2015, 9, 22), 600),
    ("woods", dt.date(2015, 10, 15), 1000),
    ("hall", dt.date(2015, 11, 1), 900),
]


def declared(facts: str, measure: dict, **more) -> Indicator:
    words = {"en": "Words"}
    return Indicator(
        code="test", owner="information", facts=facts, title=words, definition=words, method=words,
        unit={"en": {"other": "people"}}, measure=measure, disclosure={"kind": "suppressed", "threshold": 5}, **more,
    )  # fmt: skip


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    """Spark on this machine, where there is Java and `make spark` has installed it."""
    pyspark = pytest.importorskip("pyspark.sql", reason="Spark is not installed: make spark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java.")
    session = (
        pyspark.SparkSession.builder.master("local[1]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", 2)
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .getOrCreate()
    )
    yield ibis.pyspark.connect(session)
    session.stop()


@pytest.fixture(params=["duckdb", "the mission's own", SPARK])
def engine(request, db) -> Iterator[Callable]:
    """DuckDB, PostgreSQL where the suite runs on it, and Spark where it is installed."""
    if request.param == "spark":
        file = request.getfixturevalue("tmp_path") / "facts.parquet"

        def laid_down(rows, schema):
            pq.write_table(pa.Table.from_pylist(rows, ibis.schema(schema).to_pyarrow()), file)
            return request.getfixturevalue("spark").read_parquet(file)

        yield laid_down
        return
    if request.param == "duckdb" or connection.vendor != "postgresql":
        found = ibis.duckdb.connect()
    else:
        known = connection.settings_dict
        found = ibis.postgres.connect(
            host=known["HOST"], port=int(known["PORT"]), user=known["USER"], database=known["NAME"]
        )
    yield lambda rows, schema: found.create_table(
        "cells_test", ibis.memtable(rows, schema=ibis.schema(schema)), temp=True
    )
    found.disconnect()


def of_people(engine):
    schema = {"country": "string", "sex": "string", "forms": "int64", "day": "date", "key": "int64"}
    return engine(people(), schema)


def of_sites(engine):
    rows = [dict(zip(("site", "day", "people"), row, strict=True)) for row in COUNTS]
    return engine(rows, {"site": "string", "day": "date", "people": "int64"})


def of_sources(engine, *told: tuple[str, str, dt.date, int, dt.date | None]):
    """Counts of sites, with who counted and when the site was closed."""
    names = ("site", "source", "day", "people", "closed_on")
    schema = {"site": "string", "source": "string", "day": "date", "people": "int64", "closed_on": "date"}
    return engine([dict(zip(names, row, strict=True)) for row in told], schema)


def found(one: Indicator, table: FactTable, facts) -> list[dict]:
    return cells(one, table, facts, until=UNTIL).to_pyarrow().to_pylist()


def test_people_are_counted_with_the_key_of_each_cell(engine):
    one = declared(
        "test.people",
        {"kind": "count"},
        dimensions=["country", "sex"],
        period={"column": "day", "step": "year"},
    )
    rows = [row for row in people() if row["day"] <= UNTIL]
    counted = Counter((row["country"], row["sex"], str(row["day"].year)) for row in rows)
    keys = Counter()
    for row in rows:
        keys[row["country"], row["sex"], str(row["day"].year)] += row["key"]
    got = {
        (c["country"], c["sex"], c["period"]): (c["value"], c["people"], c["key"])
        for c in found(one, PEOPLE, of_people(engine))
    }
    assert got == {cell: (n, n, keys[cell] % (1 << 32)) for cell, n in counted.items()}


def test_whoever_carries_several_codes_stands_once_for_each(engine):
    one = declared("test.people", {"kind": "count"}, dimensions=["forms"])
    counted = Counter(
        code for row in people() for place, code in enumerate(FORMS) if row["forms"] >> place & 1
    )
    assert {cell["forms"]: cell["value"] for cell in found(one, PEOPLE, of_people(engine))} == counted


def test_different_countries_are_counted_once(engine):
    one = declared("test.people", {"kind": "distinct", "column": "country"}, only={"sex": ["f"]})
    (cell,) = found(one, PEOPLE, of_people(engine))
    assert cell["value"] == len({row["country"] for row in people() if row["sex"] == "f"})


@pytest.mark.parametrize(
    ("step", "said"), [("year", "2014"), ("quarter", "2014-Q2"), ("month", "2014-06"), ("day", "2014-06-03")]
)
def test_time_is_divided_in_forms_that_sort(engine, step, said):
    one = declared(
        "test.people",
        {"kind": "count"},
        period={"column": "day", "step": step, "first": dt.date(2014, 6, 3), "last": dt.date(2014, 6, 3)},
    )
    facts = engine(
        [people()[0] | {"day": dt.date(2014, 6, 3)}],
        {"country": "string", "sex": "string", "forms": "int64", "day": "date", "key": "int64"},
    )
    assert [cell["period"] for cell in found(one, PEOPLE, facts)] == [said]


def test_the_latest_count_of_each_site_is_added_up_and_no_gap_is_filled(engine):
    latest = {"kind": "latest", "column": "people", "series": "site"}
    one = declared("test.sites", latest, period={"column": "day"})
    (cell,) = found(one, SITES, of_sites(engine))
    assert (cell["value"], cell["value_series"]) == (6000, 2)


def test_doubled_to_6000_is_held_against_the_weeks_before(engine):
    doubling = {"kind": "doubling", "column": "people", "series": "site", "days": 21}
    one = declared("test.sites", doubling, period={"column": "day"})
    (cell,) = found(one, SITES, of_sites(engine))
    assert (cell["value"], cell["earlier"]) == (6000, 3000)


def test_a_change_is_what_the_latest_has_more_than_the_earlier(engine):
    change = {"kind": "change", "column": "people", "series": "site", "days": 21}
    one = declared("test.sites", change, dimensions=["site"], period={"column": "day"})
    got = {cell["site"]: (cell["value"], cell["earlier"]) for cell in found(one, SITES, of_sites(engine))}
    assert got == {"dunes": (2600, 2400), "woods": (400, 600)}


def test_what_another_source_counted_before_is_nothing_to_grow_from(engine):
    """The prefecture's August beside the charities' October is no growth."""
    one = declared("test.sites", GROWTH, period={"column": "day"})
    counts = of_sources(
        engine,
        ("dunes", "prefecture", SEPTEMBER, 3000, None),
        ("dunes", "charities", OCTOBER, 6000, None),
    )
    (cell,) = found(one, SITES, counts)
    assert (cell["value"], cell["earlier"]) == (6000, None)


def test_growth_follows_the_source_of_the_latest_count_past_what_another_said_meanwhile(engine):
    one = declared("test.sites", GROWTH, period={"column": "day"})
    counts = of_sources(
        engine,
        ("dunes", "prefecture", SEPTEMBER, 3000, None),
        ("dunes", "charities", SEPTEMBER + dt.timedelta(days=2), 4500, None),
        ("dunes", "prefecture", OCTOBER, 6000, None),
    )
    (cell,) = found(one, SITES, counts)
    assert (cell["value"], cell["earlier"]) == (6000, 3000)


def test_a_line_of_months_holds_one_source_of_each_site(engine):
    one = declared("test.sites", LATEST, period={"column": "day", "step": "month"})
    counts = of_sources(
        engine,
        ("dunes", "prefecture", dt.date(2015, 8, 1), 2000, None),
        ("dunes", "charities", SEPTEMBER, 4500, None),
        ("dunes", "prefecture", OCTOBER, 6000, None),
    )
    got = {cell["period"]: cell["value"] for cell in found(one, SITES, counts)}
    assert got == {"2015-08": 2000, "2015-10": 6000}


def test_a_site_that_was_first_counted_meanwhile_has_not_grown(engine):
    """Neither has what it is a part of: the two totals are not of the same sites."""
    counts = of_sources(
        engine,
        ("dunes", "prefecture", SEPTEMBER, 3000, None),
        ("dunes", "prefecture", OCTOBER, 4000, None),
        ("woods", "prefecture", OCTOBER, 2000, None),
    )
    (cell,) = found(declared("test.sites", GROWTH, period={"column": "day"}), SITES, counts)
    assert (cell["value"], cell["earlier"]) == (6000, None)
    by_site = declared("test.sites", GROWTH, dimensions=["site"], period={"column": "day"})
    got = {cell["site"]: (cell["value"], cell["earlier"]) for cell in found(by_site, SITES, counts)}
    assert got == {"dunes": (4000, 3000), "woods": (2000, None)}


def test_nobody_is_counted_at_a_site_that_has_closed(engine):
    closed = dt.date(2015, 10, 1)
    counts = of_sources(
        engine,
        ("dunes", "prefecture", SEPTEMBER, 3000, closed),
        ("woods", "prefecture", SEPTEMBER, 600, None),
        ("hall", "prefecture", SEPTEMBER, 80, closed),
        ("hall", "prefecture", OCTOBER, 30, closed),
    )
    (cell,) = found(declared("test.sites", LATEST, period={"column": "day"}), SITES, counts)
    assert cell["value"] == 630, "what was counted after the closing stands"
    monthly = declared("test.sites", LATEST, period={"column": "day", "step": "month"})
    got = {cell["period"]: cell["value"] for cell in found(monthly, SITES, counts)}
    assert got == {"2015-09": 3680, "2015-10": 30}
    (cell,) = found(declared("test.sites", GROWTH, period={"column": "day"}), SITES, counts)
    assert cell["earlier"] is None, "one site less is no fall"


def test_what_came_after_the_snapshot_is_not_known(engine):
    one = declared("test.sites", {"kind": "sum", "column": "people"}, period={"column": "day"})
    (cell,) = found(one, SITES, of_sites(engine))
    assert cell["value"] == sum(n for _site, day, n in COUNTS if day <= UNTIL)


def test_a_sum_of_what_nobody_knows_is_not_nought(engine):
    one = declared("test.sites", {"kind": "sum", "column": "people"}, dimensions=["site"])
    rows = [
        {"site": "dunes", "people": None},
        {"site": "woods", "people": 0},
        {"site": "woods", "people": None},
    ]
    got = found(one, SITES, engine(rows, {"site": "string", "people": "int64"}))
    assert {cell["site"]: cell["value"] for cell in got} == {"dunes": None, "woods": 0}


def test_no_rows_are_no_cells(engine):
    one = declared(
        "test.people",
        {"kind": "count"},
        dimensions=["sex"],
        only={"country": ["C00"]},
        period={"column": "day", "last": dt.date(1999, 1, 1)},
    )
    assert found(one, PEOPLE, of_people(engine)) == []
