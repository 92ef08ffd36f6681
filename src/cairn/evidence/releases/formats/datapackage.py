"""`datapackage.json`: the tables as a Data Package (version 2), with the type and the limits of each column."""

from collections.abc import Mapping, Sequence
from typing import Any

from cairn.evidence.releases.formats.about import About, Kept
from cairn.evidence.releases.formats.lines import REST, TOTAL, UNKNOWN, Column, Holds, Table
from cairn.evidence.words import in_language
from cairn.guard.sheets.harmless import harmless

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
STATUSES = {"CONF_STATUS": ["C", "F"], "OBS_STATUS": ["A", "L", "Q"]}


def as_data_package(said: About, tables: Sequence[Table], kept: Mapping[str, Kept]) -> dict[str, Any]:
    language = said.first_language
    mission = in_language(said.mission, language)
    return {
        "$schema": PROFILE,
        "name": said.name,
        "title": f"{in_language(said.title, language)} {said.number}",
        "version": str(said.number),
        "homepage": said.addresses[language],
        "licenses": [{"name": said.licence, "path": said.licence_address}],
        "contributors": [
            {"title": mission, "roles": ["publisher", "rightsHolder"]},
            # The colleagues stay unnamed: whoever approved is told by role, in approval.json.
            *(
                {"title": owner, "organization": mission, "roles": ["dataCurator"]}
                for owner in sorted({table.result.indicator.owner for table in tables})
            ),
        ],
        "sources": [{"title": name} for name in sorted({table.result.facts for table in tables})],
        "resources": [_resource(table, kept, language) for table in tables],
    }


def _resource(table: Table, kept: Mapping[str, Kept], language: str) -> dict[str, Any]:
    one = table.result.indicator
    file = kept[f"tables/{one.code}.csv"]
    return {
        "name": one.code,
        "path": file.path,
        "title": one.words("title", language),
        "description": one.words("definition", language),
        "format": "csv",
        "mediatype": file.media_type,
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": {
            "fields": [_field(table, column, language) for column in table.columns],
            "missingValues": [""],
            "primaryKey": [column.name for column in table.columns if column.holds is Holds.CODE],
        },
    }


def _field(table: Table, column: Column, language: str) -> dict[str, Any]:
    title = in_language(column.title, column.language or language)
    field: dict[str, Any] = {"name": column.name, "title": title, "type": "string"}
    match column.holds:
        case Holds.NUMBER:
            return field | {"type": _type_of(table, column)}
        case Holds.STATUS:
            return field | {"constraints": {"required": True, "enum": STATUSES[column.name]}}
        case Holds.CODE:
            return field | {"constraints": {"required": True, "enum": _codes(column)}}
    return field | {"constraints": {"required": True}}


def _type_of(table: Table, column: Column) -> str:
    numbers = [getattr(line, column.name) for line in table.lines()]
    return "integer" if all(number is None or isinstance(number, int) for number in numbers) else "number"


def _codes(column: Column) -> list[str]:
    """All that may stand in a column of codes, as the file has them."""
    assert column.division is not None
    codes = [harmless(one.code) if one.code else UNKNOWN for one in column.division.categories]
    return [*codes, TOTAL, REST]
