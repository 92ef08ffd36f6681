"""Asking a server of another mission over the network: one way, whoever asks.

What somebody answers is read within limits of size and time, and no redirect is followed: an address is what was
agreed with them. Where a colleague types the address one asks with `Care`: names are looked up here, and the connection
goes to the very address that was looked at.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, Self
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult
from urllib.request import (
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

from django.utils.translation import gettext as _

from cairn.mission.errors import CairnError

PATIENCE = 20
AT_ONCE = 1 << 20
LONGEST_REFUSAL = 2000
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

Machine = IPv4Address | IPv6Address


class NotReached(CairnError):
    """Nobody answered, or not in time."""


class TooLarge(NotReached):
    """The answer is longer than it may be."""


class Refused(NotReached):
    """A server answered, and did not give what was asked for; its words are kept as they came."""

    def __init__(self, reason: str, status: int, words: bytes) -> None:
        super().__init__(reason)
        self.status = status
        self.words = words


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


def is_safe(address: SplitResult) -> bool:
    """HTTPS, and without it only on this machine."""
    is_covered = address.scheme == "https" or (address.scheme == "http" and address.hostname in LOOPBACK)
    return is_covered and bool(address.hostname) and not address.query and not address.fragment


def is_public(machine: Machine) -> bool:
    """Whether a machine stands in the open network, and not beside us."""
    inner = getattr(machine, "ipv4_mapped", None) or machine
    return inner.is_global and not inner.is_multicast


@dataclass(frozen=True, slots=True)
class Care:
    """How one asks where a colleague typed the address: which machines it may lead to, and how long all of it may take."""

    reach: Callable[[Machine], bool]
    seconds: float


def blocks(asked: Request, most: int, *, care: Care | None = None) -> Iterator[bytes]:
    """The answer as it comes, at most so many bytes."""
    watch = Watch(care.seconds) if care else None
    with watch or nullcontext():
        try:
            with _opener(care, watch).open(asked, timeout=PATIENCE) as answer:
                left = most + 1
                while left > 0 and (block := answer.read1(min(AT_ONCE, left))):
                    left -= len(block)
                    yield block
            if left <= 0:
                raise TooLarge(_("it is larger than it may be"))
            if watch and watch.is_over:
                # The line was cut: what came looks whole, and is not.
                raise TimeoutError
        except HTTPError as error:
            with error:
                raise Refused(str(error.reason), error.code, _words_of(error)) from None
        except (URLError, HTTPException, OSError) as error:
            if watch and watch.is_over:
                raise NotReached(_("it takes too long")) from None
            raise NotReached(str(getattr(error, "reason", error))) from None


class Watch:
    """Cuts a line when its time is over, whatever is waited for: a greeting, a heading, or the next letter."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._ends = threading.Timer(seconds, self._cut)
        self._ends.daemon = True
        self._lines: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._ends.start()
        return self

    def __exit__(self, *_what: object) -> None:
        self._ends.cancel()
        for line in self._lines:
            line.close()

    def follow(self, line: socket.socket) -> None:
        # A second handle on the same line, which stays ours when encryption takes the first.
        self._lines.append(line.dup())

    def _cut(self) -> None:
        self.is_over = True
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


def _words_of(error: HTTPError) -> bytes:
    with suppress(OSError, HTTPException):
        return error.read(LONGEST_REFUSAL)
    return b""


def _opener(care: Care | None, watch: Watch | None) -> OpenerDirector:
    if care is None or watch is None:
        return build_opener(_NoRedirect)
    # A proxy would look the name up by itself, and lead past `reach`.
    return build_opener(_NoRedirect, ProxyHandler({}), _Plain(care, watch), _Secure(care, watch))


class _Plain(HTTPHandler):
    def __init__(self, care: Care, watch: Watch) -> None:
        super().__init__()
        self.care, self.watch = care, watch

    def http_open(self, asked: Request) -> Any:
        care, watch = self.care, self.watch

        class Connection(HTTPConnection):
            def connect(self) -> None:
                self.sock = _connected(self.host, self.port, care, watch)

        return self.do_open(Connection, asked)


class _Secure(HTTPSHandler):
    def __init__(self, care: Care, watch: Watch) -> None:
        super().__init__()
        self.care, self.watch = care, watch

    def https_open(self, asked: Request) -> Any:
        care, watch = self.care, self.watch

        class Connection(HTTPSConnection):
            def connect(self) -> None:
                plain = _connected(self.host, self.port, care, watch)
                self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)

        return self.do_open(Connection, asked)


def _connected(host: str, port: int, care: Care, watch: Watch) -> socket.socket:
    """A connection to a machine of that name; a name that leads to one out of reach is refused whole."""
    found = [place[4][0] for place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    machines = dict.fromkeys(ip_address(str(place).partition("%")[0]) for place in found)
    if not machines or not all(map(care.reach, machines)):
        raise URLError(_("its name leads to a machine inside a closed network"))
    reason = OSError()
    for machine in machines:
        try:
            line = socket.create_connection((str(machine), port), PATIENCE)
        except OSError as error:
            reason = error
        else:
            watch.follow(line)
            return line
    raise reason
