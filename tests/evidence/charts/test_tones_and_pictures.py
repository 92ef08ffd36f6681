"""Whatever two colours a mission chooses, its charts can be read by day and by night, and as a picture."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cairn.evidence.charts import png, svg
from cairn.evidence.charts.tones import OF_GROUPS, palette, settled
from cairn.mission.colours import contrast, dark_palette, light_palette
from evidence.drawn import bars

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@settings(max_examples=25, deadline=None)
@given(colours, colours)
def test_words_and_shapes_stand_out_from_paper_and_from_water(colour, accent):
    for tones in (light_palette(colour, accent), dark_palette(colour, accent)):
        for ground in (tones["paper"], tones["stone"]):
            assert all(contrast(tones[name], ground) >= 4.5 for name in ("ink", "ink-soft"))
            assert all(contrast(tones[name], ground) >= 3 for name in (*OF_GROUPS, "edge"))


def test_a_settled_drawing_has_no_scheme_left():
    for dark in (False, True):
        drawing = settled(svg(bars(("A", 1))), dark=dark)
        assert "var(--ink" not in drawing
        assert palette(dark=dark)["link"] in drawing


@pytest.fixture(scope="module")
def chart():
    return bars(
        ("فيتنام", 1204), ("ألبانيا", 986), language="ar", title="الأكثر من فيتنام 1,204", unit="أشخاص"
    )


def test_a_picture_is_as_wide_as_asked_and_dark_where_asked(chart):
    light, dark = (
        Image.open(BytesIO(png(chart, width=900, dark=dark))).convert("RGB") for dark in (False, True)
    )
    assert light.width == dark.width == 900
    assert sum(light.getpixel((2, 2))) > 700
    assert sum(dark.getpixel((2, 2))) < 150


def test_the_same_chart_gives_the_same_picture(chart):
    assert png(chart, width=400) == png(chart, width=400)


@pytest.mark.parametrize("name", ["فيتنام", "Việt Nam", "Şarkî", "Київ", "Ελλάδα"])
def test_every_script_is_drawn_with_its_own_letters(name):
    """Letters that a font lacks are drawn as one and the same box."""
    letters = {letter: _ink(png(bars((letter, 1)), width=600)) for letter in name if letter.isalpha()}
    assert len(set(letters.values())) == len(letters)


def _ink(picture: bytes) -> bytes:
    """What stands where the first name of a chart does."""
    return Image.open(BytesIO(picture)).convert("L").crop((0, 60, 120, 130)).tobytes()
