"""Publishes a small site and kills itself at the n-th step, for one n after the other; says how far it came.

A process of its own, for to copy one that holds a whole test suite takes fifty times as long as the publish.
"""

import os
import signal
import sys
from itertools import count
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cairn.publish.manifest import verify
from cairn.publish.site import Site
from cairn.publish.targets import fingerprint

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PAGES = ("en/index.html", "en/news/index.html", ".well-known/cairn-site-key.pem")


def publish(site: Site, version: int) -> None:
    """Every page of a small site shows the version; one file is carried over."""
    before = site.current()
    with site.making() as making:
        for path in PAGES:
            making.write(path, f"version {version}".encode(), fingerprint=fingerprint(version))
        if before and "same.txt" in before.state.files:
            assert making.carry("same.txt", before.state.files["same.txt"], before.folder)
        else:
            making.write("same.txt", b"same", fingerprint=fingerprint("same"))
        site.publish(making, KEY, {})
    site.sweep()


def publish_and_die(site: Site, version: int, step: int) -> bool:
    """Publish in a process that kills itself at its n-th call; whether it died before it was done."""
    child = os.fork()
    if child == 0:
        calls = count(1)

        def die_at_the_step(_frame: Any, event: str, _argument: Any) -> None:
            if event in {"call", "c_call"} and next(calls) == step:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.setprofile(die_at_the_step)
            publish(site, version)
            sys.setprofile(None)
        finally:
            os._exit(0)  # Never back into the test that this process is a copy of.
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def version_shown(site: Site) -> str:
    folder = (site.folder / "current").resolve()
    verdict = verify(folder)
    assert (verdict.missing, verdict.changed, verdict.extra) == ((), (), ()), verdict
    (version,) = {(folder / path).read_text() for path in PAGES}
    return version


def main() -> None:
    site = Site(Path(sys.argv[1]))
    publish(site, 0)
    shown = "version 0"
    for step in count(1, 3):
        died = publish_and_die(site, step, step)
        now = version_shown(site)
        assert now in {shown, f"version {step}"}, f"killed at step {step}: {now} after {shown}"
        shown = now
        if not died:
            break
        site.sweep()  # As the next publish does first of all.
    publish(site, 0)
    print(step, version_shown(site), sep="\n")


if __name__ == "__main__":
    main()
