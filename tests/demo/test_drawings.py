"""The pictures: the same at every drawing, without words, faces or anything from elsewhere."""

import io
import re

import pytest
from PIL import Image

from cairn.demo import drawings, markup

PICTURES = markup.shared("pictures")


def test_every_scene_has_a_description_and_every_description_a_scene():
    assert set(PICTURES) == set(drawings.SCENES)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_says_what_it_shows_in_three_languages(name):
    alt = PICTURES[name]["alt"]
    assert set(alt) == {"en", "fr", "ar"}
    assert all(40 <= len(words) <= 250 for words in alt.values())
    assert re.search(r"[\u0600-\u06ff]", alt["ar"])
    assert len(set(alt.values())) == 3


@pytest.mark.parametrize("name", PICTURES)
def test_what_no_crop_may_lose_lies_on_the_sheet(name):
    x, y, width, height = PICTURES[name]["focus"]
    assert x - width / 2 >= 0
    assert x + width / 2 <= 1600
    assert y - height / 2 >= 0
    assert y + height / 2 <= 1000


@pytest.mark.parametrize("name", drawings.SCENES)
def test_a_scene_is_the_same_at_every_drawing(name):
    assert drawings.svg(name) == drawings.svg(name)


@pytest.mark.parametrize("name", drawings.SCENES)
def test_a_scene_holds_no_words_and_nothing_from_elsewhere(name):
    svg = drawings.svg(name)
    assert not re.search(r"<(text|image|script|foreignObject|use)\b|href", svg)
    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]


def test_a_picture_is_the_same_file_at_every_drawing():
    first = drawings.picture("door")
    assert first == drawings.picture("door")
    image = Image.open(io.BytesIO(first))
    assert (image.format, image.size) == ("JPEG", (1600, 1000))
    assert len(first) < 400_000
