"""The guard, the register and programmes speak every language of the workspace; a word without translations fails here."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

import cairn

HOUSE = Path(cairn.__file__).parent
APPS = ("guard", "people", "programmes/casework", "programmes/partners", "programmes/tracking")
KEYWORDS = {
    name: (1, 2) if name.startswith("n") else None
    for name in ("_", "_now", "later", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "say")
}
SENTENCE = re.compile(r"""{%\s*trans(?:late)?\s+(?:"([^"]*)"|'([^']*)')""")
BLOCK = re.compile(r"{%\s*blocktrans(?:late)?\b[^%]*%}(.*?){%\s*endblocktrans(?:late)?\s*%}", re.S)


def words(app: str) -> Iterator[object]:
    for path in (HOUSE / app).rglob("*.py"):
        if "migrations" not in path.parts:
            with path.open("rb") as file:
                yield from (found[1] for found in extract("python", file, keywords=KEYWORDS))
    for path in (HOUSE / app / "templates").rglob("*.html"):
        text = path.read_text()
        yield from (double or single for double, single in SENTENCE.findall(text))
        yield from map(_block, BLOCK.findall(text))


def _block(text: str) -> object:
    """As Django gives it to gettext: places with names, and white space evened out by `trimmed`."""
    forms = re.split(r"{%\s*plural\s*%}", re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", text))
    forms = [" ".join(form.split()) for form in forms]
    return tuple(forms) if len(forms) > 1 else forms[0]


def catalogue(language: str, apps: str = "**") -> dict[object, object]:
    translated = {}
    for path in HOUSE.glob(f"{apps}/locale/{language}/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            translated |= {message.id: message for message in read_po(file, locale=language) if message.id}
    return translated


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("app", APPS)
def test_every_word_is_translated(app, language):
    translated = {
        (message.id if isinstance(message.id, str) else tuple(message.id))
        for message in catalogue(language).values()
        if (all(message.string) if message.pluralizable else message.string)
    }
    wanted = {tuple(found) if isinstance(found, list) else found for found in words(app) if found}
    assert len(wanted) > 50
    assert wanted - translated == set()


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("app", APPS)
def test_names_in_sentences_are_the_same_in_every_language(app, language):
    for message in catalogue(language, app).values():
        if isinstance(message.id, str):
            assert _names(message.string) == _names(message.id), message.id


def _names(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)[sd]", text))
