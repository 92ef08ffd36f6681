"""How a name goes wrong under a hand: what keyboards and tired ears do, in Latin, Arabic and Ge'ez letters."""

from random import Random

_NEAR = {
    "a": "sqe", "b": "vn", "c": "xvk", "d": "sft", "e": "iwra", "f": "dgv", "g": "fhj", "h": "gj", "i": "eyou", "j": "hky",
    "k": "jlc", "l": "kr", "m": "n", "n": "m", "o": "uip", "p": "ob", "q": "wak", "r": "etl", "s": "adz", "t": "ryd", "u": "iyo",
    "v": "bcw", "w": "qev", "x": "zch", "y": "uti", "z": "xs",
    "ا": "أىع", "أ": "اإ", "ه": "ةح", "ة": "ه", "ي": "ىئ", "ى": "ي", "ع": "غا", "ح": "خج", "س": "شص", "ص": "سض", "ت": "طث",
    "ط": "تظ", "د": "ذض", "ذ": "دز", "ق": "كف", "ك": "ق", "ز": "رذ", "ر": "ز", "ب": "تي", "ن": "تب", "و": "ؤر",
}  # fmt: skip


def mistype(text: str, chance: Random) -> str:
    """The text with one mistake: a wrong, missing, doubled or additional letter, or two letters exchanged."""
    if len(text) < 3:
        return text
    at = chance.randrange(len(text)) if chance.random() < 0.15 else chance.randrange(1, len(text))
    letter, draw = text[at], chance.random()
    if letter in " -/":
        return text[:at] + text[at + 1 :]
    if draw < 0.35:
        return text[:at] + _beside(letter, chance) + text[at + 1 :]
    if draw < 0.60:
        return text[:at] + text[at + 1 :]
    if draw < 0.70:
        return text[:at] + letter + text[at:]
    if draw < 0.80:
        return text[:at] + _beside(letter, chance) + text[at:]
    return text[: at - 1] + letter + text[at - 1] + text[at + 1 :] if at else text[1] + letter + text[2:]


def _beside(letter: str, chance: Random) -> str:
    if letter.isdigit():
        return str(chance.randrange(10))
    near = _NEAR.get(letter.lower())
    if near:
        return chance.choice(near)
    # Ge'ez keyboards pick the vowel last: a slip gives another order of the same consonant.
    return chr(ord(letter) // 8 * 8 + chance.randrange(7)) if "ሀ" <= letter <= "ፗ" else letter
