"""What is compared of two records, and how far they may agree: the one list that bulk, single search and weights share.

Each level is a condition in SQL on the columns of both sides, `_l` and `_r`; the first that holds counts. What a level
is worth stands in `weights`.
"""

from typing import NamedTuple

from cairn.people.linking.reasons import Reason


class Level(NamedTuple):
    """One way in which two records agree or differ in something."""

    name: str
    when: str
    reason: Reason | None = None


class Comparison(NamedTuple):
    """One thing that is compared; where one side does not know it, it says nothing."""

    name: str
    unknown: str
    levels: tuple[Level, ...]
    is_quick: bool = False

    @property
    def number(self) -> str:
        """SQL for the number of the level: the first in the list has the highest, 0 is the last, -1 is unknown."""
        return self._case({level.name: number for number, level in self.numbered()}, -1)

    def worth(self, weights: dict[str, float]) -> str:
        """SQL for what the level is worth."""
        return self._case(weights, 0)

    def _case(self, answers: dict[str, float], unknown: int) -> str:
        *levels, last = self.levels
        whens = " ".join(f"WHEN {level.when} THEN {answers[level.name]}" for level in levels)
        return f"(CASE WHEN {self.unknown} THEN {unknown} {whens} ELSE {answers[last.name]} END)"

    def numbered(self) -> list[tuple[int, Level]]:
        return [(len(self.levels) - place, level) for place, level in enumerate(self.levels, 1)]


def _missing(column: str) -> str:
    return f"{column}_l IS NULL OR {column}_r IS NULL"


def _sound_alike(one: str, other: str, ways: int = 3) -> str:
    """Some reading of the one is some reading of the other."""
    pairs = [(mine, theirs) for mine in range(1, ways + 1) for theirs in range(1, ways + 1)]
    return "(" + " OR ".join(f"{one}_{mine}_l = {other}_{theirs}_r" for mine, theirs in pairs) + ")"


def _some_same(one: str, several: str) -> str:
    """The one that each has is the same, or one of the several that some have."""
    return (
        f"{one}_l = {one}_r OR list_contains({several}_l, {one}_r) OR list_contains({several}_r, {one}_l) "
        f"OR list_has_any({several}_l, {several}_r)"
    )


def _elsewhere(name: str, *others: str) -> tuple[str, str]:
    """The name of the left stands among the others of the right; and the other way about."""
    return (
        "(" + " OR ".join(_sound_alike(name, other, 2) for other in others) + ")",
        "(" + " OR ".join(_sound_alike(other, name, 2) for other in others) + ")",
    )


def _by_rarity(name: str, level: Level) -> tuple[Level, ...]:
    """That two records share a rare name says more than that they share a common one."""
    rarity = f"least({name}_rarity_l, {name}_rarity_r)"
    return tuple(
        Level(f"{level.name}, {word}", f"{level.when} AND {rarity} = {number}", level.reason)
        for number, word in ((2, "rare"), (1, "usual"), (0, "common"))
    )


def _alike(name: str, alike: Reason, differ: Reason) -> tuple[Level, ...]:
    """What a slip of the pen leaves of a name, or what two names of different people have in common by chance."""
    melodies = f"jaro_winkler_similarity({name}_melody_l, {name}_melody_r)"
    return (
        Level("close", f"{melodies} >= 0.9", alike),
        Level("near", f"{melodies} >= 0.8", differ if name == "given" else alike),
        Level("one consonant", f"damerau_levenshtein({name}_skeleton_l, {name}_skeleton_r) = 1", differ),
    )


def _name(name: str, same: Reason, alike: Reason, differ: Reason, *between: Level) -> Comparison:
    return Comparison(
        name,
        _missing(name),
        (
            *_by_rarity(name, Level("same spelling", f"{name}_l = {name}_r", same)),
            *_by_rarity(name, Level("same sound", _sound_alike(name, name), alike)),
            *between,
            *_alike(name, alike, differ),
            Level("differ", "ELSE", differ),
        ),
    )


