"""What cannot be drawn honestly is not drawn, and the reason is a sentence."""

from datetime import date

import pytest

from cairn.evidence.charts import CannotDraw, Mark, PartsMissing, TooManyMarks, letters, svg
from cairn.evidence.charts import outlines as outlines_
from evidence.drawn import bars, countries, line, points


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: bars(("A", 1), title=" "), "says nothing yet"),
        (lambda: bars(), "has no values"),
        (lambda: bars(marks=[Mark(label="A", value=3, is_hidden=True)]), "its value was handed over"),
        (lambda: bars(marks=[Mark(label="A", value=None, low=1, is_hidden=True)]), "a range and no value"),
        (lambda: bars(marks=[Mark(label="A", value=3, low=4)]), "does not lie around its value"),
        (lambda: bars(("A", float("nan"))), "not a number"),
        (lambda: bars(("A", float("inf"))), "not a number"),
        (lambda: line(marks=[Mark(label="June", value=3)]), "“June” has no day"),
        (lambda: points(marks=[Mark(label="Camp", value=3)]), "“Camp” has no position"),
        (lambda: points(("Camp", 1.9, 95.0, 3)), "“Camp” has no position"),
        (lambda: points(("Camp", float("nan"), 5.0, 3)), "“Camp” has no position"),
        (lambda: countries(marks=[Mark(label="France", value=3)]), "“France” names no country"),
        (lambda: svg(countries(("QQ", 3))), "no outline for “QQ”"),
    ],
)
def test_what_contradicts_itself_is_refused(make, said):
    with pytest.raises(CannotDraw, match=said):
        make()


@pytest.mark.parametrize(
    "make",
    [
        lambda: bars(*((str(n), n) for n in range(61))),
        lambda: points(*((str(n), 1.0, 1.0, n) for n in range(401))),
        lambda: line(*((date.fromordinal(735_000 + n), n) for n in range(1001))),
        lambda: bars(marks=[Mark(label="A", value=1, group=str(n)) for n in range(6)]),
    ],
)
def test_more_than_anybody_reads_is_refused(make):
    with pytest.raises(TooManyMarks, match="is the most"):
        make()


def test_missing_packages_are_named_with_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(letters, "MODULES", tmp_path)
    with pytest.raises(PartsMissing, match="world-atlas") as refused:
        letters.part("world-atlas/countries-110m.json")
    assert "make setup" in str(refused.value)


@pytest.mark.parametrize("text", ["", "[]", '{"type": "Topology"}', '{"type": "FeatureCollection"}'])
def test_outlines_that_cannot_be_read_are_refused(tmp_path, text):
    file = tmp_path / "own.json"
    file.write_text(text)
    with pytest.raises(PartsMissing, match="own.json"):
        outlines_._read(file)
