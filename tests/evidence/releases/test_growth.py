"""What a release says of growth, from the counts of sites to the sentence that may be said of it."""

import datetime as dt

import pytest

from cairn.evidence.facts import FactColumn, FactTable, Kind
from cairn.evidence.facts import register as facts_register
from cairn.evidence.indicators import WrongIndicator
from cairn.evidence.phrases import Claim, Phrase, check, phrases_that_hold
from cairn.evidence.reads import cite
from cairn.evidence.releases.store import folder_of

pytestmark = pytest.mark.django_db
THEN, NOW = dt.date(2015, 9, 25), dt.date(2015, 10, 16)
GROWTH = """
code = "growth"
owner = "information"
facts = "test.sites"
dimensions = ["site"]
[title]
en = "People in sites"
[definition]
en = "People who stay at sites."
[method]
en = "The latest count of each site, added up."
[unit.en]
one = "person"
other = "people"
[measure]
kind = "doubling"
column = "people"
low = "low"
high = "high"
series = "site"
source = "source"
closed = "closed_on"
days = 21
[period]
column = "day"
[disclosure]
kind = "open"
"""


@pytest.fixture
def counts(declare, monkeypatch) -> list[tuple]:
    """Counts of sites: which, by whom, when, how many, at least, at most, and when the site closed."""
    told: list[tuple] = []
    names = ("site", "source", "day", "people", "low", "high", "closed_on")
    columns = (
        FactColumn(name="site", kind=Kind.CODE, title="Site", codes=("dunes", "woods")),
        FactColumn(name="source", kind=Kind.CODE, title="Source", codes=("prefecture", "charities")),
        FactColumn(name="day", kind=Kind.DAY, title="Day"),
        FactColumn(name="people", kind=Kind.COUNT, title="People"),
        FactColumn(name="low", kind=Kind.COUNT, title="At least"),
        FactColumn(name="high", kind=Kind.COUNT, title="At most"),
        FactColumn(name="closed_on", kind=Kind.DAY, title="Closed"),
    )

    def read():
        yield {name: [row[at] for row in told] for at, name in enumerate(names)}

    table = FactTable(name="test.sites", title="Sites", grain="A count", columns=columns, read=read)
    monkeypatch.setitem(facts_register._BUILDERS, "test.sites", lambda: table)
    declare.text("growth", GROWTH)
    return told


def counted(site: str, day: dt.date, people: int, low=None, high=None, source="prefecture", closed_on=None):
    return site, source, day, people, low or people, high or people, closed_on


@pytest.fixture
def said(make):
    """The total as a sentence may lean on it."""
    return lambda: cite(make("growth", cut_off=NOW).released.get())


def doubled(cited) -> bool:
    return check(Phrase(Claim.DOUBLED, int(cited.cell.value)), cited.known).holds


def test_what_doubled_from_one_end_of_a_range_did_not_double_for_certain(counts, said):
    counts += [counted("dunes", THEN, 3_000, 2_700, 3_300), counted("dunes", NOW, 6_000)]
    cited = said()
    assert (cited.cell.earlier_low, cited.cell.earlier, cited.cell.earlier_high) == (2_700, 3_000, 3_300)
    assert not doubled(cited)


def test_what_doubled_from_exact_counts_may_be_said(counts, said):
    counts += [counted("dunes", THEN, 3_000), counted("dunes", NOW, 6_000)]
    assert doubled(said())


def test_the_files_give_both_ends_of_what_it_is_compared_with(counts, make):
    """Where it is exact in one line and not in another, both lines can be read in the same way."""
    counts += [counted("dunes", THEN, 3_000, 2_700, 3_300), counted("dunes", NOW, 6_000)]
    counts += [counted("woods", THEN, 200), counted("woods", NOW, 300)]
    lines = (folder_of(make("growth", cut_off=NOW).digest) / "tables" / "growth.csv").read_text().splitlines()
    heads = lines[0].split(",")
    at = [heads.index(name) for name in ("earlier", "earlier_low", "earlier_high")]
    found = {line.split(",")[0]: [line.split(",")[place] for place in at] for line in lines[1:]}
    assert found["dunes"] == ["3000", "2700", "3300"]
    assert found["woods"] == ["200", "200", "200"]


def test_counts_of_two_sources_are_not_said_to_have_doubled(counts, said):
    counts += [counted("dunes", THEN, 3_000), counted("dunes", NOW, 6_000, source="charities")]
    cited = said()
    assert (cited.known.growth, doubled(cited)) == (None, False)


def test_what_nobody_knew_at_one_of_the_moments_is_not_said_to_have_grown(counts, said):
    counts += [counted("dunes", THEN, 3_000), counted("dunes", NOW, 6_000)]
    counts += [counted("woods", THEN, None), counted("woods", NOW, 300)]
    cited = said()
    assert (cited.known.growth, doubled(cited)) == (None, False)


def test_the_change_is_the_difference_with_its_own_range(counts, declare, make):
    declare.text("growth", GROWTH.replace('kind = "doubling"', 'kind = "change"'))
    counts += [counted("dunes", THEN, 3_000, 2_700, 3_300), counted("dunes", NOW, 6_000, 5_500, 6_000)]
    counts += [counted("woods", THEN, 900), counted("woods", NOW, 300)]
    result = make("growth", cut_off=NOW).released.get()
    cells = {cell.key: (cell.low, cell.value, cell.high) for cell in result.result.cells}
    assert cells == {
        "": (1_600, 2_400, 2_700),
        "site=dunes": (2_200, 3_000, 3_300),
        "site=woods": (-600, -600, -600),
    }
    assert cite(result).known.growth is None, "nobody doubles by a difference"
    assert phrases_that_hold(cite(result, "site=woods").known) == []


@pytest.mark.parametrize("kind", ["change", "doubling"])
def test_a_comparison_of_two_days_is_not_divided_by_time(counts, declare, make, kind):
    text = GROWTH.replace("doubling", kind).replace('column = "day"', 'column = "day"\nstep = "month"')
    declare.text("growth", text)
    with pytest.raises(WrongIndicator, match="take the step “whole”") as found:
        make("growth", cut_off=NOW)
    assert found.value.line == text[: text.index("step =")].count("\n") + 1
