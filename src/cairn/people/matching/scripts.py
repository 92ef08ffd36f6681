"""Names in any letters, as plain Latin letters.

Arabic letters (with the additional ones of Persian, Kurdish, Pashto and Urdu) and Ge'ez are transliterated here, by
consonant, because that is what other spellings of the same name share. All other letters go by `anyascii`.
"""

import unicodedata
from enum import StrEnum
from functools import cache

from anyascii import anyascii


class Script(StrEnum):
    """What a name is written in, as far as it changes how it is read."""

    LATIN = "latin"
    ARABIC = "arabic"
    GEEZ = "geez"
    OTHER = "other"


# Capitals: H is an h that never belongs to the letter before it; T and D are said t or s, d or z, by country.
_ARABIC = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ء": "", "ؤ": "w", "ئ": "y", "ى": "a", "ة": "a", "ه": "H", "ھ": "H",
    "ہ": "H", "ە": "e", "ۀ": "e", "ب": "b", "پ": "p", "ت": "t", "ٹ": "t", "ث": "T", "ج": "j", "چ": "ch", "ح": "H", "خ": "kh",
    "د": "d", "ڈ": "d", "ذ": "D", "ر": "r", "ڕ": "r", "ړ": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ښ": "sh", "ص": "s",
    "ض": "D", "ط": "t", "ظ": "D", "ع": "`", "غ": "gh", "ف": "f", "ڤ": "v", "ق": "q", "ك": "k", "ک": "k", "گ": "g", "ګ": "g",
    "ل": "l", "ڵ": "l", "م": "m", "ن": "n", "ں": "n", "ڼ": "n", "و": "w", "ۆ": "o", "ۇ": "u", "ي": "y", "ی": "y", "ې": "e",
    "ێ": "e", "ے": "e", "ـ": "", "\u200c": "", "\u200d": "",
}  # fmt: skip
# As the consonants of the Unicode names of Ge'ez syllables sound to those who write them in Latin letters.
_GEEZ = {
    "SZ": "s", "TH": "t", "CH": "ch", "C": "ch", "X": "h", "HH": "h", "PH": "p", "TS": "ts", "TZ": "ts", "GLOTTAL": "",
    "PHARYNGEAL": "", "KX": "kh", "QH": "q", "ZH": "zh", "NY": "ny", "DD": "d", "GG": "g", "SH": "sh",
}  # fmt: skip
# What stays of Latin letters that do not come apart into a letter and its mark.
_LATIN = str.maketrans({
    "đ": "d", "ð": "d", "ı": "i", "ø": "o", "ł": "l", "ŋ": "n", "ɲ": "n", "ɓ": "b", "ɗ": "d", "ƴ": "y", "ɔ": "o", "ɛ": "e",
    "ə": "e", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ǧ": "g",
})  # fmt: skip
# Said as "ch", "sh" and "j" wherever they stand; their bare letters would be read as k, s and g.
_MARKED = str.maketrans({"ç": "ch", "ş": "sh", "š": "sh", "č": "ch", "ć": "ch", "ž": "zh", "ğ": "g"})


def script_of(text: str) -> Script:
    """The letters that the text is written in, told by its first letter."""
    for letter in text:
        if letter.isalpha():
            code = ord(letter)
            if code < 0x0250 or 0x1E00 <= code < 0x1F00:
                return Script.LATIN
            if 0x0600 <= code < 0x0780 or 0x08A0 <= code < 0x0900 or 0xFB50 <= code < 0xFF00:
                return Script.ARABIC
            return Script.GEEZ if 0x1200 <= code < 0x1380 else Script.OTHER
    return Script.LATIN


def in_latin(text: str) -> str:
    """The text in small Latin letters, with H, T, D and ` (an 'ayn) where Arabic letters say more than Latin ones."""
    script = script_of(text)
    if script is Script.LATIN:
        return text.casefold() if text.isascii() else _without_marks(text)
    # One person's name may mix letters: what is not of the script falls to the general way.
    table = _geez_letter if script is Script.GEEZ else _arabic_letter
    return "".join(table(letter) for letter in unicodedata.normalize("NFKC", text))


def _without_marks(text: str) -> str:
    bare = unicodedata.normalize("NFC", text).casefold().translate(_MARKED).translate(_LATIN)
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(letter)
    )
    return bare if bare.isascii() else anyascii(bare).casefold()


@cache
def _arabic_letter(letter: str) -> str:
    known = _ARABIC.get(letter)
    if known is not None:
        return known
    return "" if unicodedata.combining(letter) else _without_marks(letter)


@cache
def _geez_letter(letter: str) -> str:
    words = unicodedata.name(letter, "").split()
    if words[:2] != ["ETHIOPIC", "SYLLABLE"]:
        return _arabic_letter(letter)
    syllable = words[-1]
    consonant = syllable.rstrip("AEIOU")
    vowel = syllable[len(consonant) :]
    if len(words) > 3:
        consonant = words[2]
    # The sixth order is written E and mostly not said.
    said = {"A": "e", "U": "u", "I": "i", "AA": "a", "EE": "e", "E": "", "O": "o"}.get(vowel, "a")
    return _GEEZ.get(consonant, consonant.lower()) + said