_GIVEN_THERE, _GIVEN_HERE = _elsewhere("given", "father", "family")
_SWAPPED = Reason.NAMES_CHANGED_PLACES
_SAME_YEAR = "year_l = year_r"
_LIKE_DOCUMENT = "jaro_winkler_similarity(document_l, document_r) > 0.8"  # Sooner known than what follows.
_ONE_SIGN_APART = "damerau_levenshtein(document_l, document_r) = 1"
_SAME_DAY = "month_l = month_r AND day_l = day_r"

COMPARISONS = (
    _name(
        "given", Reason.SAME_GIVEN_NAME, Reason.GIVEN_NAMES_ALIKE, Reason.GIVEN_NAMES_DIFFER,
        Level("is the second", f"{_sound_alike('given', 'second', 1)} OR {_sound_alike('second', 'given', 1)}", _SWAPPED),
        Level("both elsewhere", f"{_GIVEN_THERE} AND {_GIVEN_HERE}", _SWAPPED),
        Level("one elsewhere", f"{_GIVEN_THERE} OR {_GIVEN_HERE}"),
    ),
    Comparison("second", _missing("second"), (
        Level("same sound", "second_1_l = second_1_r"),
        Level("differ", "ELSE"),
    )),
    _name(
        "father", Reason.SAME_FATHER, Reason.FATHERS_ALIKE, Reason.FATHERS_DIFFER,
        Level("elsewhere", " OR ".join(_elsewhere("father", "given", "family"))),
    ),
    _name(
        "family", Reason.SAME_FAMILY_NAME, Reason.FAMILY_NAMES_ALIKE, Reason.FAMILY_NAMES_DIFFER,
        Level("elsewhere", " OR ".join(_elsewhere("family", "given", "father"))),
    ),
    Comparison("birth", _missing("year"), (
        Level("same day", f"{_SAME_YEAR} AND {_SAME_DAY}", Reason.SAME_BIRTH_DATE),
        Level("same year, day unknown", f"{_SAME_YEAR} AND (day_l IS NULL OR day_r IS NULL)", Reason.SAME_BIRTH_YEAR),
        Level("swapped", f"{_SAME_YEAR} AND month_l = day_r AND day_l = month_r", Reason.DAY_AND_MONTH_SWAPPED),
        Level("same day of another month", f"{_SAME_YEAR} AND day_l = day_r", Reason.SAME_BIRTH_YEAR),
        Level("another day of the year", _SAME_YEAR, Reason.SAME_BIRTH_YEAR),
        Level("same day of a year near", f"{_SAME_DAY} AND abs(year_l - year_r) <= 2", Reason.SAME_DAY_OF_ANOTHER_YEAR),
        Level("years near", "abs(year_l - year_r) <= 2", Reason.BIRTH_YEARS_CLOSE),
        Level("some years apart", "abs(year_l - year_r) <= 5", Reason.BIRTH_DATES_DIFFER),
        Level("differ", "ELSE", Reason.BIRTH_DATES_DIFFER),
    ), is_quick=True),
    Comparison("sex", _missing("sex"), (
        Level("same", "sex_l = sex_r"),
        Level("differ", "ELSE", Reason.SEXES_DIFFER),
    ), is_quick=True),
    Comparison("nationality", _missing("nationality"), (
        Level("same", "nationality_l = nationality_r"),
        Level("differ", "ELSE", Reason.NATIONALITIES_DIFFER),
    ), is_quick=True),
    Comparison("place", _missing("place"), (
        Level("same spelling", "place_l = place_r", Reason.SAME_BIRTH_PLACE),
        Level("same sound", "place_1_l = place_1_r", Reason.SAME_BIRTH_PLACE),
        Level("close", "jaro_winkler_similarity(place_melody_l, place_melody_r) >= 0.8"),
        Level("differ", "ELSE"),
    ), is_quick=True),
    Comparison("phone", _missing("phone"), (
        Level("same", _some_same("phone", "phones"), Reason.SAME_TELEPHONE),
        Level("differ", "ELSE"),
    ), is_quick=True),
    Comparison("document", _missing("document"), (
        Level("same", _some_same("document", "documents"), Reason.SAME_DOCUMENT),
        Level("one sign apart", f"{_LIKE_DOCUMENT} AND {_ONE_SIGN_APART}", Reason.NEARLY_SAME_DOCUMENT),
        Level("differ", "ELSE", Reason.DOCUMENTS_DIFFER),
    ), is_quick=True),
)  # fmt: skip
