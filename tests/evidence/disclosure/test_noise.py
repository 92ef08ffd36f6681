"""Noise is unbiased, as wide as stated, never too far, and the same for the same people."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.evidence.disclosure.noise import KEYS, Noise, NoiseTable, noise_table
from cairn.evidence.errors import CannotProtect

# Whoever changes how the table is made changes every figure that was ever perturbed.
FINGERPRINT = "8f2cb375ce9e22a1cd2e6a5f2596c013f4b934fe7e92e3f8c169a82bc0d16cb6"

promises = st.integers(2, 9).flatmap(
    lambda bound: st.builds(
        Noise, st.integers(1, bound * 36 // 10).map(lambda quarters: Fraction(quarters, 4)), st.just(bound)
    )
)


@given(noise=promises)
@settings(max_examples=25)
def test_mean_and_variance_hold_to_the_last_key(noise):
    table = NoiseTable(noise)

    assert sum(table.rows[0]) == table.rows[0][noise.bound] == KEYS
    for count, row in enumerate(table.rows[1:], start=1):
        assert sum(row) == KEYS
        assert min(row) >= 0
        assert sum(change * keys for change, keys in zip(table.changes, row, strict=True)) == 0
        spread = sum(change**2 * keys for change, keys in zip(table.changes, row, strict=True))
        assert Fraction(spread, KEYS) == noise.variance
        assert all(keys == 0 for change, keys in zip(table.changes, row, strict=True) if count + change < 0)


def test_no_other_distribution_with_this_mean_and_variance_has_more_entropy():
    table = NoiseTable(Noise(Fraction(2), 5))
    for row in table.rows[1:]:
        shares = [(change, keys / KEYS) for change, keys in zip(table.changes, row, strict=True) if keys]
        # Logarithms of such a distribution lie on a parabola: their third differences vanish.
        logs = np.log([share for _, share in shares])
        assert np.abs(np.diff(logs, 3)).max() < 1e-4


@given(
    counts=st.lists(st.integers(0, 10_000), min_size=1, max_size=50),
    seed=st.integers(0, 2**32 - 1),
)
def test_zero_stays_zero_and_nothing_falls_below_it_or_moves_beyond_the_bound(counts, seed):
    counts = np.array(counts)
    keys = np.random.default_rng(seed).integers(0, 1 << 32, len(counts), np.uint32)
    noisy = noise_table(Noise(Fraction(2), 5)).perturb(counts, keys)

    assert (noisy[counts == 0] == 0).all()
    assert (noisy >= 0).all()
    assert (np.abs(noisy - counts) <= 5).all()


def test_every_key_brings_the_change_that_the_table_says():
    table = NoiseTable(Noise(Fraction(3, 2), 3))
    for count, row in enumerate(table.rows):
        first = 0
        for change, share in zip(table.changes, row, strict=True):
            if share:
                ends = np.array([first, first + share - 1], np.uint32)
                assert (table.perturb(np.array([count, count]), ends) == count + change).all()
            first += share


def test_the_table_has_the_same_bytes_everywhere():
    text = NoiseTable(Noise(Fraction(2), 5)).text()
    assert text.startswith("count,change,keys_of_4294967296\n0,0,4294967296\n1,-1,")
    assert NoiseTable(Noise(Fraction(2), 5)).fingerprint() == FINGERPRINT


@pytest.mark.parametrize(
    ("variance", "bound"), [(Fraction(5), 5), (Fraction(1, 8), 5), (Fraction(2), 1), (Fraction(1, 3), 5)]
)
def test_a_promise_that_cannot_be_kept_is_refused(variance, bound):
    with pytest.raises(CannotProtect):
        Noise(variance, bound)
