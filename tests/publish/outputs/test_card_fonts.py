"""The fonts of the cards are the same bytes wherever they are made, and know the scripts of the mission's readers."""

import pytest

from cairn.publish.outputs import card_fonts
from cairn.publish.outputs.card_fonts import font_folder, letters_in


@pytest.mark.parametrize(
    "text",
    [
        "The quick brown fox – “quoted”, 1,234 & 56 %",
        "Où l’été naît : œuvre, Çà et là\u00a0!",
        "بيان المنظمة الدولية للهجرة، ١٢٣ ؟ «نص»",
        "پښتو ځوانان، فارسی گفتگو، اُردو ہے",
        "Muqdisho, Hargeysa; Tiếng Việt; Łódź, Şanlıurfa",
    ],
)
def test_every_letter_of_these_languages_can_be_drawn(text, rivers):
    letters = letters_in(font_folder(rivers.storage_path))
    assert {sign for sign in text if ord(sign) not in letters} <= {"\u00a0"}


def test_made_twice_they_are_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(card_fonts, "FONTS", [font for font in card_fonts.FONTS if "vietnamese" in font.name])
    first, second = (
        {file.name: file.read_bytes() for file in font_folder(tmp_path / name).iterdir()} for name in "ab"
    )
    assert first == second
    assert set(first) == {"card-vietnamese.ttf", "letters.json"}


def test_two_processes_may_make_them_at_once(tmp_path):
    folder = tmp_path / "fonts" / "1a2b"
    folder.parent.mkdir()

    def make(fresh):
        (fresh / "mine.ttf").touch()
        folder.mkdir()
        (folder / "theirs.ttf").touch()

    card_fonts._appear(folder, make)
    assert [file.name for file in folder.iterdir()] == ["theirs.ttf"]
    assert list(folder.parent.iterdir()) == [folder]


def test_fonts_of_an_older_state_do_not_pile_up(tmp_path):
    (tmp_path / "old").mkdir()
    card_fonts._appear(tmp_path / "new", lambda fresh: (fresh / "one.ttf").touch())
    assert [folder.name for folder in tmp_path.iterdir()] == ["new"]
