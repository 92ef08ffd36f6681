"""How much two names are alike: part by part, in any order, by sound before spelling."""

from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler, Levenshtein

from cairn.people.matching.names import has_vowels, parts_of
from cairn.people.matching.sounds import melody_of, readings, sound_of

ALIKE = 0.55  # Below this two parts are different names, however many letters they share.
_LONG = str.maketrans({"w": "u", "o": "u", "y": "i"})


@lru_cache(maxsize=1 << 16)
def part_likeness(one: str, other: str) -> float:
    """How much two parts of a name are alike, 0 to 1."""
    if one == other:
        return 1.0
    tune, other_tune = melody_of(one), melody_of(other)
    melody = OSA.normalized_similarity(tune, other_tune)
    if not set(readings(one)).isdisjoint(readings(other)):
        return 0.72 + 0.27 * melody
    spelling = max(OSA.normalized_similarity(one, other), melody)
    return max(0.95 * spelling, 0.9 * JaroWinkler.similarity(tune, other_tune) * spelling)


@lru_cache(maxsize=1 << 16)
def part_likeness_across(without_vowels: str, with_vowels: str) -> float:
    """The same where only one of the two is written in letters that leave short vowels out.

    Consonants decide. Long vowels are written in both, so one that finds no partner speaks against: حسين is Hussein
    and not Hassan.
    """
    first, second = readings(without_vowels), readings(with_vowels)
    if set(first).isdisjoint(second):
        return 0.8 * OSA.normalized_similarity(first[0], second[0])
    short, full = (sound_of(word).translate(_LONG) for word in (without_vowels, with_vowels))
    # Short vowels may come in for nothing; a letter that must go or change costs one.
    return max(0.8, 0.93 - 0.06 * Levenshtein.distance(short, full, weights=(0, 1, 1)))


class Ear:
    """Hears one wanted name in many held ones; remembers the parts it has already compared."""

    def __init__(self, name: str, *, may_be_unfinished: bool = False) -> None:
        self.parts = tuple(part for part in parts_of(name) if not part.isdigit())
        self.says_vowels = has_vowels(name)
        self.may_be_unfinished = may_be_unfinished
        self._heard: dict[tuple[str, bool], tuple[tuple[float, int], ...]] = {}

    def likeness(self, held: str) -> float:
        """How much of the wanted name is in the held one, in whatever order; parts left over cost a little."""
        parts = parts_of(held)
        if not parts or not self.parts:
            return 0.0
        vowels = has_vowels(held)
        alike = [(score, at, to) for to, part in enumerate(parts) for score, at in self._hear(part, vowels)]
        alike.sort(reverse=True)
        met = used = 0
        total = 0.0
        for score, at, to in alike:
            if not met >> at & 1 and not used >> to & 1:
                met |= 1 << at
                used |= 1 << to
                total += score
        return max(0.0, total / len(self.parts) - 0.03 * (len(parts) - used.bit_count()))

    def _hear(self, part: str, vowels: bool) -> tuple[tuple[float, int], ...]:
        """The wanted parts that this one may be, with how much."""
        key = (part, vowels)
        known = self._heard.get(key)
        if known is None:
            scores = ((self._compare(wanted, part, vowels), at) for at, wanted in enumerate(self.parts))
            known = self._heard[key] = tuple(pair for pair in scores if pair[0] >= ALIKE)
        return known

    def _compare(self, wanted: str, held: str, vowels: bool) -> float:
        if vowels is self.says_vowels:
            score = part_likeness(wanted, held)
        else:
            score = part_likeness_across(held, wanted) if self.says_vowels else part_likeness_across(wanted, held)
        if self.may_be_unfinished and len(wanted) > 2 and held.startswith(wanted):
            return max(score, 0.9)
        return score


def name_likeness(one: str, other: str) -> float:
    """How much two names are alike, 0 to 1, whichever is asked about the other."""
    return min(Ear(one).likeness(other), Ear(other).likeness(one))
