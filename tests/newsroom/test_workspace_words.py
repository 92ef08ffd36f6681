"""Every word of the workspace is there in each language of the mission; a new one without its translations fails here."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

import cairn

HOUSE = Path(cairn.__file__).parent
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
TEMPLATES = ("newsroom/admin", "wagtail_localize", "wagtailadmin")
SENTENCE = re.compile(r"""{%\s*trans(?:late)?\s+(?:"([^"]*)"|'([^']*)')""")
BLOCK = re.compile(r"{%\s*blocktrans(?:late)?\b[^%]*%}(.*?){%\s*endblocktrans(?:late)?\s*%}", re.S)


def words_in_code() -> Iterator[object]:
    for path in [*HOUSE.glob("newsroom/**/*.py"), HOUSE / "guard" / "roles.py"]:
        if "migrations" not in path.parts:
            with path.open("rb") as file:
                for _line, message, *_rest in extract("python", file, keywords=KEYWORDS):
                    yield message


def words_in_templates() -> Iterator[object]:
    for folder in TEMPLATES:
        for path in (HOUSE / "newsroom" / "templates" / folder).rglob("*.*"):
            text = path.read_text()
            yield from (double or single for double, single in SENTENCE.findall(text))
            for block in BLOCK.findall(text):
                forms = re.split(r"{%\s*plural\s*%}", re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", block))
                forms = [" ".join(form.split()) for form in forms]
                yield tuple(forms) if len(forms) > 1 else forms[0]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_word_is_translated(language):
    translated = {}
    for path in HOUSE.glob(f"*/locale/{language}/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            translated |= {message.id: message for message in read_po(file, locale=language) if message.id}
    wanted = {*words_in_code(), *words_in_templates()}
    assert len(wanted) > 250
    missing = {words for words in wanted if words not in translated or not _is_whole(translated[words])}
    assert missing == set()


def _is_whole(message) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_placeholders_are_the_same_in_every_language(language):
    path = HOUSE / "mission" / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        for message in read_po(file, locale=language):
            if isinstance(message.id, str) and message.id:
                assert _names(message.string) == _names(message.id), message.id


def _names(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)[sd]", text))
