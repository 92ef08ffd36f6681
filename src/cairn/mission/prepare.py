"""What must stand before Cairn can run, each step made once and again only when what it is made from changes.

To find out costs no start of Django: fingerprints of the sources lie in `<storage>/prepared.json`, and a look
shows whether the result is still there. So a second start goes straight to the servers.
"""

import json
import os
import site
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cairn.mission.backups.state import is_half_restored
from cairn.mission.config import MissionConfig, load_mission
from cairn.mission.errors import CairnError
from cairn.mission.peek import applied_migrations, home_pages
from cairn.mission.progress import Advance, Report
from cairn.mission.secrets import ensure_secrets


class DatabaseRefuses(CairnError):
    """It cannot be reached, is none, or belongs to something else."""


class RestoreNotOver(CairnError):
    """What lies here is not a mission yet."""


CODE = Path(__file__).parents[1]
BRING_MIGRATIONS = (
    "django",
    "django-tasks-db",
    "django-taggit",
    "modelsearch",
    "wagtail",
    "wagtail-localize",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that must stand: what it is made from, whether it is there, and how it is made."""

    name: str
    label: str
    sources: Callable[[MissionConfig], Iterable[object]]
    is_there: Callable[[MissionConfig], bool]
    make: Callable[[Advance], None]

    def fingerprint(self, mission: MissionConfig) -> str:
        digest = sha256(self.name.encode())
        for source in self.sources(mission):
            digest.update(source.read_bytes() if isinstance(source, Path) else str(source).encode())
            digest.update(b"\0")
        return digest.hexdigest()


def missing_steps(steps: Iterable[Step], mission: MissionConfig) -> list[Step]:
    """The steps to make now, in order."""
    known = _stamps(mission)
    return [s for s in steps if known.get(s.name) != s.fingerprint(mission) or not s.is_there(mission)]


def prepare(report: Report, steps: Iterable[Step], *, again: bool = False) -> list[str]:
    """Make what is missing, or everything `again`; answer the names of what was made."""
    mission = load_mission()
    if is_half_restored(mission):
        raise RestoreNotOver(
            f"A restore was stopped half-way in {mission.storage_path}.",
            "Give the same cairn restore again: it goes on, or begins anew where nothing was moved yet.",
        )
    for folder in ("media", "static"):
        (mission.storage_path / folder).mkdir(parents=True, exist_ok=True)
    if made := ensure_secrets(mission):
        report.say(f"[green]✓[/] Secrets made for this installation: {', '.join(made)}")
    wanted = list(steps) if again else missing_steps(steps, mission)
    for step in wanted:
        with report.step(step.label) as advance:
            step.make(advance)
        stamp(mission, step)
    return [step.name for step in wanted]


def code_of(*patterns: str) -> list[Path]:
    return sorted(path for pattern in patterns for path in CODE.glob(pattern) if path.is_file())


def installed() -> list[str]:
    """Every installed package with its version: any of them may bring a migration."""
    return sorted(path.name for folder in site.getsitepackages() for path in Path(folder).glob("*.dist-info"))


def _stamps_file(mission: MissionConfig) -> Path:
    return mission.storage_path / "prepared.json"


def _stamps(mission: MissionConfig) -> dict[str, str]:
    try:
        return dict(json.loads(_stamps_file(mission).read_text()))
    except (OSError, ValueError):
        return {}


def stamp(mission: MissionConfig, step: Step) -> None:
    """Note that a step was made from its sources as they are now."""
    known = _stamps(mission) | {step.name: step.fingerprint(mission)}
    fresh = _stamps_file(mission).with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(known, indent=1))
    fresh.replace(_stamps_file(mission))


def _migrate(advance: Advance) -> None:
    from cairn.mission.django_start import start_django

    start_django()
    if database := load_mission().sqlite_path:
        # Made here and now, so that nobody else on the machine may read it; its journals inherit that.
        database.parent.mkdir(parents=True, exist_ok=True)
        database.touch(mode=0o600)
    from django.core.management import call_command
    from django.db import DatabaseError

    from cairn.mission.migrating import MigrateWithProgress

    try:
        call_command(MigrateWithProgress(advance), verbosity=0, interactive=False)
    except DatabaseError as error:
        raise DatabaseRefuses(
            f"The database cannot be prepared: {str(error).partition(chr(10))[0]}.",
            "Look at what “database” says in mission.toml; cairn doctor tells whether it can be reached.",
        ) from error


def _prepare_newsroom(advance: Advance) -> None:
    from cairn.mission.django_start import start_django

    start_django()
    from cairn.guard.acts import apply_roles
    from cairn.newsroom.acts import prepare_newsroom, prepare_workflow

    prepare_newsroom()
    apply_roles()
    prepare_workflow()


def _compile_words(advance: Advance) -> None:
    from cairn.newsroom.asset_build import compile_catalogues

    compile_catalogues()


def _build_assets(advance: Advance) -> None:
    from cairn.newsroom.asset_build import build_assets

    build_assets()


def _words_stand(mission: MissionConfig) -> bool:
    languages = {path.parts[-3] for path in code_of("**/locale/*/LC_MESSAGES/*.po")}
    kept = mission.storage_path / "locale"
    return all((kept / language / "LC_MESSAGES" / "django.mo").exists() for language in languages)


WORDS = Step(
    name="words",
    label="Compiling the words of each language",
    sources=lambda mission: code_of("**/locale/*/LC_MESSAGES/*.po"),
    is_there=_words_stand,
    make=_compile_words,
)
DATABASE = Step(
    name="database",
    label="Preparing the database",
    sources=lambda mission: [mission.database, *installed(), *code_of("**/migrations/*.py")],
    is_there=lambda mission: applied_migrations(mission) > 0,
    make=_migrate,
)
NEWSROOM = Step(
    name="newsroom",
    label="Preparing languages, sections and roles",
    sources=lambda mission: [
        mission.database,
        mission.languages,
        mission.default_language,
        mission.public_url,
        mission.short_name,
        *code_of("guard/*.py", "newsroom/acts.py"),
    ],
    is_there=lambda mission: home_pages(mission) > 0,
    make=_prepare_newsroom,
)
ASSETS = Step(
    name="assets",
    label="Building styles, fonts and scripts of the public site",
    sources=lambda mission: [
        mission.appearance.model_dump_json(),
        *([mission.logo_path] if mission.logo_path else []),
        *code_of(
            "newsroom/assets/**/*", "newsroom/asset_build.py", "newsroom/fonts.py", "mission/colours.py"
        ),
    ],
    is_there=lambda mission: (mission.storage_path / "assets" / "assets.json").exists(),
    make=_build_assets,
)
SETUP = (WORDS, DATABASE, NEWSROOM, ASSETS)
