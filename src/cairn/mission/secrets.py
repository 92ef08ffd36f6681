"""The installation's secrets: made at first start, kept in files that nobody else may read.

Each has a name and one door: the variable CAIRN_SECRET_<NAME> if it is set, else its file under
`<storage>/secrets`. What a demonstration makes says so in its first word, so that production can refuse
it wherever it turns up, also when somebody has copied it into the environment.
"""

import base64
import json
import os
import secrets as random
import stat
import tempfile
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cairn.mission.config import MissionConfig, load_mission
from cairn.mission.errors import UnsafeSecrets

DEMONSTRATION = "demonstration"
PASSWORDS_FILE = "demonstration_passwords"


class Secret(StrEnum):
    """What the installation keeps to itself."""

    DATABASE_PASSWORD = "database_password"  # Never made here: whoever keeps the database gives it.
    DJANGO_SECRET_KEY = "django_secret_key"
    MASTER_KEY = "master_key"  # Opens all that is sealed about people; guard.keys.ring knows its form.
    SITE_SIGNING_KEY = "site_signing_key"


MADE_HERE = (Secret.DJANGO_SECRET_KEY, Secret.MASTER_KEY, Secret.SITE_SIGNING_KEY)


def read_secret(name: Secret, mission: MissionConfig | None = None) -> str:
    """The secret's text; one that is made here is made now if nobody has made it yet."""
    mission = mission or load_mission()
    if given := os.environ.get(variable(name)):
        return given
    path = secrets_folder(mission) / name
    if not path.exists() and name in made_here(mission):
        write_first(path, _made(name, mission))
    return path.read_text() if path.exists() else ""


def made_here(mission: MissionConfig) -> list[Secret]:
    """What this installation makes for itself; a mission with a vault of its own brings the master key."""
    brought = {Secret.MASTER_KEY} if mission.keys.source != "file" else set()
    return [name for name in MADE_HERE if name not in brought]


def site_signing_key(mission: MissionConfig | None = None) -> Ed25519PrivateKey:
    """The key that signs each published site, so that any copy of it can be checked."""
    text = read_secret(Secret.SITE_SIGNING_KEY, mission)
    try:
        key = serialization.load_pem_private_key(text.encode(), password=None)
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise UnsafeSecrets(
            "The site's signing key cannot be read: it is not an Ed25519 private key in PEM.",
            f"Put the right one back as {variable(Secret.SITE_SIGNING_KEY)} or in the folder of secrets. "
            "A new key makes readers' copies of the old public key useless.",
        )
    return key


def ensure_secrets(mission: MissionConfig | None = None) -> list[Secret]:
    """Make what is missing; answer what was made."""
    mission = mission or load_mission()
    missing = [
        name
        for name in made_here(mission)
        if variable(name) not in os.environ and not (secrets_folder(mission) / name).exists()
    ]
    for name in missing:
        read_secret(name, mission)
    return missing


def demonstration_passwords(people: Iterable[str], mission: MissionConfig | None = None) -> dict[str, str]:
    """A password for each of these invented people, the same at every start of this installation."""
    mission, wanted = mission or load_mission(), list(people)
    known = known_demonstration_passwords(mission)
    if any(person not in known for person in wanted):
        known |= {person: _phrase() for person in wanted if person not in known}
        write_private(secrets_folder(mission) / PASSWORDS_FILE, json.dumps(known, indent=1))
    return {person: known[person] for person in wanted}


def known_demonstration_passwords(mission: MissionConfig) -> dict[str, str]:
    """Whom the demonstration has let in so far, by user name."""
    path = secrets_folder(mission) / PASSWORDS_FILE
    return json.loads(path.read_text()) if path.exists() else {}


def refuse_unsafe_secrets(mission: MissionConfig | None = None) -> None:
    """What production calls first: nothing known to others, nothing readable by others."""
    mission = mission or load_mission()
    if mission.demonstration.enabled:
        raise UnsafeSecrets(
            "This is a demonstration mission, and production does not start on one.",
            "Write enabled = false under [demonstration] in mission.toml.",
        )
    if borrowed := left_by_demonstration(mission):
        raise UnsafeSecrets(
            f"Production does not start on secrets made for a demonstration: {', '.join(borrowed)}.",
            "Give production a storage folder and a database of its own: the old ones still let the "
            "demonstration's people in. New secrets are made at its first start.",
        )
    if loose := readable_by_others(mission):
        raise UnsafeSecrets(
            f"Others on this machine can read secrets: {', '.join(str(path) for path in loose)}.",
            f"Close them with: chmod -R go= {secrets_folder(mission)}",
        )


def left_by_demonstration(mission: MissionConfig) -> list[str]:
    """The names of secrets that a demonstration made and left, wherever they are read from."""
    marked = [str(name) for name in MADE_HERE if read_secret(name, mission).startswith(DEMONSTRATION)]
    return marked + [PASSWORDS_FILE] * (secrets_folder(mission) / PASSWORDS_FILE).exists()


def readable_by_others(mission: MissionConfig) -> list[Path]:
    folder = secrets_folder(mission)
    places = [folder, *sorted(folder.iterdir())] if folder.exists() else []
    return [place for place in places if place.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]


def secrets_folder(mission: MissionConfig) -> Path:
    return mission.storage_path / "secrets"


def variable(name: str) -> str:
    return f"CAIRN_SECRET_{name.upper()}"


def _made(name: Secret, mission: MissionConfig) -> str:
    mark = DEMONSTRATION if mission.demonstration.enabled else ""
    if name is Secret.DJANGO_SECRET_KEY:
        return f"{mark}-{random.token_urlsafe(48)}".removeprefix("-")
    if name is Secret.MASTER_KEY:
        return f"{mark}\n1:{base64.b64encode(random.token_bytes(32)).decode()}\n".lstrip()
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return f"{mark}\n{pem.decode()}".lstrip()


def _phrase() -> str:
    """Four short words without meaning, 50 bits: strong enough, and can be read out across a room."""
    syllables = [c + v for c in "bdfghjklmnprstvz" for v in "aeiou"]
    return "-".join(random.choice(syllables) + random.choice(syllables) for _ in range(4))


def write_private(path: Path, text: str) -> None:
    """Put a file in place whole, readable by its owner only."""
    temporary = _temporary(path, text)
    temporary.replace(path)


def write_first(path: Path, text: str) -> None:
    """Two processes may start at once; the first to finish decides, and both use what it made."""
    temporary = _temporary(path, text)
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()


def _temporary(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # Made with mode 0600.
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)
