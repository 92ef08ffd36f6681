"""A fact table: its grain, its columns, and a reader that yields rows in columns."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pyarrow as pa

from cairn.evidence.counting.columns import MOST_MEMBERS, MOST_VALUES, Dimension, several, single
from cairn.evidence.errors import WrongFacts

KEY = "key"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TABLE_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")

Rows = Mapping[str, Sequence[Any]]


class Kind(StrEnum):
    """What a column holds."""

    CODE = "code"
    COUNT = "count"
    DAY = "day"
    NUMBER = "number"
    SEVERAL = "several"


_ARROW = {
    Kind.CODE: pa.dictionary(pa.int32(), pa.string()),
    Kind.COUNT: pa.int64(),
    Kind.DAY: pa.date32(),
    Kind.NUMBER: pa.float64(),
    Kind.SEVERAL: pa.uint32(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FactColumn:
    """One column. A code comes from a closed list; `None` in the list stands for what is not known.

    `hxl` is the tag under which the column is published, such as “#adm1+code”. `labels` says the codes in words, which
    may be translated; a code without a label is shown as it is.
    """

    name: str
    kind: Kind
    title: Any
    codes: tuple[str | None, ...] = ()
    hxl: str = ""
    labels: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or self.name == KEY:
            raise WrongFacts(
                f"A column needs a short name in small letters that is not “key”; found “{self.name}”."
            )
        if bool(self.codes) != (self.kind in (Kind.CODE, Kind.SEVERAL)):
            raise WrongFacts(
                f"“{self.name}”: a list of codes goes with columns of codes, and with no others."
            )
        most = MOST_MEMBERS if self.kind is Kind.SEVERAL else MOST_VALUES
        if len(self.codes) > most or len(set(self.codes)) < len(self.codes):
            raise WrongFacts(f"“{self.name}” lists a code twice, or more than {most}.")

    @property
    def dimension(self) -> Dimension:
        """The column as something to count by."""
        match self.kind:
            case Kind.CODE:
                return single(self.name, self.codes)
            case Kind.SEVERAL:
                return several(self.name, self.codes)
        raise WrongFacts(f"“{self.name}” holds a {self.kind}, and people cannot be counted by it.")

    @property
    def arrow(self) -> pa.Field:
        is_open = self.kind in (Kind.DAY, Kind.NUMBER, Kind.COUNT) or None in self.codes
        return pa.field(self.name, _ARROW[self.kind], nullable=is_open)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactTable:
    """What a programme offers.

    `grain` says in a sentence what one row is. Where a row is a person it carries a `key`: a keyed random number by
    which perturbation is the same in every table, and by which nobody finds the person. `read` yields rows in columns,
    a slice at a time, and no identifier among them.
    """

    name: str
    title: Any
    grain: Any
    columns: tuple[FactColumn, ...]
    read: Callable[[], Iterable[Rows]]
    is_person: bool = False
    programme: str = ""

    def __post_init__(self) -> None:
        if not _TABLE_NAME.fullmatch(self.name):
            raise WrongFacts(f"A fact table is named as “tracking.incidents”; found “{self.name}”.")
        names = [column.name for column in self.columns]
        if not names or len(set(names)) < len(names):
            raise WrongFacts(f"“{self.name}” has no column, or one twice.")

    def column(self, name: str) -> FactColumn:
        for column in self.columns:
            if column.name == name:
                return column
        known = ", ".join(column.name for column in self.columns)
        raise WrongFacts(f"“{self.name}” has no column “{name}”.", f"It has {known}.")

    @property
    def schema(self) -> pa.Schema:
        fields = [column.arrow for column in self.columns]
        return pa.schema([*fields, pa.field(KEY, pa.uint32(), nullable=False)] if self.is_person else fields)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """What `read` yields, held to what was declared."""
        for rows in self.read():
            yield self._batch(rows)

    def _batch(self, rows: Rows) -> pa.RecordBatch:
        schema = self.schema
        if strange := set(rows) - set(schema.names):
            raise WrongFacts(f"“{self.name}” gave a column that it did not declare: {sorted(strange)[0]}.")
        try:
            arrays = [self._array(field, rows[field.name]) for field in schema]
        except KeyError as missing:
            raise WrongFacts(f"“{self.name}” gave no column {missing}.") from None
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
            raise WrongFacts(
                f"“{self.name}” gave a value that its column cannot hold: too large, or of another kind."
            ) from None
        return pa.RecordBatch.from_arrays(arrays, schema=schema)

    def _array(self, field: pa.Field, values: Sequence[Any]) -> pa.Array:
        if field.name != KEY:
            column = self.column(field.name)
            if column.kind is Kind.CODE:
                return self._codes(column, values)
            if column.kind is Kind.SEVERAL:
                values = [_mask(column, members) for members in values]
        array = pa.array(values, field.type)
        if array.null_count and not field.nullable:
            raise WrongFacts(f"“{self.name}” left “{field.name}” empty in a row.")
        return array

    def _codes(self, column: FactColumn, values: Sequence[Any]) -> pa.Array:
        """The whole list is the dictionary of each batch, so that a file has one, however it was read."""
        place = {code: at for at, code in enumerate(code for code in column.codes if code is not None)}
        try:
            indices = [None if value is None and None in column.codes else place[value] for value in values]
        except KeyError as unknown:
            raise WrongFacts(
                f"“{self.name}”: {unknown} stands in “{column.name}”, and its list does not name it.",
                "Add the code to the list of the column, or mend the record.",
            ) from None
        return pa.DictionaryArray.from_arrays(pa.array(indices, pa.int32()), pa.array(place, pa.string()))


def _mask(column: FactColumn, members: Iterable[str]) -> int:
    """A bit for each member that a row carries."""
    place = {code: at for at, code in enumerate(column.codes)}
    mask = 0
    for member in members:
        if member not in place:
            raise WrongFacts(f"“{member}” stands in “{column.name}”, and its list does not name it.")
        mask |= 1 << place[member]
    return mask
