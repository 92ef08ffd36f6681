"""The master keys at hand: one to work with, and while keys are being rewrapped also the one before.

The text of a ring has one line for each version, `2:` and 32 bytes in base64; other lines are remarks. It is
the same in the file, in the variable and in what the mission's vault prints. Only this module reads it.
"""

import base64
import binascii
import os
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cairn.guard.keys.derive import derive
from cairn.guard.keys.errors import KeysMissing
from cairn.guard.keys.sealing import KEY_BYTES, new_key
from cairn.mission.config import MissionConfig, load_mission
from cairn.mission.secrets import Secret, read_secret, secrets_folder, variable, write_private

PATIENCE = 20  # Seconds that a vault may take to answer.


@dataclass(frozen=True, slots=True)
class Ring:
    """Master keys by version; the highest is the one that new keys are wrapped with."""

    keys: Mapping[int, bytes] = field(repr=False)

    @property
    def current(self) -> int:
        return max(self.keys)

    @property
    def versions(self) -> list[int]:
        return sorted(self.keys)

    def key(self, version: int) -> bytes:
        if version not in self.keys:
            held = ", ".join(str(known) for known in self.versions)
            raise KeysMissing(
                f"Master key version {version} is needed to open what is sealed; at hand is {held}.",
                "Put it back where [keys] in mission.toml says that the master key is kept.",
            )
        return self.keys[version]

    def check_of(self, version: int) -> bytes:
        """Tells two keys of one version apart, and tells nothing else about either."""
        return derive(self.key(version), "master-check", length=16)


def master_ring(mission: MissionConfig | None = None) -> Ring:
    """The master keys, as they stand now."""
    return _parsed(_text(mission or load_mission()))


def ring_in(text: str) -> Ring:
    """A ring from its text, for whoever brings an older one to open a backup."""
    return _parsed(text)


def kept_in_file(mission: MissionConfig | None = None) -> Path | None:
    """The file that Cairn itself may write new versions to, or None when the mission keeps the key elsewhere."""
    mission = mission or load_mission()
    if mission.keys.source != "file" or variable(Secret.MASTER_KEY) in os.environ:
        return None
    return secrets_folder(mission) / Secret.MASTER_KEY


def add_version(path: Path) -> int:
    """Write a new master key below the others; answer its version."""
    text = path.read_text()
    version = _parsed(text).current + 1
    write_private(path, f"{text.rstrip()}\n{_line(version, new_key())}\n")
    return version


def retire_version(path: Path, version: int) -> None:
    """Take a version out of the ring and lay it aside: backups from its time open with nothing else."""
    lines = path.read_text().splitlines()
    leaving = [line for line in lines if line.partition(":")[0].strip() == str(version)]
    aside = retired_file(path)
    before = aside.read_text() if aside.exists() else ""
    fresh = [line for line in leaving if line not in before]
    if fresh:
        write_private(aside, before + "\n".join(fresh) + "\n")
    write_private(path, "\n".join(line for line in lines if line not in leaving) + "\n")


def retired_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.retired")


def forget_answers() -> None:
    """Ask the vault anew at the next use."""
    _printed_by.cache_clear()


def _text(mission: MissionConfig) -> str:
    if mission.keys.source == "command":
        return _printed_by(mission.keys.command)
    if path := kept_in_file(mission):
        return _in_file(path, mission)
    text = os.environ.get(variable(Secret.MASTER_KEY), "")
    if not text:
        raise KeysMissing(
            "There is no master key: nothing about people can be sealed or opened.",
            f"[keys] in mission.toml says that {variable(Secret.MASTER_KEY)} holds it; set it.",
        )
    return text


def _in_file(path: Path, mission: MissionConfig) -> str:
    """Read again only when the file has changed: a long list opens thousands of keys."""
    try:
        stamp = path.stat()
    except FileNotFoundError:
        return read_secret(Secret.MASTER_KEY, mission)  # Makes it.
    return _read(path, stamp.st_mtime_ns, stamp.st_ino, stamp.st_size)


@lru_cache(maxsize=2)
def _read(path: Path, *_stamp: int) -> str:
    return path.read_text()


@lru_cache(maxsize=1)
def _printed_by(command: str) -> str:
    """The vault's answer, asked for once in the life of a process; nothing of it is ever shown."""
    advice = "Run the command that stands under [keys] in mission.toml by hand, and see what it needs."
    try:
        done = subprocess.run(
            shlex.split(command), capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise KeysMissing(f"The command for the master key fails ({type(error).__name__}).", advice) from None
    if done.returncode or not done.stdout.strip():
        raise KeysMissing(f"The command for the master key ends with code {done.returncode}.", advice)
    return done.stdout


@lru_cache(maxsize=4)
def _parsed(text: str) -> Ring:
    keys: dict[int, bytes] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        version, colon, encoded = line.strip().partition(":")
        if not colon or not version.isdecimal():
            continue
        keys[int(version)] = _key(encoded, number)
    if not keys:
        raise KeysMissing(
            "The master key cannot be read: no line has the form “1:” and a key in base64.",
            "Put the right one back. A new one opens nothing of what is already sealed.",
        )
    return Ring(keys)


def _key(encoded: str, line: int) -> bytes:
    try:
        key = base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise KeysMissing(
            f"The master key cannot be read: line {line} does not hold 32 bytes in base64.",
            "Put the right one back. A new one opens nothing of what is already sealed.",
        )
    return key


def _line(version: int, key: bytes) -> str:
    return f"{version}:{base64.b64encode(key).decode()}"
