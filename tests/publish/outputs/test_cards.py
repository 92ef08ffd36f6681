"""What a link shows in a messenger: right in every script, small, and the same on every machine."""

import os
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from cairn.publish.outputs import cards
from cairn.publish.outputs.card_drawing import LONGEST, Face, draw, drawable, shortened

COLOUR = "#0b5563"


@pytest.fixture
def face():
    def make(title="On the trail in Calais", **changes):
        values = {
            "title": title,
            "label": "Statement",
            "day": "16 November 2015",
            "mission": "Mission of the Two Rivers",
            "language": "en",
            "right_to_left": False,
            "colour": COLOUR,
            "accent": "#b3441e",
        }
        return Face(**(values | changes))

    return make


@pytest.fixture
def arabic(face):
    def make(title):
        words = {"label": "بيان", "day": "16 تشرين الثاني/نوفمبر 2015", "mission": "بعثة النهرين"}
        return face(title, language="ar", right_to_left=True, **words)

    return make


@pytest.fixture
def picture(rivers):
    def open_(face):
        with Image.open(BytesIO(draw(face, rivers.storage_path))) as opened:
            opened.load()
            return opened

    return open_


def ink(picture, box=(0, 120, 1200, 500)):
    """Where white words stand: (left, top, right, bottom) of what is brighter than any stone."""
    bright = picture.convert("L").crop(box).point([0] * 250 + [255] * 6)
    left, top, right, bottom = bright.getbbox()
    return left + box[0], top + box[1], right + box[0], bottom + box[1]


LONG = (
    "A very long title that goes on for as long as the field allows, because somebody wished to say everything, "
    * 3
)


@pytest.mark.parametrize(
    "title", ["A", "On the trail in Calais", LONG[:100], LONG[:120], LONG[:250], "W" * 200]
)
def test_any_title_makes_a_card_that_is_small_on_a_phones_data(face, title, rivers):
    content = draw(face(title), rivers.storage_path)
    with Image.open(BytesIO(content)) as card:
        assert (card.size, card.mode) == ((1200, 630), "P")
    assert len(content) < 25_000


@pytest.mark.parametrize("right_to_left", [False, True])
def test_words_stand_on_plain_sky_and_keep_their_distance_from_the_cairn(face, picture, right_to_left):
    empty = picture(face("", label="", day="", mission="", right_to_left=right_to_left))
    left = 328 if right_to_left else 72
    assert empty.crop((left, 56, left + 800, 496)).getextrema() == (0, 0)
    assert empty.convert("RGB").getpixel((600, 60)) == (11, 85, 99)


def test_latin_begins_at_the_left_and_arabic_at_the_right(face, arabic, picture):
    left, _, right, _ = ink(picture(face("Calais")))
    assert left < 100
    assert right < 500
    left, _, right, _ = ink(picture(arabic("كاليه")))
    assert left > 700
    assert right > 1100


def test_arabic_letters_are_joined(arabic, picture):
    """With a sign between them that forbids joining, the same letters need more room."""
    joined, apart = (ink(picture(arabic(text))) for text in ("كلمتنا", "\u200c".join("كلمتنا")))
    assert joined[2] - joined[0] < 0.9 * (apart[2] - apart[0])


def test_numbers_and_acronyms_in_arabic_keep_their_own_direction(arabic, picture):
    """“(IOM)” ends the sentence, so it stands at the left, its brackets turned outwards."""
    whole = ink(picture(arabic("بيان (IOM)")))
    alone = ink(picture(arabic("بيان")))
    assert whole[2] == alone[2]
    assert whole[0] < alone[0] - 100


def test_a_title_is_broken_into_lines_of_like_length(face, picture):
    """Filled greedily, the last line would hold one word."""
    card = picture(face("Dignity and safety for people in Calais and on the coast"))
    _, top, _, bottom = ink(card)
    first, last = ink(card, (0, top, 1200, top + 70)), ink(card, (0, bottom - 70, 1200, bottom))
    assert bottom - top > 140
    assert (last[2] - last[0]) > 0.5 * (first[2] - first[0])


def test_the_same_face_is_the_same_file(face, rivers):
    assert draw(face(), rivers.storage_path) == draw(face(), rivers.storage_path)


def test_drawing_goes_on_in_a_forked_process(face, rivers):
    """Renders are spread over processes; threads that a library left behind would hang the child."""
    draw(face("In the parent"), rivers.storage_path)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, str(len(draw(face("In the child"), rivers.storage_path))).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        assert int(pipe.read()) > 1000
    assert os.waitpid(child, 0)[1] == 0


LETTERS = frozenset(map(ord, "abcdefghijklmnopqrstuvwxyz "))


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("plain words", "plain words"),
        ("words 🌍 with a sign", "words with a sign"),
        ("ሰላም words", ""),
        ("", ""),
        ("a fixed\u00a0space", "a fixed\u00a0space"),
    ],
)
def test_no_card_shows_boxes_in_place_of_somebodys_script(text, drawn):
    assert drawable(text, LETTERS) == drawn


def test_a_card_in_an_unknown_script_is_still_a_card(face, picture):
    assert picture(face("ኣብ ካለ", label="", day="", mission="ኣብ")).size == (1200, 630)


def test_long_titles_end_after_a_whole_word():
    assert shortened("Short") == "Short"
    cut = shortened("word, " * 60)
    assert cut.endswith("word…")
    assert len(cut) <= LONGEST + 1


# Which pages have one ---------------------------------------------------------------------------------


def test_listed_pages_and_homes_have_cards_and_sensitive_ones_have_none(snapshot, card, made):
    site = snapshot(card(), card("help", is_sensitive=True), card("about", kind="", model="PlainPage"))
    paths = made(cards.targets(site))
    assert len(paths) == 4
    assert all(target.late and path.startswith("cards/") for path, target in paths.items())


def test_the_page_names_the_card_that_is_drawn(snapshot, card, made):
    story, about, help_page = card(), card("about", kind=""), card("help", is_sensitive=True)
    site = snapshot(story, about, help_page)
    drawn = {f"https://rivers.example/{path}" for path in made(cards.targets(site))}
    assert cards.card_url(story, site) in drawn
    assert cards.card_url(about, site) == cards.card_url(site.home("en"), site)
    assert cards.card_url(about, site) in drawn
    assert cards.card_url(help_page, site) == ""


def test_a_new_title_is_a_new_address_and_a_new_summary_is_not(snapshot, card):
    page = card()
    site = snapshot(page)
    assert cards.card_url(page, site) == cards.card_url(
        replace(page, summary="Other words", shown="f" * 64), site
    )
    assert cards.card_url(page, site) != cards.card_url(replace(page, title="Other words"), site)


def test_pages_that_show_the_same_share_one_card(snapshot, card, made):
    twice = snapshot(card("one", title="The same"), card("two", title="The same"))
    assert len(made(cards.targets(twice))) == 4


def test_an_events_card_says_its_day_and_that_it_is_off(snapshot, event):
    page = event(event_status="cancelled")
    shown = cards.page_face(page, snapshot(page))
    assert (shown.label, shown.day) == ("Event – Cancelled", "Tuesday 8 December 2015")
