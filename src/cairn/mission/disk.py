"""The room that is left on the mission's disks: told while there is time, and nothing large begun when there is none."""

import shutil
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cairn.mission.config import MissionConfig, load_mission
from cairn.mission.errors import CairnError

GB, MB = 1 << 30, 1 << 20


class Room(StrEnum):
    """How much there is, as people are told of it."""

    ENOUGH = "enough"
    TIGHT = "tight"
    NONE = "none"


class NoRoom(CairnError):
    """The disk is so full that this was not begun."""


@dataclass(frozen=True, slots=True)
class Disk:
    """A disk that the mission writes to, by the folder that lies on it."""

    folder: Path
    free: int
    room: Room

    @property
    def said(self) -> str:
        return f"{in_words(self.free)} are free for {self.folder}."

    @property
    def what_to_do(self) -> str:
        """What makes room, the safest first; nothing where there is enough."""
        return {
            Room.ENOUGH: "",
            Room.TIGHT: "Make room soon: move old backups away, or give storage a larger disk.",
            Room.NONE: "Make room now: uploads and backups are refused until there is. Move old backups away.",
        }[self.room]


def disks(mission: MissionConfig | None = None) -> list[Disk]:
    """The disk of the storage folder, and that of the database where it is a file elsewhere."""
    mission = mission or load_mission()
    folders = [mission.storage_path, *([mission.sqlite_path.parent] if mission.sqlite_path else [])]
    by_device = {standing(folder).stat().st_dev: folder for folder in reversed(folders)}
    return [_disk(folder, mission) for folder in reversed(by_device.values())]


def fullest(mission: MissionConfig | None = None) -> Disk:
    return min(disks(mission), key=lambda disk: disk.free)


def ensure_room(mission: MissionConfig | None = None, deed: str = "This") -> None:
    """Refuse what would write much, as long as the disk is nearly full."""
    disk = fullest(mission)
    if disk.room is Room.NONE:
        raise NoRoom(f"{deed} was not begun: only {disk.said}", disk.what_to_do)


def ensure_room_for(size: int, folder: Path, mission: MissionConfig, deed: str) -> None:
    """Refuse what would not fit, or would leave the mission's own disk too little to go on with."""
    ours = {standing(disk.folder).stat().st_dev for disk in disks(mission)}
    kept = mission.care.stop_below if standing(folder).stat().st_dev in ours else 0
    free = free_in(folder)
    if free < size + kept:
        leaves = f", and {in_words(kept)} must stay free for the mission's work" if kept else ""
        raise NoRoom(
            f"{deed} was not begun: it needs up to {in_words(size)} in {folder}, where {in_words(free)} are free"
            f"{leaves}.",
            "Make room, or write to another disk.",
        )


def free_in(folder: Path) -> int:
    """What may still be written by us; the share that a disk keeps for root is not counted."""
    return shutil.disk_usage(standing(folder)).free


def standing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there already."""
    return next(place for place in (folder, *folder.absolute().parents) if place.exists())


def in_words(size: int) -> str:
    return f"{size / GB:.1f} GB" if size >= GB else f"{size / MB:.1f} MB"


def _disk(folder: Path, mission: MissionConfig) -> Disk:
    free, care = free_in(folder), mission.care
    room = Room.NONE if free < care.stop_below else Room.TIGHT if free < care.warn_below else Room.ENOUGH
    return Disk(folder, free, room)
