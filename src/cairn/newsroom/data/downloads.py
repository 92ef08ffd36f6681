"""Files that a reader may take away: of the latest figures at addresses that stay, of a release at its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from cairn.evidence.models import Release
from cairn.evidence.releases.formats.about import Kept
from cairn.evidence.releases.listing import files_of
from cairn.newsroom import dates


@dataclass(frozen=True, slots=True)
class Download:
    """A file as a page offers it."""

    title: str
    address: str
    kind: str
    size: int
    sha256: str = ""
    language: str = ""


def latest_files(digest: str, code: str) -> Iterator[tuple[str, Kept]]:
    """Each file of an indicator with its name at the address that stays: `latest.csv`, `latest.en.xlsx`, …"""
    begins = f"tables/{code}."
    for kept in files_of(digest):
        if kept.path.startswith(begins):
            yield f"latest.{kept.path.removeprefix(begins)}", kept


def of_indicator(release: Release, code: str, language: str) -> list[Download]:
    """The workbook in the reader's language first, then what programs read, then the workbooks of others."""
    found = [
        Download(_title(name), f"/data/{code}/{name}", _kind(name), kept.size, kept.sha256, _language(name))
        for name, kept in latest_files(release.digest, code)
    ]
    order = [language, ""]
    return sorted(
        found, key=lambda one: (order.index(one.language) if one.language in order else 2, one.address)
    )


def of_release(release: Release, series: str, number: int) -> list[Download]:
    """Every file of a release, at its own address."""
    return [
        Download(
            kept.path,
            f"/data/releases/{series}/{number}/{kept.path}",
            _kind(kept.path),
            kept.size,
            kept.sha256,
        )
        for kept in files_of(release.digest)
    ]


def _title(name: str) -> str:
    language = _language(name)
    if language:
        return _("Workbook in %(language)s") % {"language": dates.language_in_words(language)}
    return {
        "latest.csv": _("Table with codes and words in all languages"),
        "latest.hxl.csv": _("The same with HXL tags in its second row"),
        "latest.json": _("Everything that the release says, for programs"),
        "latest.parquet": _("Table with types, for those who count on"),
    }.get(name, name)


def _kind(name: str) -> str:
    return PurePosixPath(name).suffix[1:].upper()


def _language(name: str) -> str:
    """Of a workbook; other files speak all languages."""
    parts = PurePosixPath(name).name.split(".")
    return parts[1] if parts[-1] == "xlsx" else ""
