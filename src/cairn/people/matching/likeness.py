"""How much two names are alike: part by part, in any order, by sound before spelling.

What a likeness of two parts is worth is a weight of evidence in bits: how many times more often two spellings of one
name are so alike than two different names are, as a power of two. The tables were measured on the naming cultures of
`bench/names` (150,000 pairs, common names weighing more) and rounded; evidence of several parts adds up.
"""

from rapidfuzz.distance import OSA, Levenshtein

from cairn.people.matching.names import HeldName, in_parts
from cairn.people.matching.sounds import heard

SAME = 9.6
# By tenths of likeness, from wholly different to equal.
_SAME_SOUND = (-2.0, -1.0, 0.5, 1.0, 1.2, 1.8, 4.0, 5.2, 6.1, 7.0, 7.4)
_OTHER_SOUND = (-9.0, -9.0, -9.0, -7.0, -7.0, -3.0, 0.0, 2.7, 5.1, 8.0, 8.0)
_CONSONANTS = (-9.0, -9.0, -7.0, -6.0, -6.0, -2.7, -0.8, 2.7, 6.0, 7.0, 7.0)
# By the number of long vowels without a partner.
_LONG_VOWELS = (6.8, 5.5, 3.9, 1.8, -0.8, -3.0)
_BEGINNING = 5.0
_MISSING = -3.0  # A part that one office writes and the other leaves out.
_LEFT_OVER = -2.5  # A part more than was asked for: likelier somebody else than somebody shortened.
_IN_ORDER, _TURNED = 0.8, -0.8  # For each part after the first.


def part_evidence(one: str, other: str) -> float:
    """What speaks for two parts being one name, in bits."""
    if one == other:
        return SAME
    first, second = heard(one), heard(other)
    same_sound = [
        OSA.normalized_similarity(mine.melody, theirs.melody)
        for mine in first
        for theirs in second
        if mine.skeleton == theirs.skeleton
    ]
    if same_sound:
        return _SAME_SOUND[int(max(same_sound) * 10)]
    spelling = OSA.normalized_similarity(one, other, score_cutoff=0.5)
    melody = OSA.normalized_similarity(first[0].melody, second[0].melody, score_cutoff=0.5)
    return _OTHER_SOUND[int(max(melody, spelling) * 10)]


def part_evidence_across(without_vowels: str, with_vowels: str) -> float:
    """The same where only one of the two is written in letters that leave short vowels out.

    Consonants decide. Long vowels are written in both, so one that finds no partner speaks against: حسين is Hussein
    and not Hassan.
    """
    first, second = heard(without_vowels), heard(with_vowels)
    # Short vowels may come in for nothing; a letter that must go or change costs one.
    lost = [
        Levenshtein.distance(mine.long_vowels, theirs.long_vowels, weights=(0, 1, 1))
        for mine in first
        for theirs in second
        if mine.skeleton == theirs.skeleton
    ]
    if lost:
        return _LONG_VOWELS[min(*lost, 5)]
    return _CONSONANTS[int(OSA.normalized_similarity(first[0].skeleton, second[0].skeleton) * 10)]


class Ear:
    """Hears one wanted name in many held ones; remembers the parts it has already compared."""

    def __init__(self, wanted: HeldName, *, may_be_unfinished: bool = False) -> None:
        self.parts, self.says_vowels = wanted
        self.may_be_unfinished = may_be_unfinished
        self.best = SAME * len(self.parts) + _IN_ORDER * max(0, len(self.parts) - 1)
        self._known: dict[tuple[str, bool], tuple[tuple[float, int], ...]] = {}

    def evidence(self, held: HeldName) -> float:
        """What speaks for the held name being the wanted one, in bits."""
        parts, vowels = held
        bits = self._of(parts, vowels)
        if bits < self.best / 2 and len(parts) != len(self.parts):
            # One office writes Alizada, the next Ali Zada.
            for joined in _joined_like(parts, self.parts):
                bits = max(bits, self._of(joined, vowels))
            for joined in _joined_like(self.parts, parts):
                bits = max(bits, Ear(HeldName(joined, self.says_vowels))._of(parts, vowels))
        return bits

    def _of(self, parts: tuple[str, ...], vowels: bool) -> float:
        alike = [(bits, at, to) for to, part in enumerate(parts) for bits, at in self._hear(part, vowels)]
        alike.sort(reverse=True)
        met: dict[int, int] = {}
        bits = 0.0
        for worth, at, to in alike:
            if at not in met and to not in met.values():
                met[at] = to
                bits += worth
        bits += _MISSING * (len(self.parts) - len(met)) + _LEFT_OVER * (len(parts) - len(met))
        if len(met) > 1:
            order = [met[at] for at in sorted(met)]
            bits += (len(met) - 1) * (_IN_ORDER if order == sorted(order) else _TURNED)
        return bits

    def _hear(self, part: str, vowels: bool) -> tuple[tuple[float, int], ...]:
        """The wanted parts that this one may be, with what speaks for it."""
        key = (part, vowels)
        known = self._known.get(key)
        if known is None:
            worth = ((self._compare(wanted, part, vowels), at) for at, wanted in enumerate(self.parts))
            known = self._known[key] = tuple(pair for pair in worth if pair[0] > _MISSING)
        return known

    def _compare(self, wanted: str, held: str, vowels: bool) -> float:
        if vowels is self.says_vowels:
            bits = part_evidence(wanted, held)
        elif self.says_vowels:
            bits = part_evidence_across(held, wanted)
        else:
            bits = part_evidence_across(wanted, held)
        if self.may_be_unfinished and len(wanted) > 2 and held.startswith(wanted):
            return max(bits, _BEGINNING)
        return bits


def _joined_like(apart: tuple[str, ...], whole: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The parts with two neighbours joined, wherever that gives nearly a part of the other name."""
    found = []
    for at in range(len(apart) - 1):
        joined = apart[at] + apart[at + 1]
        first = joined[0].replace("`", "a")
        if any(
            first == part[0].replace("`", "a") and abs(len(joined) - len(part)) < 3
            for part in whole
            if len(part) > 4
        ):
            found.append((*apart[:at], joined, *apart[at + 2 :]))
    return found


def name_likeness(one: str, other: str) -> float:
    """How much two names are alike, 0 to 1, whichever is asked about the other; 1 is the same name."""
    return min(_likeness(one, other), _likeness(other, one))


def _likeness(wanted: str, held: str) -> float:
    ear = Ear(in_parts(wanted))
    return max(0.0, ear.evidence(in_parts(held)) / ear.best) if ear.parts else 0.0
