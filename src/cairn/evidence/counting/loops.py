"""The loops that see every row. They are compiled; as Python they would take hours."""

from typing import Any

import numpy as np

# Rows whose cell numbers lie in the first cache between the two loops that make and use them.
_BLOCK = 2048


def tally(codes: Any, rows: Any, tracks: Any, strides: Any, cells: Any) -> None:
    """Add each row to its cell of one table; `codes` is a line for each track, `rows` what a row weighs."""
    total = codes.shape[1]
    where = np.empty(_BLOCK, np.uint32)
    for start in range(0, total, _BLOCK):
        count = min(_BLOCK, total - start)
        for at in range(count):
            where[at] = codes[tracks[0], start + at] * strides[0]
        for track in range(1, len(tracks)):
            line, stride = tracks[track], strides[track]
            for at in range(count):
                where[at] += codes[line, start + at] * stride
        for at in range(count):
            cells[where[at]] += rows[start + at]


def pack(keys: Any, rows: Any) -> None:
    """One person with its key above it: adding such numbers adds people and keys at once."""
    for at in range(len(keys)):
        rows[at] = (np.uint64(keys[at]) << np.uint64(32)) | np.uint64(1)
