"""Asking a server of another mission over the network: one way, whoever asks.

What somebody answers is read within limits of size and time, and no redirect is followed: an address is what was
agreed with them. Where a colleague types the address, `reach` says which machines it may lead to: names are looked up
here, and the connection goes to the very address that was looked at.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any
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
Reach = Callable[[Machine], bool]


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


def blocks(
    asked: Request, most: int, *, reach: Reach | None = None, within: float | None = None
) -> Iterator[bytes]:
    """The answer as it comes, at most so many bytes, and within so many seconds."""
    ends = time.monotonic() + within if within else None
    try:
        with _opener(reach).open(asked, timeout=PATIENCE) as answer:
            left = most + 1
            while left > 0 and (block := answer.read1(min(AT_ONCE, left))):
                left -= len(block)
                yield block
                if ends and time.monotonic() > ends:
                    raise TimeoutError(_("it takes too long"))
            if left <= 0:
                raise TooLarge(_("it is larger than it may be"))
    except HTTPError as error:
        with error:
            raise Refused(str(error.reason), error.code, error.read(LONGEST_REFUSAL)) from None
    except (URLError, HTTPException, OSError) as error:
        raise NotReached(str(getattr(error, "reason", error))) from None


def _opener(reach: Reach | None) -> OpenerDirector:
    if reach is None:
        return build_opener(_NoRedirect)
    # A proxy would look the name up by itself, and lead past `reach`.
    return build_opener(_NoRedirect, ProxyHandler({}), _Plain(reach), _Secure(reach))


class _Plain(HTTPHandler):
    def __init__(self, reach: Reach) -> None:
        super().__init__()
        self.reach = reach

    def http_open(self, asked: Request) -> Any:
        reach = self.reach

        class Connection(HTTPConnection):
            def connect(self) -> None:
                self.sock = _connected(self.host, self.port, self.timeout, reach)

        return self.do_open(Connection, asked)


class _Secure(HTTPSHandler):
    def __init__(self, reach: Reach) -> None:
        super().__init__()
        self.reach = reach

    def https_open(self, asked: Request) -> Any:
        reach = self.reach

        class Connection(HTTPSConnection):
            def connect(self) -> None:
                plain = _connected(self.host, self.port, self.timeout, reach)
                self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)

        return self.do_open(Connection, asked)


def _connected(host: str, port: int, patience: float | None, reach: Reach) -> socket.socket:
    """A connection to the first machine of that name; a name that leads to one out of reach is refused whole."""
    found = [place[4][0] for place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    machines = [ip_address(str(place).partition("%")[0]) for place in found]
    if not machines or not all(map(reach, machines)):
        raise URLError(_("its name leads to a machine inside a closed network"))
    return socket.create_connection((str(machines[0]), port), patience)
