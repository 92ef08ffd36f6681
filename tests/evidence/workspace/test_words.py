"""Evidence speaks every language of the workspace; a word without its translations fails here."""

import re

import pytest

from people.test_words import catalogue, words


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_word_is_translated(language):
    translated = {
        (message.id if isinstance(message.id, str) else tuple(message.id))
        for message in catalogue(language).values()
        if (all(message.string) if message.pluralizable else message.string)
    }
    wanted = {tuple(found) if isinstance(found, list) else found for found in words("evidence") if found}
    assert len(wanted) > 400
    assert wanted - translated == set()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_places_for_names_and_numbers_are_the_same_in_every_language(language):
    for message in catalogue(language, "evidence").values():
        meant, *_plural = message.id if message.pluralizable else (message.id,)
        said = message.string if message.pluralizable else (message.string,)
        # A form for one or for two may say its number in a word.
        assert all(_places(form) <= _places(" ".join(_forms(message.id))) for form in said), message.id
        assert _places(said[-1]) == _places(" ".join(_forms(message.id))), meant


def _forms(meant) -> list[str]:
    return list(meant) if isinstance(meant, (list, tuple)) else [meant]


def _places(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)[sd]", text))
