"""What was released, as far as a plan has to know it: which releases say which indicators, and how each stands.

Cells are not read here: a release never changes, so its digest stands for all that it says.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cairn.evidence.models import Release, Released, State
from cairn.newsroom.data.page import RELEASES


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An indicator in a release."""

    code: str
    version: int
    digest: str
    titles: Mapping[str, str]
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Out:
    """A release that was ever published, as it stands now."""

    pk: int
    series: str
    titles: Mapping[str, str]
    number: int
    state: str
    digest: str
    signature: str
    changes: Mapping[str, str]
    withdrawn_why: Mapping[str, str]
    published_at: dt.datetime
    withdrawn_at: dt.datetime | None
    says: tuple[Said, ...]

    @property
    def name(self) -> str:
        return f"{self.series}-{self.number}"

    @property
    def below(self) -> str:
        """Its address in the data section."""
        return f"releases/{self.series}/{self.number}/"

    @property
    def is_withdrawn(self) -> bool:
        return self.state == State.WITHDRAWN

    @property
    def changed_at(self) -> dt.datetime:
        return self.withdrawn_at or self.published_at

    def of(self, code: str) -> Said | None:
        return next((one for one in self.says if one.code == code), None)


@dataclass(frozen=True)
class Data:
    """Everything that was released, the latest first; empty until something is."""

    releases: tuple[Out, ...] = ()

    @cached_property
    def standing(self) -> tuple[Out, ...]:
        """What may be quoted and taken away."""
        return tuple(one for one in self.releases if not one.is_withdrawn)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Every indicator that was ever said."""
        return tuple(sorted({said.code for one in self.releases for said in one.says}))

    def of(self, code: str) -> tuple[Out, ...]:
        return tuple(one for one in self.releases if one.of(code))

    def latest(self, code: str) -> Out | None:
        """The last release that stands and says it."""
        return next((one for one in self.standing if one.of(code)), None)

    def pages(self) -> Iterator[tuple[str, dt.datetime]]:
        """The address in the section of each of its pages, and when it last showed something new."""
        if self.releases:
            last = max(one.changed_at for one in self.releases)
            yield from (("", last), (RELEASES, last))
            yield from ((f"{code}/", max(one.changed_at for one in self.of(code))) for code in self.codes)
            yield from ((one.below, one.changed_at) for one in self.releases)

    def newest_of_series(self, series: str) -> Out | None:
        return next((one for one in self.standing if one.series == series), None)


def read_data() -> Data:
    """Two queries, whatever has been released."""
    says: dict[int, list[Said]] = {}
    rows = Released.objects.out().order_by("code").values_list(*_SAID)
    for release, code, version, digest, titles, themes in rows:
        said = Said(code=code, version=version, digest=digest, titles=titles, themes=tuple(themes or ()))
        says.setdefault(release, []).append(said)
    out = Release.objects.out().select_related("series").order_by("-published_at", "-pk").defer("report")
    return Data(tuple(_out(release, says.get(release.pk, [])) for release in out))


_SAID = (
    "release_id",
    "code",
    "version",
    "digest",
    "content__indicator__title",
    "content__indicator__themes",
)


def _out(release: Any, says: list[Said]) -> Out:
    return Out(
        pk=release.pk,
        series=release.series.code,
        titles=dict(release.series.title),
        number=release.number,
        state=release.state,
        digest=release.digest,
        signature=release.signature,
        changes=dict(release.changes),
        withdrawn_why=dict(release.withdrawn_why),
        published_at=release.published_at,
        withdrawn_at=release.withdrawn_at,
        says=tuple(says),
    )
