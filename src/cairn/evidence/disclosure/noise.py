"""Perturbation by cell keys: the same people get the same noise, in every table and every release.

The key of a cell is the sum of its people's keys modulo 2**32, so that it looks like chance and is none. A table of
noise turns count and key into a change. Each of its rows is the distribution of greatest entropy with mean zero, the
stated variance, no change beyond the bound and no count below zero. It is computed in decimals and kept in whole
numbers of 2**32, so that mean and variance hold exactly and the table has the same bytes on every machine.
"""

import hashlib
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cairn.evidence.compiled import compiled
from cairn.evidence.errors import CannotProtect

KEYS = 1 << 32
# Digits that leave no doubt about the last whole number of 2**32.
_DIGITS = 60
_MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Noise:
    """What is promised of the noise: how much it varies, and what it never exceeds."""

    variance: Fraction
    bound: int

    def __post_init__(self) -> None:
        # A count of one can only fall to zero or rise to the bound; more variance than that it cannot have.
        if self.bound < 2 or not Fraction(1, 4) <= self.variance <= Fraction(9, 10) * self.bound:
            raise CannotProtect(
                f"Noise of variance {float(self.variance)} within {self.bound} cannot be made.",
                "Choose a bound of 2 or more, and a variance from 0.25 to nine tenths of the bound.",
            )
        # An odd number of 2**32 would leave the variance one unit off.
        if (self.variance * KEYS) % 2 != 0:
            raise CannotProtect(
                "The variance should be a fraction such as 1.5 or 2.25, whose parts are halves of halves."
            )


class NoiseTable:
    """Count and key to change; for counts from the bound on, one row serves all."""

    def __init__(self, noise: Noise) -> None:
        self.noise = noise
        self.changes = range(-noise.bound, noise.bound + 1)
        self.rows = tuple(_row(noise, count) for count in range(noise.bound + 1))

    @cached_property
    def ends(self) -> NDArray[np.uint64]:
        """For each row and change, the first key beyond it."""
        return np.cumsum(np.array(self.rows, np.uint64), axis=1, dtype=np.uint64)

    def text(self) -> str:
        """The table as it is published: a line for each count and change that can occur."""
        lines = [
            f"{count},{change},{share}"
            for count, row in enumerate(self.rows)
            for change, share in zip(self.changes, row, strict=True)
            if share
        ]
        return "\n".join(["count,change,keys_of_4294967296", *lines]) + "\n"

    def fingerprint(self) -> str:
        return hashlib.sha256(self.text().encode()).hexdigest()

    def perturb(self, counts: NDArray[Any], keys: NDArray[np.uint32]) -> NDArray[np.int64]:
        """The counts with their noise. Zero stays zero, and nothing falls below it."""
        noisy = np.empty(counts.size, np.int64)
        flat = counts.reshape(-1).astype(np.int64, copy=False)
        compiled(_perturb)(flat, keys.reshape(-1), self.ends, noisy)
        return noisy.reshape(counts.shape)


@cache
def noise_table(noise: Noise) -> NoiseTable:
    """The table for a promise; made once."""
    return NoiseTable(noise)


def _perturb(counts: Any, keys: Any, ends: Any, noisy: Any) -> None:
    bound = ends.shape[0] - 1
    for at in range(len(counts)):
        count = counts[at]
        row = min(count, bound)
        change = 0
        if count > 0:
            key = np.uint64(keys[at])
            while ends[row, change] <= key:
                change += 1
            change -= bound
        noisy[at] = count + change


def _row(noise: Noise, count: int) -> tuple[int, ...]:
    """How many of 2**32 keys bring each change to this count."""
    changes = range(-noise.bound, noise.bound + 1)
    if count == 0:
        return tuple(KEYS if change == 0 else 0 for change in changes)
    with localcontext() as context:
        context.prec = _DIGITS
        shares = _greatest_entropy(noise, [change for change in changes if count + change >= 0])
        whole = {change: int((share * KEYS).to_integral_value()) for change, share in shares.items()}
    return _exact(noise, {change: whole.get(change, 0) for change in changes})


def _exact(noise: Noise, whole: dict[int, int]) -> tuple[int, ...]:
    """Move single keys between the changes -1, 0 and 1 until sum, mean and variance hold to the last key."""
    missing = KEYS - sum(whole.values())
    lean = -sum(change * keys for change, keys in whole.items())
    spread = int(noise.variance * KEYS) - sum(change**2 * keys for change, keys in whole.items())
    whole[1] += (spread + lean) // 2
    whole[-1] += (spread - lean) // 2
    whole[0] += missing - spread
    if min(whole.values()) < 0:
        raise CannotProtect(f"Noise of variance {float(noise.variance)} within {noise.bound} cannot be made.")
    return tuple(whole.values())


def _greatest_entropy(noise: Noise, changes: list[int]) -> dict[int, Decimal]:
    """The distribution exp(a*d + b*d*d) with mean zero and the variance, found by Newton's method on a and b.

    Its dual is convex and smooth; halving a step that does not go down makes it sure to arrive.
    """
    variance = Decimal(noise.variance.numerator) / Decimal(noise.variance.denominator)
    linear, square = Decimal(0), Decimal(-1) / (2 * variance)
    for _ in range(_MOST_STEPS):
        shares = _shares(changes, linear, square)
        first, second, third, fourth = (_moment(shares, power) for power in (1, 2, 3, 4))
        lean, spread = first, second - variance
        if abs(lean) + abs(spread) < Decimal(10) ** -40:
            return shares
        a, b, c = second - first**2, third - first * second, fourth - second**2
        determinant = a * c - b * b
        step = ((c * lean - b * spread) / determinant, (a * spread - b * lean) / determinant)
        linear, square = _downhill(changes, variance, (linear, square), step)
    raise CannotProtect(f"Noise of variance {float(noise.variance)} within {noise.bound} was not found.")


def _downhill(
    changes: list[int], variance: Decimal, at: tuple[Decimal, Decimal], step: tuple[Decimal, Decimal]
) -> tuple[Decimal, Decimal]:
    height = _height(changes, variance, *at)
    size = Decimal(1)
    while size > Decimal(10) ** -20:
        there = (at[0] - size * step[0], at[1] - size * step[1])
        if _height(changes, variance, *there) < height:
            return there
        size /= 2
    return at[0] - step[0], at[1] - step[1]


def _height(changes: list[int], variance: Decimal, linear: Decimal, square: Decimal) -> Decimal:
    return sum((linear * d + square * d * d).exp() for d in changes).ln() - square * variance  # type: ignore[union-attr]


def _shares(changes: list[int], linear: Decimal, square: Decimal) -> dict[int, Decimal]:
    weights = {d: (linear * d + square * d * d).exp() for d in changes}
    total = sum(weights.values())
    return {d: weight / total for d, weight in weights.items()}


def _moment(shares: dict[int, Decimal], power: int) -> Decimal:
    return sum((share * Decimal(d) ** power for d, share in shares.items()), Decimal(0))
