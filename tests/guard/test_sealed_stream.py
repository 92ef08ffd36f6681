"""A sealed file reads as it was written, and says so when it was changed or cut anywhere."""

import io
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.guard.keys import CannotOpen
from cairn.guard.keys.sealing import new_key
from cairn.guard.sealed.stream import HEADER, PIECE, SEALED_PIECE, open_stream, seal_stream

KEY, PLACE = new_key(), "guard.attachment/1"
LENGTHS = (0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7)


def sealed(plain: bytes, *, key: bytes = KEY, place: str = PLACE, step: int = 10_000) -> bytes:
    out = io.BytesIO()
    chunks = (plain[start : start + step] for start in range(0, len(plain), step))
    assert seal_stream(chunks, out, key, place) == len(plain)
    return out.getvalue()


def opened(blob: bytes, *, key: bytes = KEY, place: str = PLACE) -> io.BufferedReader:
    return open_stream(io.BytesIO(blob), key, place)


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("step", [1000, PIECE, 10 * PIECE])
def test_it_reads_as_it_was_written(length, step):
    plain = os.urandom(length)
    assert opened(sealed(plain, step=step)).read() == plain


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(LENGTHS), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 2 * PIECE)), max_size=6))
def test_it_can_be_read_from_anywhere(length, wanted):
    plain = os.urandom(length)
    file, whole = opened(sealed(plain)), io.BytesIO(plain)
    for share, count in wanted:
        where = int(share * length)
        assert file.seek(where) == whole.seek(where)
        assert file.read(count) == whole.read(count)
        assert file.tell() == whole.tell()
    assert file.seek(0, os.SEEK_END) == length
    assert file.read() == b""


@pytest.mark.parametrize("length", LENGTHS)
def test_a_cut_file_is_refused_before_its_first_byte(length):
    blob = sealed(os.urandom(length))
    cuts = {0, 5, HEADER, HEADER + 15, len(blob) - 1, len(blob) - 17}
    cuts |= set(
        range(HEADER + SEALED_PIECE, len(blob), SEALED_PIECE)
    )  # Where one piece ends and the next begins.
    for cut in sorted(cut for cut in cuts if 0 <= cut < len(blob)):
        with pytest.raises(CannotOpen):
            opened(blob[:cut])


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(LENGTHS), st.data())
def test_a_flipped_bit_is_noticed(length, data):
    blob = bytearray(sealed(b"\0" * length))
    bit = data.draw(st.integers(0, len(blob) * 8 - 1))
    blob[bit // 8] ^= 1 << bit % 8
    with pytest.raises(CannotOpen):
        opened(bytes(blob)).read()


def test_pieces_that_changed_places_or_were_added_are_noticed():
    blob = sealed(os.urandom(3 * PIECE))
    head, one, two, three = (
        blob[:HEADER],
        *(blob[HEADER + n * SEALED_PIECE :][:SEALED_PIECE] for n in range(3)),
    )
    for forged in (two + one + three, one + one + three, one + two + three + three, three, one + three):
        with pytest.raises(CannotOpen):
            opened(head + forged).read()


def test_another_key_and_another_row_open_nothing():
    blob = sealed(b"scan")
    for key, place in ((new_key(), PLACE), (KEY, "guard.attachment/2")):
        with pytest.raises(CannotOpen):
            opened(blob, key=key, place=place)


def test_the_same_file_never_looks_the_same_twice():
    assert sealed(b"scan" * 100) != sealed(b"scan" * 100)


def test_nothing_stands_before_the_start():
    with pytest.raises(ValueError, match="nothing before its start"):
        opened(sealed(b"scan")).raw.seek(-1)
