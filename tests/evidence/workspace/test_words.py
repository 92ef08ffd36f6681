"""Evidence speaks every language of the workspace; a word without its translations fails here."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from people.test_words import HOUSE, words

LANGUAGES = ("fr", "ar")


def messages(language: str, apps: str = "**") -> Iterator[Message]:
    """What catalogues say of words that stand in no context of their own."""
    for path in HOUSE.glob(f"{apps}/locale/{language}/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            yield from (each for each in read_po(file, locale=language) if each.id and each.context is None)


def forms(said) -> list[str]:
    return list(said) if isinstance(said, (list, tuple)) else [said]


def places(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)[sd]", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated(language):
    translated = {tuple(forms(each.id)) for each in messages(language) if all(forms(each.string))}
    wanted = {tuple(forms(found)) for found in words("evidence") if found}
    assert len(wanted) > 400
    assert wanted - translated == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_for_names_and_numbers_are_the_same_in_every_language(language):
    for each in messages(language, "evidence"):
        meant = places(" ".join(forms(each.id)))
        # A form for one or for two may say its number in a word.
        assert all(places(form) <= meant for form in forms(each.string)), each.id
        assert places(forms(each.string)[-1]) == meant, each.id
