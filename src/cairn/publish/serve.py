"""The file server of the public site, for the demonstration and for small missions.

    python -m cairn.publish.serve --folder var/site --port 8080

serves the current generation below `--folder` (or one published folder, such as a mirror), and follows each publish
without a restart. From Python: `serve(folder, host, port)` runs until it is ended; `app_for(folder)` is the ASGI
application. It keeps no access log and never writes down who asked for what. A larger mission puts nginx, an object
store or a CDN in its place: the site is nothing but files, and `_headers` and `_redirects` say the rest.
"""

import argparse
import os
from collections.abc import Awaitable, Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from cairn.publish.answers import Answer, Answers

FOLDER_VARIABLE = "CAIRN_SITE_FOLDER"
_CHUNK = 256 * 1024

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Served:
    """One site over ASGI, and over granian's own RSGI, which answers about twice as many requests (see bench/)."""

    def __init__(self, folder: Path) -> None:
        self.answers = Answers(folder)

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        given = {name: value.decode("latin-1") for name, value in scope["headers"] if name in _ASKED}
        answer = self.answers.to(scope["method"], scope["path"], lambda name: given.get(name.encode(), ""))
        await send({"type": "http.response.start", "status": answer.status, "headers": _in_bytes(answer)})
        await _send_body(answer, send)

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        given = scope.headers
        answer = self.answers.to(scope.method, scope.path, lambda name: given.get(name) or "")
        if answer.file and answer.part:
            protocol.response_file_range(
                answer.status, answer.headers, str(answer.file), answer.part.first, answer.part.last + 1
            )
        else:
            protocol.response_bytes(answer.status, answer.headers, answer.body)


_ASKED = frozenset({b"accept-encoding", b"if-none-match", b"if-range", b"range"})


def _in_bytes(answer: Answer) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode("latin-1")) for name, value in answer.headers]


async def _send_body(answer: Answer, send: Send) -> None:
    if answer.file is None or answer.part is None:
        return await send({"type": "http.response.body", "body": answer.body})
    with answer.file.open("rb") as file:
        file.seek(answer.part.first)
        left = answer.part.last - answer.part.first + 1
        while left > 0:
            chunk = file.read(min(_CHUNK, left))
            left -= len(chunk) or left
            await send({"type": "http.response.body", "body": chunk, "more_body": left > 0})


@lru_cache(maxsize=1)
def app_from_environment() -> Served:
    """What each worker of granian loads: the site in the folder named by CAIRN_SITE_FOLDER."""
    return Served(Path(os.environ[FOLDER_VARIABLE]))


def serve(folder: Path, host: str, port: int, *, workers: int = 1, interface: str = "rsgi") -> None:
    """Serve the site in `folder` until the process is ended."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    os.environ[FOLDER_VARIABLE] = str(folder.absolute())
    Server(
        "cairn.publish.serve:app_from_environment",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces(interface),
        workers=workers,
        websockets=False,
        log_access=False,
        log_level=LogLevels.warning,
        backlog=1024,
    ).serve()


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m cairn.publish.serve", description="Serve a published site."
    )
    parser.add_argument("--folder", type=Path, required=True, help="the folder of generations, or a mirror")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--interface", choices=("asgi", "rsgi"), default="rsgi")
    asked = parser.parse_args()
    serve(asked.folder, asked.host, asked.port, workers=asked.workers, interface=asked.interface)


if __name__ == "__main__":
    main()
