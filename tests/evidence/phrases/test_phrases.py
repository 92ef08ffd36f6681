"""What a sentence may claim of a number, and what it may not."""

import datetime as dt
import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.evidence.phrases import (
    Claim,
    Known,
    Phrase,
    Quantity,
    Unit,
    check,
    phrases_that_hold,
    say,
    wording,
)
from cairn.evidence.phrases.checking import round_above, round_below
from cairn.evidence.phrases.claims import NEAR

VICTIMS = Known(value=Quantity.exactly(2340))
COUNTRIES = Known(value=Quantity.exactly(96), distinct=True)
PEOPLE = Unit(
    {
        "en": {"one": "person", "other": "people"},
        "fr": {"one": "personne", "other": "personnes"},
        "ar": {"few": "أشخاص", "other": "شخص"},
    }
)


def holds(known: Known, claim: Claim, number: int) -> bool:
    return check(Phrase(claim, number), known).holds


def test_over_2300_victims_holds_and_over_2340_does_not():
    assert holds(VICTIMS, Claim.OVER, 2300)
    verdict = check(Phrase(Claim.OVER, 2340), VICTIMS)
    assert not verdict.holds
    assert "“over” says more" in verdict.why


def test_over_96_countries_is_false_by_one_word_and_from_96_is_offered():
    verdict = check(Phrase(Claim.FROM_OVER, 96), COUNTRIES)
    assert not verdict.holds
    assert verdict.instead[0] == Phrase(Claim.FROM, 96)
    assert holds(COUNTRIES, Claim.FROM, 96)


def test_people_are_not_said_to_come_from_kinds():
    assert not holds(VICTIMS, Claim.FROM, 2340)


def test_doubled_needs_twice_at_the_lower_end():
    said_by_authorities = Known(value=Quantity.between(5500, 6000), earlier=Quantity.exactly(3000))
    assert not holds(said_by_authorities, Claim.DOUBLED, 6000)
    assert "1.83 to 2 times" in check(Phrase(Claim.DOUBLED, 6000), said_by_authorities).why
    assert holds(said_by_authorities, Claim.NEARLY_DOUBLED, 6000)
    assert holds(Known(value=Quantity.exactly(6000), earlier=Quantity.exactly(3000)), Claim.DOUBLED, 6000)


def test_what_has_doubled_for_certain_has_not_nearly_doubled():
    twice = Known(value=Quantity.exactly(6000), earlier=Quantity.exactly(3000))
    assert not holds(twice, Claim.NEARLY_DOUBLED, 6000)
    assert Phrase(Claim.NEARLY_DOUBLED, 6000) not in phrases_that_hold(twice)


def test_doubled_does_not_hide_that_it_is_more():
    tripled = Known(value=Quantity.exactly(9000), earlier=Quantity.exactly(3000))
    assert not holds(tripled, Claim.DOUBLED, 9000)
    assert holds(tripled, Claim.MORE_THAN_DOUBLED, 9000)


def test_doubled_names_its_own_value():
    doubled = Known(value=Quantity.exactly(6000), earlier=Quantity.exactly(3000))
    assert not holds(doubled, Claim.DOUBLED, 9000)


def test_growth_from_nothing_is_no_growth():
    assert not holds(Known(value=Quantity.exactly(10), earlier=Quantity.exactly(0)), Claim.DOUBLED, 10)


def test_a_number_since_a_day_carries_day_place_and_what_was_known():
    bare = Known(value=Quantity.exactly(16), since=dt.date(2015, 6, 1))
    assert "the place" in check(Phrase(Claim.SINCE, 16), bare).why
    whole = Known(
        value=Quantity.exactly(16),
        since=dt.date(2015, 6, 1),
        until=dt.date(2015, 10, 15),
        place="Channel Tunnel",
        known_on=dt.date(2015, 10, 16),
    )
    assert holds(whole, Claim.SINCE, 16)
    assert not holds(whole, Claim.SINCE, 17)


