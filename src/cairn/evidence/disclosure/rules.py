"""The four ways to show a count, and what a reader may conclude from each.

A headline is a total that stories quote. It stays exact under every rule, and is refused where it would be too small.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from cairn.evidence.disclosure.noise import Noise
from cairn.evidence.errors import CannotProtect

Bounds: TypeAlias = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Open:
    """Shown as it is: sites, sessions, ships; never people."""

    @property
    def least_headline(self) -> int:
        return 0


@dataclass(frozen=True, slots=True)
class Rounded:
    """Shown to the nearest multiple of the base, halves to the even one, so that sums lean to neither side."""

    base: int

    def __post_init__(self) -> None:
        if self.base < 2:
            raise CannotProtect(f"Rounding to {self.base} hides nothing; the base should be 2 or more.")

    @property
    def least_headline(self) -> int:
        return self.base

    def shown(self, people: int) -> int:
        whole, rest = divmod(people, self.base)
        up = 2 * rest > self.base or (2 * rest == self.base and whole % 2 == 1)
        return (whole + up) * self.base

    def bounds(self, shown: int) -> Bounds:
        """All counts that are shown like this."""
        near = range(max(0, shown - self.base), shown + self.base + 1)
        alike = [people for people in near if self.shown(people) == shown]
        return min(alike), max(alike)


@dataclass(frozen=True, slots=True)
class Suppressed:
    """Counts from one to below the threshold are hidden, with whatever would give them back; zero is shown."""

    threshold: int
    # How wide an interval must stay open; unless given, as wide as the rule itself tells.
    width: int | None = None
    # Whether somebody who is alone in a cell must not read another one.
    insiders: bool = True

    def __post_init__(self) -> None:
        if self.threshold < 3:
            raise CannotProtect(
                f"A threshold of {self.threshold} hides nobody among others; it should be 3 or more."
            )

    @property
    def needed(self) -> int:
        return max(self.threshold - 2, 1) if self.width is None else self.width

    @property
    def least_headline(self) -> int:
        return self.threshold


@dataclass(frozen=True, slots=True)
class Perturbed:
    """Shown with noise that follows from who is counted; zero stays zero."""

    variance: Fraction = Fraction(2)
    bound: int = 5

    @property
    def noise(self) -> Noise:
        return Noise(self.variance, self.bound)

    @property
    def least_headline(self) -> int:
        return 2 * self.bound

    def bounds(self, shown: int) -> Bounds:
        """All counts that may be shown like this: nobody never becomes somebody."""
        return max(shown - self.bound, 1 if shown else 0), shown + self.bound


Rule: TypeAlias = Open | Rounded | Suppressed | Perturbed
