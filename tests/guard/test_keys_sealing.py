"""What is sealed opens with its key and in its place, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.guard.keys.derive import derive
from cairn.guard.keys.errors import CannotOpen, KeysMissing
from cairn.guard.keys.ring import Ring
from cairn.guard.keys.sealing import new_key, seal, unseal
from cairn.guard.keys.vault import open_with_master, seal_for_master

KEY = new_key()
PLACE = "people.person/5c/family_name"


@given(st.binary(max_size=2000), st.text(max_size=60))
def test_what_is_sealed_opens_in_its_place(plain, place):
    assert unseal(KEY, place, seal(KEY, place, plain)) == plain


@given(st.binary(min_size=1, max_size=100), st.data())
def test_a_flipped_bit_is_noticed_wherever_it_is(plain, data):
    blob = bytearray(seal(KEY, PLACE, plain))
    bit = data.draw(st.integers(0, len(blob) * 8 - 1))
    blob[bit // 8] ^= 1 << bit % 8
    with pytest.raises(CannotOpen):
        unseal(KEY, PLACE, bytes(blob))


@given(st.binary(max_size=100), st.data())
def test_a_cut_blob_is_noticed(plain, data):
    blob = seal(KEY, PLACE, plain)
    with pytest.raises(CannotOpen):
        unseal(KEY, PLACE, blob[: data.draw(st.integers(0, len(blob) - 1))])


def test_another_place_and_another_key_open_nothing():
    blob = seal(KEY, PLACE, b"Ardita")
    for key, place in ((KEY, PLACE.replace("5c", "5d")), (new_key(), PLACE)):
        with pytest.raises(CannotOpen) as refused:
            unseal(key, place, blob)
        assert "Ardita" not in str(refused.value)


def test_the_same_word_never_looks_the_same_twice():
    assert seal(KEY, PLACE, b"Ardita") != seal(KEY, PLACE, b"Ardita")


def test_each_purpose_and_context_has_a_key_of_its_own():
    keys = {derive(KEY, purpose, context) for purpose in ("a", "b") for context in ("", "x", "y")}
    assert len(keys) == 6
    assert derive(KEY, "a", "x") == derive(KEY, "a", "x")


def test_a_backups_key_opens_with_the_master_alone():
    ring = Ring({1: new_key(), 2: new_key()})
    blob = seal_for_master(b"key of a backup", "backup 2026-01-31", ring)
    assert open_with_master(blob, "backup 2026-01-31", Ring({2: ring.key(2)})) == b"key of a backup"
    with pytest.raises(CannotOpen):
        open_with_master(blob, "backup 2026-02-01", ring)
    with pytest.raises(CannotOpen):
        open_with_master(blob, "backup 2026-01-31", Ring({2: new_key()}))
    with pytest.raises(KeysMissing):
        open_with_master(blob, "backup 2026-01-31", Ring({1: ring.key(1)}))
    with pytest.raises(CannotOpen):
        open_with_master(b"\0\0", "backup 2026-01-31", ring)
