"""How one part of a name sounds, and the consonants that stay of it however it is spelt.

"Mohammed", "Maxamed" and "محمد" are all `mmd`. Spellings that are read in two ways have two readings: "Gamal" is
`Kml` and, as its neighbours write it, "Jamal": `Jml`. Measured on eight naming cultures, nine of ten pairs of
spellings of one name share a reading; the price is that some hundred pairs of different names share one too, so
skeletons find candidates, and never decide.
"""

import re
from functools import lru_cache
from typing import NamedTuple

_SOUNDS = {
    "tsch": "S", "tch": "S", "sch": "S", "dzh": "J", "dsh": "J", "dj": "J", "xh": "J", "zh": "J", "gj": "g",
    "kh": "K", "gh": "K", "ck": "K", "ph": "f", "sh": "S", "ch": "S", "ts": "S", "tz": "S", "th": "d", "dh": "d",
    "gn": "ny", "oua": "wa", "oue": "we", "oui": "wi", "ce": "Se", "ci": "Si", "cy": "Sy",
}  # fmt: skip
_SEVERAL_LETTERS = re.compile("|".join(_SOUNDS))
# t and d are one sound: "Mehmet" and "Mehmed". Digits stand for Arabic letters where people chat: "Mo7amed", "3li".
_SINGLE_LETTER = str.maketrans({
    "q": "K", "k": "K", "g": "K", "c": "K", "x": "h", "s": "S", "z": "S", "j": "J", "p": "b", "v": "w", "t": "d",
    "T": "d", "D": "d", "H": "h", "`": "", "2": "", "3": "", "5": "K", "6": "d", "7": "h", "8": "K", "9": "K",
})  # fmt: skip
_TWICE = re.compile(r"(.)\1+")
_UNSAID = str.maketrans("", "", "aeiouyhw")

# Where a letter is said in two ways: the spelling, and how others would write the same sound.
_OTHERWISE = tuple(
    (re.compile(spelling), said)
    for spelling, said in (
        ("^kh", "h"),  # Khalil, Halil
        ("x(?!h)", "kh"),  # Xelîl, Khalil; but Somali Xasan is Hassan
        ("c(?!h|k)", ""),  # Somali Cali is Ali
        ("c(?!h|k)", "j"),  # Turkish Cemal is Jamal
        ("(?<![st])ch", "k"),  # Michael, Mikael
        ("j(?!h)", "y"),  # Jusuf, Yusuf
        ("g(?!h)", "j"),  # Gamal, Jamal
        ("th|T", "s"),  # Othman, Osman
        ("dh|D", "z"),  # Fadhil, Fazil
        ("d[iy](?=[aeou])", "j"),  # Diallo, Jallow
        ("^[ie](?=[^aeiouyhw][^aeiouyw])", ""),  # Ibrahim, Brahim
        ("^[ae]l(?=.{3})", ""),  # Alshami, Shami
        ("^ben(?=.{3})", ""),  # Benyoussef, Youssef
    )
)
_SERVANT_OF = re.compile(
    "^(?:c?a|e|`)?bd[aeiou]*l?(?=([^aeiouylhH]|[hH]?[aeiouy]+[^aeiouyhH]|[hH][^aeiouy]))"
)
_ARTICLE = re.compile("^[ae]l(?=[^aeiouhlyH].{2})")
_OF_THE_FAITH = re.compile("(?:[aeiou]l|[aeiou](?=dd))d+[iey]+n[e]?$")
_SHORT_FOR = {"md": "mohammed", "mhd": "mohammed", "mohd": "mohammed", "muhd": "mohammed"}


def sound_of(word: str) -> str:
    """The word as it sounds to most ears, vowels kept and doubled letters single."""
    sound = _SEVERAL_LETTERS.sub(lambda found: _SOUNDS[found[0]], word).translate(_SINGLE_LETTER)
    return _TWICE.sub(r"\1", sound)


def skeleton_of(word: str) -> str:
    """The consonants that carry a name; `A` in front where it begins with a vowel, h, y or 'ayn."""
    sound = sound_of(word)
    first = "A" if word[:1] == "`" or sound[:1] in "aeiouyh" else "w" if sound[:1] == "w" else ""
    skeleton = first + sound.translate(_UNSAID)
    # Somali ends no word in m: Maryam is Maryan, Ikram is Ikran.
    return skeleton[:-1] + "n" if skeleton[-1:] == "m" and len(skeleton) > 2 else skeleton


_VOWELS = re.compile("[aeiouy]+")
_LIKE = {"a": "a", "e": "a", "i": "i", "o": "u", "u": "u", "y": "i"}
_LONG = str.maketrans({"w": "u", "o": "u", "y": "i", "e": "i"})


class Heard(NamedTuple):
    """One way of reading a part of a name.

    The melody is the sound with three vowels, which tells Hassan from Hussein where skeletons do not; "Hesen" is still
    Hassan. `long_vowels` is the sound as Arabic letters would spell it, to be compared across letters.
    """

    skeleton: str
    melody: str
    long_vowels: str


@lru_cache(maxsize=1 << 16)
def heard(word: str) -> tuple[Heard, ...]:
    """How one part of a name can be read, the likeliest first, at most four ways."""
    whole = _usual(word)
    bare = _ARTICLE.sub("", whole)
    found = {skeleton_of(bare): bare}
    for spelling in (whole, bare) if whole != bare else (whole,):
        for written, said in _OTHERWISE:
            other = written.sub(said, spelling)
            if other and other != spelling:
                found.setdefault(skeleton_of(other), other)
    return tuple(
        Heard(skeleton, melody_of(spelling), sound_of(spelling).translate(_LONG))
        for skeleton, spelling in list(found.items())[:4]
    )


@lru_cache(maxsize=1 << 16)
def readings(word: str) -> tuple[str, ...]:
    """The skeletons of one part of a name, the likeliest first."""
    return tuple(one.skeleton for one in heard(word))


def melody_of(word: str) -> str:
    """The sound with its vowels told apart no finer than spellings agree on."""
    return _VOWELS.sub(lambda found: _LIKE[found[0][0]], sound_of(word)).rstrip("h")


def _usual(word: str) -> str:
    """With short forms written out, and the article inside a name left out: Abdulkarim, Nour al-Din."""
    word = _OF_THE_FAITH.sub("din", _SHORT_FOR.get(word, word))
    return _SERVANT_OF.sub("abd", word).replace("abdh", "abdH")
