"""What a release says of a cell, as far as a sentence may lean on it."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or the range in which it lies: what a source gave as “between 5,500 and 6,000”, or what rounding and
    perturbation leave open. Both ends are included.
    """

    low: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError("A range begins below its end.")

    @classmethod
    def exactly(cls, number: int | Fraction) -> "Quantity":
        return cls(Fraction(number), Fraction(number))

    @classmethod
    def between(cls, low: int | Fraction, high: int | Fraction) -> "Quantity":
        return cls(Fraction(low), Fraction(high))

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    def over(self, other: "Quantity") -> "Quantity":
        """How many times the other, at least and at most; the other is not nothing."""
        return Quantity(self.low / other.high, self.high / other.low)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A cell of a release.

    `value` is what is counted; `earlier` the same quantity at the moment it is compared with; `whole` that of which
    it is a part; `distinct` whether it counts kinds (countries) and not people. A number “since” a day is of
    a window: from `since` to `until`, at `place`, as it was `known_on`.
    """

    value: Quantity
    earlier: Quantity | None = None
    whole: Quantity | None = None
    distinct: bool = False
    since: date | None = None
    until: date | None = None
    place: str = ""
    known_on: date | None = None

    @property
    def growth(self) -> Quantity | None:
        """How many times the earlier value this one is."""
        if self.earlier is None or self.earlier.low <= 0:
            return None
        return self.value.over(self.earlier)

    @property
    def share(self) -> Quantity | None:
        """The part of the whole, from 0 to 1."""
        if self.whole is None or self.whole.low <= 0:
            return None
        return self.value.over(self.whole)
