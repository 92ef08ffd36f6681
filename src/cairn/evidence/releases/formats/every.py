"""Which files a release has."""

from collections.abc import Iterator, Sequence
from typing import Any

from cairn.evidence.releases.formats.about import About, Kept, Made
from cairn.evidence.releases.formats.catalogue import as_dataset, as_dcat
from cairn.evidence.releases.formats.datapackage import as_data_package
from cairn.evidence.releases.formats.lines import Table
from cairn.evidence.releases.formats.methods import as_markdown
from cairn.evidence.releases.formats.parquet import as_parquet
from cairn.evidence.releases.formats.sheets import as_csv
from cairn.evidence.releases.formats.workbook import as_workbook
from cairn.evidence.releases.results import canonical

JSON, JSON_LD = "application/json", "application/ld+json"
CSV, MARKDOWN = "text/csv", "text/markdown"
PARQUET = "application/vnd.apache.parquet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def data_files(said: About, tables: Sequence[Table]) -> Iterator[Made]:
    """Each table in each form, one at a time: only one of them is in memory."""
    for table in tables:
        path = f"tables/{table.result.indicator.code}"
        yield Made(f"{path}.json", JSON, canonical(table.result.plain()))
        yield Made(f"{path}.csv", CSV, as_csv(table))
        yield Made(f"{path}.hxl.csv", CSV, as_csv(table, with_tags=True))
        yield Made(f"{path}.parquet", PARQUET, as_parquet(table))
        for language in said.languages:
            yield Made(f"{path}.{language}.xlsx", XLSX, as_workbook(said, table, language))


def descriptions(said: About, tables: Sequence[Table], kept: Sequence[Kept]) -> Iterator[Made]:
    """What tells people and programs about the data."""
    results = [table.result for table in tables]
    by_path = {one.path: one for one in kept}
    described: dict[str, tuple[str, Any]] = {
        "datapackage.json": (JSON, as_data_package(said, tables, by_path)),
        "dataset.jsonld": (JSON_LD, as_dataset(said, results, kept)),
        "dcat.jsonld": (JSON_LD, as_dcat(said, results, kept)),
    }
    for path, (media_type, content) in described.items():
        yield Made(path, media_type, canonical(content))
    for language in said.languages:
        yield Made(f"methods.{language}.md", MARKDOWN, as_markdown(said, results, language))