def test_shares():
    known = Known(value=Quantity.exactly(33), whole=Quantity.exactly(100))
    assert holds(known, Claim.ONE_IN, 3)
    assert not holds(known, Claim.ONE_IN, 2)
    assert not holds(VICTIMS, Claim.ONE_IN, 3)


def test_what_noise_leaves_open_is_not_stated_as_certain():
    perturbed = Known(value=Quantity.between(98, 102))
    assert not holds(perturbed, Claim.EXACTLY, 100)
    assert not holds(perturbed, Claim.OVER, 100)
    assert holds(perturbed, Claim.ABOUT, 100)
    assert holds(perturbed, Claim.OVER, 97)


def test_nearly_stays_below():
    assert holds(Known(value=Quantity.exactly(1960)), Claim.NEARLY, 2000)
    assert not holds(Known(value=Quantity.exactly(2000)), Claim.NEARLY, 2000)
    assert not holds(Known(value=Quantity.exactly(1800)), Claim.NEARLY, 2000)


QUANTITIES = st.tuples(st.integers(0, 10**6), st.integers(0, 1000)).map(
    lambda two: Quantity.between(two[0], sum(two))
)
CELLS = st.builds(
    Known,
    value=QUANTITIES,
    earlier=st.none() | QUANTITIES,
    whole=st.none() | QUANTITIES,
    distinct=st.booleans(),
)


@given(CELLS)
def test_whatever_is_offered_holds(known):
    for phrase in phrases_that_hold(known):
        assert check(phrase, known).holds


@given(
    CELLS,
    st.sampled_from([Claim.OVER, Claim.AT_LEAST, Claim.FEWER_THAN, Claim.NEARLY, Claim.ABOUT]),
    st.integers(0, 10**6),
)
def test_no_phrase_says_more_than_every_value_of_the_range_bears_out(known, claim, number):
    if not holds(known, claim, number):
        return
    for value in (known.value.low, known.value.high):
        true = {
            Claim.OVER: value > number,
            Claim.AT_LEAST: value >= number,
            Claim.FEWER_THAN: value < number,
            Claim.NEARLY: number * (1 - NEAR) <= value < number,
            Claim.ABOUT: abs(value - number) <= number * NEAR,
        }
        assert true[claim]


@given(st.integers(1, 10**7))
def test_round_numbers_stand_on_their_side(number):
    assert round_below(Fraction(number)) < number < round_above(Fraction(number))


@pytest.mark.parametrize(
    ("phrase", "language", "said"),
    [
        (Phrase(Claim.OVER, 2300), "en", "over 2,300 people"),
        (Phrase(Claim.EXACTLY, 1), "en", "1 person"),
        (Phrase(Claim.EXACTLY, 3), "ar", "3 أشخاص"),
    ],
)
def test_numbers_and_nouns_agree(phrase, language, said):
    assert say(phrase, PEOPLE, language) == said


def test_a_number_since_a_day_is_said_with_the_day():
    assert say(Phrase(Claim.SINCE, 16), PEOPLE, "en", day="June 2015") == "16 people since June 2015"


def test_a_language_without_conventions_of_its_own_borrows_those_of_english():
    assert say(Phrase(Claim.EXACTLY, 2300), PEOPLE, "xx") == "2,300 people"


def test_a_unit_needs_a_form_for_all_other_numbers():
    with pytest.raises(ValueError, match="other"):
        Unit({"en": {"one": "person"}})


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_phrase_has_its_words_and_its_places_in_each_language(language):
    """Read from the catalogue as translators wrote it: names in a sentence are the same in every language."""
    from babel.messages.pofile import read_po

    import cairn.evidence

    path = Path(cairn.evidence.__file__).parent / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        words = {message.id: message.string for message in read_po(file, locale=language) if message.id}
    for claim in Claim:
        template = wording._template(claim)
        assert set(re.findall(r"%\(\w+\)s", words[template])) == set(re.findall(r"%\(\w+\)s", template))
