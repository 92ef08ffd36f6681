"""A chart says what it was given and nothing else, in any page, in any script, to everybody."""

import re
from datetime import date, timedelta
from fractions import Fraction

import pytest

from cairn.evidence.charts import Chart, Kind, Mark, drawings, svg
from cairn.evidence.charts.sizes import MIDDLE, NARROW, WIDE
from evidence.drawn import ARRIVALS, CALAIS, Drawn, bars, countries, line, points

DAYS = (
    (date(2015, 6, 1), 2400),
    (date(2015, 6, 20), 3000),
    (date(2015, 7, 10), None),
    (date(2015, 9, 20), 3000),
    (date(2015, 10, 16), 6000),
    (date(2015, 11, 2), 5700),
)
LONG = "Accompagnement juridique et informations sur les procédures d’asile, en plusieurs langues et sans rendez-vous"
WORLD = ("VN", "AL", "NG", "ER", "SD", "RO", "IR", "IQ", "CN", "PL", "US", "MX", "BR", "AU", "FJ", "NZ", "ZA")
EXAMPLES = {
    "a bar": bars(("Vietnam", 1)),
    "bars": bars(
        ("Vietnam", 1204), ("Albania", 986), ("Ghana", 0), ("Not told", None), source="Source: release 3"
    ),
    "thirty bars": bars(*((f"Democratic Republic of somewhere {n}", 3000 - 97 * n) for n in range(30))),
    "long names": bars(
        (LONG, 12040), ("Soins", 8), (LONG[::-1], 3021), subtitle=LONG, source=LONG, language="fr"
    ),
    "one long word": bars(("Donaudampfschifffahrtsgesellschaft" * 3, 5), ("B", 3)),
    "below zero": bars(("Italy", 4200), ("Greece", -61300)),
    "shares": bars(("Yes", 66.7), ("No", Fraction(333, 10)), unit="%"),
    "arabic bars": bars(("فيتنام", 1204), ("جمهورية الكونغو الديمقراطية", 577), language="ar", unit="أشخاص"),
    "groups": bars(
        marks=[
            Mark(label=age, value=value, group=sex, is_hidden=value is None)
            for age, both in (
                ("0 to 17", (208, 771)),
                ("18 to 59", (480, 4400)),
                ("60 and older", (None, 12)),
            )
            for sex, value in zip(("Women and girls", "Men and boys"), both, strict=True)
        ]
    ),
    "a line": line(*DAYS),
    "an arabic line": line(*DAYS, language="ar"),
    "lines that end together": line(
        marks=[
            Mark(
                label="", day=date(2015, month, 1), value=3000 + month * 10 + nth, group=f"Organisation {nth}"
            )
            for nth in range(5)
            for month in range(1, 9)
        ]
    ),
    "twenty years": line(*((date(year, 1, 1), year) for year in range(2005, 2026))),
    "one day": line((date(2015, 6, 1), 5)),
    "places": points(*CALAIS),
    "arabic places": points(*CALAIS, language="ar"),
    "places of kinds": points(
        marks=[
            Mark(label=f"Place {n}", longitude=n, latitude=40 + n % 3, value=None, group=f"Kind {n % 4}")
            for n in range(9)
        ]
    ),
    "countries": countries(*ARRIVALS),
    "countries of the world": countries(*((code, 9) for code in WORLD), language="fr"),
}


