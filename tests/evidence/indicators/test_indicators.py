"""Indicators are text that is held to its facts, to the policy and to reason, with the line where it is wrong."""

import pytest

from cairn.evidence.facts import FactColumn, FactTable, Kind
from cairn.evidence.facts import register as facts_register
from cairn.evidence.indicators import WrongIndicator, parse_indicator
from cairn.evidence.indicators.library import ensure_fits, refuse_circles

GOOD = """\
code = "victims-identified"
version = 2
owner = "information"
facts = "test.victims"
dimensions = ["sex"]
sdg = ["16.2.2"]

[title]
en = "Identified victims"

[definition]
en = "People identified as potential victims of trafficking."

[method]
en = "Counted from case files."

[unit.en]
one = "person"
other = "people"

[measure]
kind = "count"

[only]
sex = ["female", "male"]

[period]
column = "day"
step = "year"
first = 2014-01-01

[disclosure]
kind = "suppressed"
threshold = 5
"""


@pytest.fixture(autouse=True)
def victims(monkeypatch):
    columns = (
        FactColumn(name="sex", kind=Kind.CODE, title="Sex", codes=("female", "male", None)),
        FactColumn(name="day", kind=Kind.DAY, title="Day"),
        FactColumn(name="people", kind=Kind.COUNT, title="People"),
    )
    table = FactTable(
        name="test.victims", title="", grain="", columns=columns, is_person=True, read=lambda: ()
    )
    monkeypatch.setitem(facts_register._BUILDERS, "test.victims", lambda: table)
    counts = FactTable(name="test.counts", title="", grain="", columns=columns, read=lambda: ())
    monkeypatch.setitem(facts_register._BUILDERS, "test.counts", lambda: counts)


def refused(text: str) -> WrongIndicator:
    with pytest.raises(WrongIndicator) as found:
        ensure_fits(parse_indicator(text, "victims.toml"), text, "victims.toml")
    return found.value


def test_a_good_declaration_is_taken():
    one = parse_indicator(GOOD)
    ensure_fits(one, GOOD)
    assert (one.code, one.version, one.noun.after(1, "en")) == ("victims-identified", 2, "person")


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ('kind = "count"', 'kind = "guess"', 23, "measure.kind"),
        ('kind = "count"', 'kind = "sum"', 22, "“column”"),
        ('kind = "count"', 'kind = "sum"\ncolumn = "sex"', 24, "cannot be measured"),
        ('kind = "count"', 'kind = "sum"\ncolumn = "tears"', 24, "no column “tears”"),
        ('kind = "count"', 'kind = "latest"\ncolumn = "people"', 22, "“series”"),
        ("threshold = 5", "threshold = 2", 35, "below the floor"),
        ("threshold = 5", "base = 5", 33, "found ['base']"),
        ('kind = "suppressed"\nthreshold = 5', 'kind = "open"', 34, "every row of these facts is a person"),
        ("first = 2014-01-01", "first = 1014-01-01", 28, "days between 1900 and 2100"),
        ("first = 2014-01-01", "first = 2014-01-01\nlast = 2013-01-01", 28, "before the “last”"),
        ('column = "day"', 'column = "sex"', 29, "holds no days"),
        ('facts = "test.victims"', 'facts = "test.nothing"', 4, "no fact table"),
        ('dimensions = ["sex"]', 'dimensions = ["people"]', 5, "no code"),
        ('dimensions = ["sex"]', 'dimensions = ["sex", "sex"]', 5, "each dimension once"),
        ('sex = ["female", "male"]', 'sex = ["femail"]', 26, "“femail” is not in the list"),
        ('sdg = ["16.2.2"]', 'sdg = ["99.9"]', 6, "found “99.9”"),
        ('code = "victims-identified"', 'code = "Victims Identified"', 1, "small letters"),
        ('code = "victims-identified"', 'code = "releases"', 1, "an address of the public data section"),
        ('owner = "information"', 'ownr = "information"', 1, "missing"),
        ('en = "Identified victims"', 'fr = "Victimes"', 8, "in English"),
        ('other = "people"', 'others = "people"', 18, "“other”"),
        ("[measure]", "[measure", 22, "no TOML"),
    ],
)
def test_a_wrong_declaration_is_refused_with_its_line(before, after, line, said):
    assert before in GOOD
    found = refused(GOOD.replace(before, after, 1))
    assert said in str(found)
    assert abs(found.line - line) <= 1, str(found)


@pytest.mark.parametrize("rule", ["suppressed", "rounded", "perturbed"])
def test_a_rule_that_would_protect_nobody_is_refused_with_its_line(rule):
    """A release of counts that others reported would say that it hides small ones, and show them."""
    text = GOOD.replace("test.victims", "test.counts").replace(
        'kind = "suppressed"\nthreshold = 5', f'kind = "{rule}"'
    )
    found = refused(text)
    assert "no row of these facts is a person" in str(found)
    assert found.line == text[: text.index(f'kind = "{rule}"')].count("\n") + 1


@pytest.mark.parametrize("kind", ["sum", "latest"])
def test_amounts_of_people_are_not_added_up(kind):
    """One of them may make up nearly all of a sum, and nothing here would hide it."""
    series = '\nseries = "sex"' if kind == "latest" else ""
    text = GOOD.replace('kind = "count"', f'kind = "{kind}"\ncolumn = "people"{series}')
    found = refused(text)
    assert "nothing of theirs is added up" in str(found)
    assert found.line == text[: text.index(f'kind = "{kind}"')].count("\n") + 1


def test_nothing_is_a_part_of_itself():
    one = parse_indicator('whole = "b"\n' + GOOD.replace("victims-identified", "a"))
    other = parse_indicator('whole = "a"\n' + GOOD.replace("victims-identified", "b"))
    with pytest.raises(WrongIndicator, match="part of itself"):
        refuse_circles(one, {"a": one, "b": other})
    with pytest.raises(WrongIndicator, match="no indicator"):
        refuse_circles(one, {"a": one})
