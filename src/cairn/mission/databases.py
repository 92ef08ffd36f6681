"""The database of the mission, from one address: SQLite on a small machine, PostgreSQL beyond one office."""

from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

# Write-ahead logging lets readers go on while one writes; NORMAL is safe with it after a crash of the
# process, and loses at most the last commits after a power cut.
SQLITE_START = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
    "PRAGMA journal_size_limit=67108864;PRAGMA cache_size=-20000;"
)


def database_settings(address: str, storage: Path, *, password: str = "") -> dict[str, object]:
    """Django's DATABASES entry for an address such as `sqlite:///cairn.sqlite3` or `postgresql://user@host/name`.

    In mission.toml the address names no password; `password` comes from the mission's secrets. After
    `sqlite:///` comes a path; one that is not absolute starts in the storage folder.
    """
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return _sqlite(storage / parts.path.removeprefix("/"))
    return _postgresql(parts, password)


def _sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        # A new connection for each request would run the PRAGMAs each time: seven times slower, measured.
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_START},
    }


def _postgresql(parts: SplitResult, password: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.removeprefix("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or "") or password,
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