@pytest.fixture(params=[NARROW, MIDDLE, WIDE])
def width(request):
    return request.param


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_word_is_cut_and_none_lies_on_another(name, width):
    drawn = Drawn(svg(EXAMPLES[name], width=width))
    said = drawn.said()
    for each in said:
        inside = (
            each.left >= -0.5
            and each.right <= drawn.width + 0.5
            and each.top >= 0
            and each.bottom <= drawn.height
        )
        assert inside, each
    together = [(a.text, b.text) for nth, a in enumerate(said) for b in said[nth + 1 :] if a.overlaps(b)]
    assert together == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_drawing_can_stand_in_a_page_that_allows_no_style_and_no_script(name):
    drawing = svg(EXAMPLES[name])
    assert not re.search(r"<(style|script|image|foreignObject|a)\b|\s(style|on\w+|href)=", drawing)
    assert set(re.findall(r"https?://[^\"]*", drawing)) == {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_each_colour_is_the_page_s_own(name):
    for colour in re.findall(r'(?:fill|stroke)="([^"]*)"', svg(EXAMPLES[name])):
        assert re.fullmatch(r"none|url\(#c[0-9a-f]{10}-hatch\)|var\(--[a-z-]+,#[0-9a-f]{6}\)", colour), colour


def test_the_same_chart_gives_the_same_bytes():
    chart = EXAMPLES["groups"]
    first = svg(chart)
    svg.cache_clear()
    svg(EXAMPLES["places"])
    assert svg(Chart(**{name: getattr(chart, name) for name in Chart.__slots__})) == first


def test_two_drawings_in_one_page_share_no_name():
    page = drawings(EXAMPLES["bars"]) + drawings(EXAMPLES["a line"]) + svg(EXAMPLES["bars"])
    names = re.findall(r'\sid="([^"]+)"', page)
    assert len(names) == 15
    assert len(set(names)) == len(names)


def test_who_does_not_see_it_hears_the_finding_and_the_numbers():
    root = Drawn(svg(EXAMPLES["bars"])).root
    texts = {each.get("id"): each.text for each in root.iter() if each.get("id")}
    assert root.get("role") == "img"
    assert texts[root.get("aria-labelledby")] == "Most came from Vietnam"
    assert "The most is 1,204: Vietnam." in texts[root.get("aria-describedby")]


def test_names_are_words_and_never_markup():
    drawing = svg(bars(("<script>alert(1)</script> & \x00co\u2028", 3), title='"<b>" & more'))
    assert "<script" not in drawing
    assert "<b>" not in drawing
    said = "".join(each.text for each in Drawn(drawing).said("name"))
    assert said.replace(" ", "") == "<script>alert(1)</script>&co"


def test_hidden_zero_and_unknown_are_three_different_things():
    chart = bars(marks=[Mark(label="Ukraine", value=None, is_hidden=True), Mark(label="Ghana", value=0),
                        Mark(label="Not told", value=None), Mark(label="Mali", value=9)])  # fmt: skip
    drawn = Drawn(svg(chart))
    assert sorted(each.text for each in drawn.said("value")) == ["0", "9", "hidden", "not known"]
    assert len(drawn.shapes("hidden")) == 1
    assert drawn.shapes("hidden")[0].get("fill", "").startswith("url(#")
    assert len(drawn.shapes("bar")) == 1


def test_a_hidden_bar_is_as_long_whatever_it_hides():
    def hidden_beside(most):
        marks = [Mark(label="A", value=None, is_hidden=True), Mark(label="B", value=most)]
        return Drawn(svg(bars(marks=marks))).shapes("hidden")[0].get("d")

    assert hidden_beside(10).split("h")[1] == hidden_beside(99).split("h")[1]


def test_bars_are_as_long_as_their_numbers_and_keep_their_order():
    drawn = Drawn(svg(bars(("B", 50), ("A", 100), ("C", 25))))
    long = [float(re.search(r"h(-?[\d.]+)", bar.get("d"))[1]) for bar in drawn.shapes("bar")]
    assert long[0] == pytest.approx(long[1] / 2, abs=0.2)
    assert long[2] == pytest.approx(long[1] / 4, abs=0.2)
    assert [each.text for each in drawn.said("name")] == ["B", "A", "C"]


def test_bars_below_zero_run_the_other_way_from_the_same_zero():
    drawn = Drawn(svg(EXAMPLES["below zero"]))
    zero = float(re.search(r"translate\(([\d.]+),", drawn.shapes("zero")[0].get("transform"))[1])
    up, down = (bar.get("d") for bar in drawn.shapes("bar"))
    assert float(up[1:].split(",")[0]) == pytest.approx(zero, abs=0.1)
    start, long = float(down[1:].split(",")[0]), float(re.search(r"h([\d.]+)", down)[1])
    assert start + long == pytest.approx(zero, abs=0.2)


def test_a_range_is_drawn_from_its_low_to_its_high_end():
    drawn = Drawn(svg(bars(marks=[Mark(label="A", value=50, low=40, high=100), Mark(label="B", value=100)])))
    whole = float(re.search(r"h([\d.]+)", drawn.shapes("bar")[1].get("d"))[1])
    stroke = drawn.shapes("interval")[0]
    assert float(stroke.get("x2")) == pytest.approx(whole * 0.6, abs=0.3)


def test_in_arabic_bars_grow_to_the_left_and_names_stand_on_the_right():
    drawn = Drawn(svg(EXAMPLES["arabic bars"]))
    assert drawn.root.get("direction") == "rtl"
    assert drawn.root.get("lang") == "ar"
    zero = float(re.search(r"translate\(([\d.]+),", drawn.shapes("zero")[0].get("transform"))[1])
    assert all(each.left > zero for each in drawn.said("name"))
    assert all(each.right < zero for each in drawn.said("value"))
    assert "1,204" in [each.text for each in drawn.said("value")]


def test_in_arabic_time_runs_from_the_right_to_the_left_and_numbers_stand_on_the_right():
    drawn = Drawn(svg(EXAMPLES["an arabic line"]))
    path = drawn.shapes("line")[0].get("d")
    first, second = (float(x) for x in re.findall(r"[ML]([\d.]+),", path)[:2])
    assert first > second
    assert all(each.left > drawn.width * 0.8 for each in drawn.said("number"))


def test_a_missing_value_breaks_the_line():
    runs = Drawn(svg(line(*DAYS))).shapes("line")
    assert [len(re.findall("[ML]", run.get("d"))) for run in runs] == [2, 3]


def test_days_too_far_apart_are_not_joined():
    far = line((date(2015, 1, 1), 5), (date(2015, 1, 10), 7), (date(2015, 6, 1), 9), gap=timedelta(days=45))
    drawn = Drawn(svg(far))
    assert [len(re.findall("[ML]", run.get("d"))) for run in drawn.shapes("line")] == [2]
    assert len(drawn.shapes("dot")) == 3


def test_a_line_starts_from_zero():
    drawn = Drawn(svg(line((date(2015, 1, 1), 5000), (date(2015, 2, 1), 6000))))
    assert "0" in [each.text for each in drawn.said("number")]


def test_groups_are_told_apart_by_more_than_their_colour():
    drawn = Drawn(svg(EXAMPLES["lines that end together"]))
    dashes = [each.get("stroke-dasharray") for each in drawn.shapes("line")]
    assert len(set(dashes)) == 5
    assert {f"Organisation {n}" for n in range(5)} <= {each.text for each in drawn.said("label")}


def test_every_bar_of_a_group_names_it():
    for width in (NARROW, WIDE):
        said = [each.text for each in Drawn(svg(EXAMPLES["groups"], width=width)).said("value", "group")]
        assert said.count("Women and girls") == 3
        assert said.count("Men and boys") == 3


def test_a_bare_drawing_leaves_title_and_source_to_its_page():
    chart = EXAMPLES["bars"]
    assert Drawn(svg(chart)).said("title", "source")
    assert not Drawn(svg(chart, is_bare=True)).said("title", "source")


def test_a_kind_is_understood_by_its_name():
    assert Chart(kind="bars", title="A", marks=[Mark(label="", value=1)]).kind is Kind.BARS
