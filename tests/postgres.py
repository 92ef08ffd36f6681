"""A PostgreSQL of the suite's own: made in a temporary folder, gone when the suite ends."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest where there are several."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def cluster(folder_of_programs: Path) -> Iterator[str]:
    """Yield the address of an empty database on a free port, reachable from this machine only."""
    folder = Path(tempfile.mkdtemp(prefix="cairn-postgres-"))
    data, port = folder / "data", _free_port()
    # Nothing here outlives the suite, so nothing needs to survive a power cut.
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        _as_postgres(
            folder_of_programs / "initdb",
            "-D",
            data,
            "-A",
            "trust",
            "-U",
            "cairn",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        _as_postgres(
            folder_of_programs / "pg_ctl", "-w", "-D", data, "-l", folder / "log", "-o", options, "start"
        )
        try:
            yield f"postgresql://cairn@127.0.0.1:{port}/postgres"
        finally:
            _as_postgres(folder_of_programs / "pg_ctl", "-m", "immediate", "-D", data, "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_postgres(*words: object) -> None:
    """Run a program; PostgreSQL refuses root, who therefore steps down to the user that Debian made for it."""
    account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    done = subprocess.run(
        [str(word) for word in words],
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{words[0]} failed:\n{done.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
