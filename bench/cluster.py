"""A PostgreSQL cluster of one's own for a bench, as large as a small mission's machine would give it."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

SETTINGS = {
    "shared_buffers": "512MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "4GB",
    "effective_cache_size": "4GB",
    "random_page_cost": "1.1",
    "listen_addresses": "",
}


def _tool(name: str) -> str:
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    found = shutil.which(name) or (str(places[0]) if places else None)
    if not found:
        raise SystemExit(f"PostgreSQL's {name} was not found. Install postgresql and try again.")
    return str(places[0]) if places else found


def _run(*command: str) -> None:
    # PostgreSQL refuses to run as root.
    as_postgres = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **as_postgres)


def start(folder: Path, port: int) -> dict[str, str]:
    """Starts the cluster in the folder, made at the first time; returns Django's settings for its database."""
    data = folder / "data"
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    if not data.exists():
        _run(
            _tool("initdb"),
            "-D",
            str(data),
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
    options = " ".join(f"-c {key}={value}" for key, value in SETTINGS.items() if value)
    options += f" -c listen_addresses='' -p {port} -k {folder}"
    _run(_tool("pg_ctl"), "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "postgres",
        "USER": "postgres",
        "HOST": str(folder),
        "PORT": str(port),
    }


def address(settings: dict[str, str]) -> str:
    """The same as one line, as `CAIRN_DATABASE` takes it."""
    host = settings["HOST"].replace("/", "%2F")
    return f"postgresql://{settings['USER']}@{host}:{settings['PORT']}/{settings['NAME']}"


def stop(folder: Path) -> None:
    _run(_tool("pg_ctl"), "-D", str(folder / "data"), "-m", "fast", "-w", "stop")
