"""The words that are read out before somebody agrees or refuses: by purpose, by version, in a language they understand.

Each language of a version is one file, `1.fr.toml`. Cairn brings English, French and Arabic; a mission puts others into
the folder `consent` beside mission.toml: further languages of a version, and versions of its own from 101 on. No file
there takes the place of one that Cairn brings, so that a record always says which words were heard.
"""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cairn.guard.purposes import PURPOSES, Purpose
from cairn.mission.config import load_mission
from cairn.mission.errors import CairnError

OURS = Path(__file__).parent / "texts" / "consent"
RIGHTS = "rights"
MISSIONS_OWN = 101


class NoSuchText(CairnError):
    """Consent cannot rest on words that nobody has."""


@dataclass(frozen=True, slots=True)
class ConsentText:
    """What is read out, and how to say later that it was these words."""

    purpose: Purpose
    version: int
    language: str
    words: str

    @property
    def digest(self) -> str:
        return sha256(self.words.encode()).hexdigest()

    @property
    def counts_still(self) -> bool:
        return self.version >= PURPOSES[self.purpose].oldest_text


def text_for(purpose: Purpose, language: str, version: int | None = None) -> ConsentText:
    """The newest text of a purpose in a language, or a certain version of it."""
    texts = {each.version: each for each in texts_for(purpose) if each.language == language}
    wanted = max(texts, default=0) if version is None else version
    if wanted not in texts:
        raise NoSuchText(
            f"There is no text about “{purpose}” in “{language}” that could be read out.",
            "Choose another language and an interpreter, or add the language to the folder “consent”.",
        )
    return texts[wanted]


def texts_for(purpose: Purpose) -> list[ConsentText]:
    """Every version in every language, ours and the mission's."""
    found = []
    for version, language, path in _files():
        words = _read(path, path.stat().st_mtime_ns)
        if purpose in words:
            said = f"{words[purpose].strip()}\n\n{words.get(RIGHTS, '').strip()}"
            found.append(ConsentText(purpose, version, language, said.strip()))
    return found


def languages_of_texts() -> list[str]:
    """The languages in which something can be read out."""
    return sorted({language for _version, language, _path in _files()})


def _files() -> list[tuple[int, str, Path]]:
    """The files by version and language; what the mission adds stands behind what Cairn brings."""
    known: dict[tuple[int, str], Path] = {}
    for folder in (OURS, load_mission().root / "consent"):
        for path in sorted(folder.glob("*.*.toml")):
            version, language = path.name.split(".")[:2]
            if version.isdecimal() and (folder == OURS or _may_add(int(version), language, known)):
                known.setdefault((int(version), language), path)
    return [(version, language, path) for (version, language), path in sorted(known.items())]


def _may_add(version: int, language: str, known: dict[tuple[int, str], Path]) -> bool:
    ours = {number for number, _language in known}
    return version >= MISSIONS_OWN or (version in ours and (version, language) not in known)


@lru_cache(maxsize=64)
def _read(path: Path, _stamp: int) -> dict[str, str]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise NoSuchText(
            f"The texts in {path.name} cannot be read: it is not valid TOML in UTF-8.",
            "Compare it with docs/decisions/consent.md, and correct it.",
        ) from None
