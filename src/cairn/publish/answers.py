"""What a request is answered, whatever protocol carries it.

Ready answers are kept in memory, at most `MEMORY` bytes of them, and dropped with the generation they came from. Which
generation is current is asked anew for each request, so that no answer mixes two.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from cairn.publish.headers import security_headers
from cairn.publish.manifest import MANIFEST, ManifestUnreadable
from cairn.publish.negotiate import NoSuchPart, Part, accepted, has_already, part_of
from cairn.publish.shelf import Ready, Shelf, with_slash
from cairn.publish.site import CURRENT, PREVIOUS

MEMORY = 64 * 1024 * 1024
SMALL = 256 * 1024
log = logging.getLogger("cairn.publish.serve")

Headers = list[tuple[str, str]]
# Answers about a file that a conditional or partial answer repeats.
_REPEATED = frozenset({"Content-Type", "Content-Encoding"})
NOT_YET = b"This site has not been published yet.\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, headers, and a body: either at hand or a part of a file."""

    status: int
    headers: Headers
    body: bytes = b""
    file: Path | None = None
    part: Part | None = None


@dataclass
class Answers:
    """All answers of one site, which is a folder of generations or a single published folder (a mirror)."""

    folder: Path
    shelf: Shelf | None = None
    _name: str = ""
    _known: dict[tuple[str, tuple[str, ...]], Answer] = field(default_factory=dict)
    _kept: int = 0

    def to(self, method: str, address: str, header: Callable[[str], str]) -> Answer:
        """Answer one request; `header` gives a request header by its lower-case name, or an empty string."""
        self._turn_to_current()
        if self.shelf is None:
            return Answer(503, _plain(NOT_YET, retry=True), NOT_YET)
        if method not in ("GET", "HEAD"):
            return Answer(405, [*_plain(b""), ("Allow", "GET, HEAD")])
        condition, requested = header("if-none-match"), header("range")
        suffixes = () if requested else accepted(header("accept-encoding"))
        if not condition and not requested and (known := self._known.get((address, suffixes))):
            return known if method == "GET" else Answer(known.status, known.headers)
        answer = self._find(self.shelf, address, suffixes, condition, requested, header("if-range"))
        return answer if method == "GET" else Answer(answer.status, answer.headers)

    def _turn_to_current(self) -> None:
        """Open the current generation if it is not the one at hand; keep that one if the new one is damaged."""
        try:
            name = str((self.folder / CURRENT).readlink())
        except OSError:
            name = "." if (self.folder / MANIFEST).exists() else ""
        if name == self._name:
            return
        self._name = name
        try:
            self.shelf = Shelf.open(self.folder / name, self._earlier(name)) if name else None
        except (ManifestUnreadable, OSError) as error:
            log.error("The generation %s cannot be served: %s", name, error)
        self._forget()

    def _earlier(self, name: str) -> Shelf | None:
        try:
            previous = str((self.folder / PREVIOUS).readlink())
            return Shelf.open(self.folder / previous) if previous != name else None
        except (ManifestUnreadable, OSError):
            return None

    def _find(
        self,
        shelf: Shelf,
        address: str,
        suffixes: tuple[str, ...],
        condition: str,
        requested: str,
        if_range: str,
    ) -> Answer:
        if redirect := shelf.redirects.get(address):
            return _redirect(shelf, redirect.target, redirect.status)
        ready = shelf.ready(shelf.page(address) or address[1:], suffixes)
        if ready is None:
            if shelf.lacks_a_slash(address):
                return _redirect(shelf, with_slash(address), 301)
            return self._not_found(shelf, address, suffixes)
        if condition and has_already(condition, ready.etag):
            return Answer(304, [pair for pair in ready.headers if pair[0] not in _REPEATED])
        if requested and if_range in ("", ready.etag):
            return _partial(ready, requested)
        return self._whole(address, suffixes, ready)

    def _whole(self, address: str, suffixes: tuple[str, ...], ready: Ready) -> Answer:
        headers = [*ready.headers, ("Content-Length", str(ready.size))]
        if ready.size > SMALL:
            return Answer(200, headers, file=ready.file, part=Part(0, ready.size - 1))
        answer = Answer(200, headers, ready.file.read_bytes())
        if self._kept + ready.size > MEMORY:
            self._forget()
        self._kept += ready.size
        self._known[address, suffixes] = answer
        return answer

    def _not_found(self, shelf: Shelf, address: str, suffixes: tuple[str, ...]) -> Answer:
        ready = shelf.ready(shelf.not_found(address), suffixes)
        if ready is None:
            return Answer(404, _plain(b"Not found.\n"), b"Not found.\n")
        kept = [pair for pair in ready.headers if pair[0] not in ("ETag", "Accept-Ranges", "Cache-Control")]
        length = ("Content-Length", str(ready.size))
        return Answer(404, [*kept, ("Cache-Control", "no-store"), length], ready.file.read_bytes())

    def _forget(self) -> None:
        self._known.clear()
        self._kept = 0


def _partial(ready: Ready, requested: str) -> Answer:
    try:
        part = part_of(requested, ready.size)
    except NoSuchPart:
        refused = [*_plain(b""), ("Content-Range", f"bytes */{ready.size}")]
        return Answer(416, refused)
    if part is None:
        part, status, extra = Part(0, ready.size - 1), 200, []
    else:
        status, extra = 206, [("Content-Range", f"bytes {part.first}-{part.last}/{ready.size}")]
    length = ("Content-Length", str(part.last - part.first + 1))
    return Answer(status, [*ready.headers, *extra, length], file=ready.file, part=part)


def _redirect(shelf: Shelf, target: str, status: int) -> Answer:
    general = [pair for pair in shelf.rules.of("/").items() if pair[0] != "Cache-Control"]
    return Answer(status, [*general, ("Location", target), ("Content-Length", "0")])


def _plain(body: bytes, *, retry: bool = False) -> Headers:
    headers = {
        **security_headers(is_https=False),
        "Content-Type": "text/plain; charset=utf-8",
        "Cache-Control": "no-store",
        "Content-Length": str(len(body)),
    }
    return [*headers.items(), *([("Retry-After", "5")] if retry else [])]
