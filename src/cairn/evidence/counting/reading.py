"""A fact file read in blocks of rows, each value as the number of its place in the dimension's list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from cairn.evidence.counting.columns import Dimension, Track, tracks_of
from cairn.evidence.errors import WrongFacts

# Rows in memory at once, however long the file is.
ROWS_AT_ONCE = 1 << 19


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows: for each track a line of codes, and for each row its key."""

    codes: NDArray[np.uint8] | NDArray[np.uint16]
    keys: NDArray[np.uint32]


def read_blocks(facts: Path, dimensions: Sequence[Dimension], key: str) -> Iterator[Block]:
    """Yield the file block by block; a value that was not declared stops it."""
    names = [dimension.name for dimension in dimensions]
    tracks = [track for dimension in dimensions for track in tracks_of(dimension)]
    width = np.uint8 if all(track.size <= 256 for track in tracks) else np.uint16
    ensure_columns(facts, [*names, key])
    with pq.ParquetFile(facts, read_dictionary=names) as file:
        for batch in file.iter_batches(ROWS_AT_ONCE, columns=[*names, key]):
            codes = np.empty((len(tracks), batch.num_rows), width)
            line = 0
            for dimension in dimensions:
                line = _fill(codes, line, dimension, batch.column(dimension.name))
            yield Block(codes, _keys(batch.column(key)))


def ensure_columns(facts: Path, names: Sequence[str]) -> None:
    """Refuse a file that lacks one of the columns."""
    held = pq.read_schema(facts).names
    if missing := [name for name in names if name not in held]:
        raise WrongFacts(f"The facts have no column {', '.join(f'“{name}”' for name in missing)}.")


def _fill(codes: NDArray[np.generic], line: int, dimension: Dimension, column: pa.Array) -> int:
    """Write the dimension's lines, and return the line after them."""
    if dimension.many:
        masks = _masks(dimension, column)
        for member in range(dimension.size):
            codes[line + member] = (masks >> member) & 1
        return line + dimension.size
    codes[line] = _codes(dimension, column)
    return line + 1


def _codes(dimension: Dimension, column: pa.Array) -> NDArray[np.generic]:
    if pa.types.is_dictionary(column.type):
        return _from_words(dimension, column)
    found = _whole(dimension, column)
    if len(found) and (found.max() >= dimension.size or found.min() < 0):
        raise WrongFacts(
            f"“{dimension.name}” holds the code {found.max()}; its list ends at {dimension.size - 1}."
        )
    return found


def _from_words(dimension: Dimension, column: pa.DictionaryArray) -> NDArray[np.generic]:
    """Codes of words: each batch brings its own dictionary, in its own order."""
    place = {value: at for at, value in enumerate(dimension.values)}
    words = column.dictionary.to_pylist()
    used = {words[at] for at in pc.unique(column.indices).to_pylist() if at is not None}
    used |= {None} if column.null_count else set()
    if unknown := used - place.keys():
        shown = ", ".join("nothing" if word is None else f"“{word}”" for word in sorted(unknown, key=str)[:5])
        raise WrongFacts(f"“{dimension.name}” holds {shown}, which its list does not name.")
    translate = np.array([*(place.get(word, 0) for word in words), place.get(None, 0)], np.uint16)
    indices: NDArray[np.generic] = column.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)
    return translate[indices]


def _masks(dimension: Dimension, column: pa.Array) -> NDArray[np.uint32]:
    found = _whole(dimension, column)
    if len(found):
        ensure_members(dimension, int(found.min()), int(found.max()))
    return found.astype(np.uint32)


def ensure_members(dimension: Dimension, least: int, most: int) -> None:
    """Refuse a bit for which the list has no member."""
    if least < 0 or most >> dimension.size:
        raise WrongFacts(
            f"“{dimension.name}” holds a member beyond the {dimension.size} that its list names."
        )


def _whole(dimension: Dimension, column: pa.Array) -> NDArray[np.integer]:
    if not pa.types.is_integer(column.type) or column.null_count:
        raise WrongFacts(f"“{dimension.name}” should hold words, or a whole number in each row.")
    found: NDArray[np.integer] = column.to_numpy(zero_copy_only=False)
    return found


def _keys(column: pa.Array) -> NDArray[np.uint32]:
    if column.type != pa.uint32() or column.null_count:
        raise WrongFacts("The keys of the rows should be whole numbers of 32 bits, one in each row.")
    keys: NDArray[np.uint32] = column.to_numpy()
    return keys


def tracks_by_dimension(dimensions: Sequence[Dimension]) -> dict[str, tuple[int, ...]]:
    """The lines of each dimension in a block."""
    lines: dict[str, tuple[int, ...]] = {}
    start = 0
    for dimension in dimensions:
        count = len(tracks_of(dimension))
        lines[dimension.name] = tuple(range(start, start + count))
        start += count
    return lines


def all_tracks(dimensions: Sequence[Dimension]) -> list[Track]:
    return [track for dimension in dimensions for track in tracks_of(dimension)]
