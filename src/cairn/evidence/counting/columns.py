"""A dimension is a column whose values come from a closed list, so that a value is a small number.

Most dimensions say one thing of a person. Some say several: forms of exploitation, means of control. Their counts do
not sum to the people, and a table that holds one says so.
"""

from dataclasses import dataclass

from cairn.evidence.errors import WrongFacts

MOST_VALUES = 1 << 16
MOST_MEMBERS = 32


@dataclass(frozen=True, slots=True)
class Dimension:
    """A column of a fact file, with its closed list of values in the order of their codes."""

    name: str
    values: tuple[str | None, ...]
    # A person may carry several of the values at once; the column holds a bit for each.
    many: bool = False

    def __post_init__(self) -> None:
        most = MOST_MEMBERS if self.many else MOST_VALUES
        if not 0 < len(self.values) <= most:
            raise WrongFacts(f"“{self.name}” lists {len(self.values)} values; 1 to {most} can be counted.")
        if len(set(self.values)) < len(self.values):
            raise WrongFacts(f"“{self.name}” lists a value twice.")

    @property
    def size(self) -> int:
        return len(self.values)


def single(name: str, values: tuple[str | None, ...]) -> Dimension:
    """A dimension in which each person stands once."""
    return Dimension(name, values)


def several(name: str, values: tuple[str | None, ...]) -> Dimension:
    """A dimension in which a person may stand several times, or nowhere."""
    return Dimension(name, values, many=True)


@dataclass(frozen=True, slots=True)
class Track:
    """What the counting loop sees: a whole dimension, or one member of a dimension that says several things."""

    dimension: Dimension
    member: int | None = None

    @property
    def size(self) -> int:
        return self.dimension.size if self.member is None else 2


def tracks_of(dimension: Dimension) -> tuple[Track, ...]:
    """One track, or one for each member that a person may or may not carry."""
    if not dimension.many:
        return (Track(dimension),)
    return tuple(Track(dimension, member) for member in range(dimension.size))
