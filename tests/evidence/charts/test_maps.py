"""A map goes to what it shows, wherever that lies, and leaves borders to those who drew them."""

import json
import re

import numpy as np
import pytest

from cairn.evidence.charts import Mark, outlines, svg
from cairn.evidence.charts.outlines import area, country_of, middle_of, thinned
from cairn.evidence.charts.outlines import countries as outlines_of
from cairn.evidence.charts.view import view_of
from evidence.drawn import ARRIVALS, CALAIS, Drawn, countries, points


def places_of(drawn, name="dot"):
    """Where the shapes of a layer stand."""
    found = [
        re.search(r"translate\((-?[\d.]+),(-?[\d.]+)\)", each.get("transform")) for each in drawn.shapes(name)
    ]
    return [(float(x), float(y)) for x, y in (each.groups() for each in found)]


def test_places_at_calais_fill_their_map():
    drawn = Drawn(svg(points(*CALAIS)))
    xs = [x for name in ("dot", "zero", "hidden") for x, _y in places_of(drawn, name)]
    assert max(xs) - min(xs) > drawn.width / 2


def test_a_single_place_shows_the_country_around_it():
    drawn = Drawn(svg(points(("Port", 1.87, 50.966, 4))))
    assert "France" in [each.text for each in drawn.said("country-name")]
    assert drawn.shapes("land")


def test_places_on_both_sides_of_the_date_line_stand_beside_each_other():
    """Fiji, Tonga and Samoa are neighbours; around Greenwich they would be at either end of the world."""
    drawn = Drawn(svg(countries(("FJ", 3000), ("TO", 500), ("WS", 200))))
    fiji, *others = places_of(drawn)
    assert all(0 < x < drawn.width for x, _y in [fiji, *others])
    assert all(x > fiji[0] for x, _y in others)


def test_no_outline_runs_across_the_map_of_fiji():
    drawn = Drawn(svg(countries(("FJ", 3000))))
    for shape in drawn.shapes("country"):
        steps = [float(dx) for dx in re.findall(r"l(-?[\d.]+),", shape.get("d"))]
        assert max(map(abs, steps)) < drawn.width / 3


def test_a_place_drawn_by_us_lies_where_vega_draws_the_land():
    """Land is projected by Vega, places by us: a point of the coast must come to the same spot."""
    view = view_of([(-9.0, 36.0), (36.0, 47.0)], 480, 384, margin=40)
    around = np.array([[12.0, 42.0], [12.0, 42.2], [12.2, 42.2], [12.2, 42.0], [12.0, 42.0]])
    from cairn.evidence.charts.drawing import drawn as draw
    from cairn.evidence.charts.sheet import Sheet

    sheet = Sheet(480, "en")
    sheet.height = 384
    shape = {"type": "Polygon", "coordinates": [around.tolist()]}
    sheet.land("land", [shape], view.projection(0, 0), {"fill": "none", "stroke": "black"})
    path = re.search(r'd="m(-?[\d.]+),(-?[\d.]+)', draw(sheet, countries(*ARRIVALS), ""))
    assert (float(path[1]), float(path[2])) == pytest.approx(view.on_sheet((12.0, 42.0)), abs=0.2)


def test_the_world_is_drawn_where_places_lie_around_it():
    drawn = Drawn(svg(countries(("US", 3), ("AU", 2), ("BR", 1), ("FR", 1))))
    assert len(drawn.shapes("land")) > 100
    america, australia = places_of(drawn)[:2]
    assert america[0] < drawn.width / 2 < australia[0]


def test_a_shape_covers_as_much_as_its_number_is_worth():
    big, small = Drawn(svg(points(("A", 1.0, 50.0, 400), ("B", 4.0, 50.0, 100)))).shapes("dot")
    radius = [float(re.search(r"M(-?[\d.]+),", each.get("d"))[1]) for each in (big, small)]
    assert abs(radius[0]) == pytest.approx(2 * abs(radius[1]), abs=0.2)


def test_a_country_that_is_hidden_is_hatched_and_one_that_is_zero_is_hollow():
    drawn = Drawn(svg(countries(*ARRIVALS)))
    assert drawn.shapes("country-hidden")[0].get("fill", "").startswith("url(#")
    assert len(drawn.shapes("hidden")) == 1
    assert len(drawn.shapes("zero")) == 1
    assert len(drawn.shapes("dot")) == 5
    assert "hidden, so that nobody can be recognised" in [each.text for each in drawn.said("key")]


def test_borders_are_said_to_say_nothing():
    said = " ".join(each.text for each in Drawn(svg(countries(*ARRIVALS))).said("boundaries"))
    assert "nothing about the status of a territory" in said


def test_a_map_is_never_mirrored():
    plain, arabic = (Drawn(svg(points(*CALAIS, language=language))) for language in ("en", "ar"))
    assert places_of(plain) == [(x, y) for x, y in places_of(plain)]
    assert [x for x, _y in places_of(plain)] == pytest.approx([x for x, _y in places_of(arabic)], abs=0.2)


def test_what_a_pointer_reads_is_the_place_and_its_number():
    drawn = Drawn(svg(points(*CALAIS)))
    told = [each.findtext("{http://www.w3.org/2000/svg}title") for each in drawn.shapes("dot")]
    assert "New Jungle · 6,000" in told


def test_a_map_of_europe_is_no_burden_for_a_telephone():
    assert len(svg(countries(*ARRIVALS), width=340)) < 60_000


@pytest.mark.parametrize("code", ["FR", "FJ", "RU", "MT", "XK", "TV", "US"])
def test_the_middle_of_a_country_lies_in_it(code):
    ring = country_of(code).main
    from cairn.evidence.charts.land import holds

    assert holds(ring, middle_of(ring))


def test_nothing_turns_over_when_outlines_are_thinned():
    """A ring that turned over would fill all of the world but itself."""
    for country in outlines_of(2):
        for polygon in country.polygons:
            thin = thinned(polygon[0], 0.7)
            assert thin is None or area(thin) * area(polygon[0]) > 0


@pytest.fixture
def own_outlines(tmp_path, monkeypatch):
    """A mission's own file: one square country, as GeoJSON writes it, against the clock."""
    square = [[1.0, 50.0], [3.0, 50.0], [3.0, 52.0], [1.0, 52.0], [1.0, 50.0]]
    shape = {"type": "Polygon", "coordinates": [square]}
    told = {"type": "FeatureCollection", "features": [{"type": "Feature", "id": "FR", "geometry": shape}]}
    file = tmp_path / "outlines.json"
    file.write_text(json.dumps(told))

    class Mission:
        outlines_path = file

    monkeypatch.setattr(outlines, "load_mission", Mission)
    svg.cache_clear()
    yield
    svg.cache_clear()


def test_a_mission_may_draw_its_own_outlines(own_outlines):
    drawn = Drawn(svg(points(*CALAIS, marks=[Mark(label="Port", longitude=1.87, latitude=50.966, value=4)])))
    (land,) = drawn.shapes("land")
    assert len(re.findall("[ml]", land.get("d"))) < 12
