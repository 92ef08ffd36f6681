"""What all files of a release say of it: plain values, so that the same release is described in the same bytes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from cairn.evidence.models.releases import Release
from cairn.mission.config import Disclosure, load_mission
from cairn.mission.config_values import LICENCES


@dataclass(frozen=True, slots=True)
class About:
    """A release as its files tell it. No time of the build, no machine and no colleague is in it."""

    name: str
    series: str
    title: Mapping[str, str]
    number: int
    cut_off: dt.date
    known_on: dt.date
    snapshot: str
    code_version: str
    changes: Mapping[str, str]
    mission: Mapping[str, str]
    languages: tuple[str, ...]
    # Where readers find it, by language.
    addresses: Mapping[str, str]
    email: str
    floor: Disclosure
    licence: str

    @property
    def licence_address(self) -> str:
        return LICENCES[self.licence]

    @property
    def first_language(self) -> str:
        return "en" if "en" in self.languages else self.languages[0]


def about(release: Release, code_version: str) -> About:
    mission = load_mission()
    assert release.known_on is not None
    return About(
        name=release.name,
        series=release.series.code,
        title=dict(release.series.title),
        number=release.number,
        cut_off=release.cut_off,
        known_on=release.known_on,
        snapshot=release.snapshot,
        code_version=code_version,
        changes=dict(release.changes),
        mission={language: mission.name_in(language) for language in mission.languages},
        languages=tuple(mission.languages),
        addresses={
            language: f"{mission.public_url}/{language}/{release.address}" for language in mission.languages
        },
        email=mission.contact.email,
        floor=mission.disclosure,
        licence=mission.releases.licence,
    )


@dataclass(frozen=True, slots=True)
class Made:
    """A file as it is to be written."""

    path: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as release.json names it."""

    path: str
    media_type: str
    sha256: str
    size: int
