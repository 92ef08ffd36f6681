"""Whatever two colours a mission chooses, its site can be read in both schemes."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.mission.colours import contrast, dark_palette, from_oklch, light_palette, palette_css, to_oklch

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
OURS = ("#0b5563", "#b3441e")


@settings(deadline=None, max_examples=60)
@given(colours, colours)
def test_words_stand_out_whatever_the_mission_chooses(colour, accent):
    for palette in (light_palette(colour, accent), dark_palette(colour, accent)):
        for ground in ("paper", "stone"):
            assert contrast(palette["ink"], palette[ground]) >= 7
            for words in ("ink-soft", "link", "accent"):
                assert contrast(palette[words], palette[ground]) >= 4.5, (words, ground)
            assert contrast(palette["edge"], palette[ground]) >= 3
        assert contrast(palette["band-ink"], palette["band"]) >= 7
        assert contrast(palette["band-soft"], palette["band-raised"]) >= 4.5
        assert contrast(palette["band-ink"], palette["pebble"]) >= 4.5
        assert contrast(palette["paper"], palette["link"]) >= 4.5  # Words on a button.


@settings(deadline=None)
@given(colours)
def test_a_colour_survives_the_way_there_and_back(colour):
    back = from_oklch(*to_oklch(colour))
    assert all(abs(int(back[at : at + 2], 16) - int(colour[at : at + 2], 16)) <= 1 for at in (1, 3, 5))


def test_a_colour_that_no_screen_shows_becomes_the_nearest_one():
    assert contrast(from_oklch(0.5, 0.4, 200), "#ffffff") > 3


def test_paper_takes_the_light_scheme():
    assert "@media screen and (prefers-color-scheme:dark)" in palette_css(*OURS)
