"""Data as Parquet, with types: for those who count on."""

import io

import pyarrow as pa
import pyarrow.parquet as pq

from cairn.evidence.releases.formats.lines import Column, Holds, Table


def as_parquet(table: Table) -> bytes:
    """The same bytes for the same lines: nothing in it but the lines, and the name of the library that wrote them."""
    lines = list(table.lines())
    fields, arrays = [], []
    for column in table.columns:
        values = [table.cell(line, column) for line in lines]
        fields.append(_field(column, values))
        arrays.append(pa.array(values, fields[-1].type))
    out = io.BytesIO()
    pq.write_table(
        pa.Table.from_arrays(arrays, schema=pa.schema(fields)), out, compression="zstd", store_schema=False
    )
    return out.getvalue()


def _field(column: Column, values: list[str | int | float | None]) -> pa.Field:
    if column.holds is not Holds.NUMBER:
        return pa.field(column.name, pa.string(), nullable=False)
    is_whole = all(value is None or isinstance(value, int) for value in values)
    return pa.field(column.name, pa.int64() if is_whole else pa.float64())
