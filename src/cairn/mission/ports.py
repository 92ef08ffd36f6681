"""Free ports on this machine."""

import socket
from collections.abc import Collection

from cairn.mission.errors import CairnError

NEIGHBOURS = 50


class NoFreePort(CairnError):
    """Neither the wanted port nor one of its neighbours is free."""


def is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the servers do: a port whose last connections are still fading away is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(host: str, wanted: int, *, but: Collection[int] = ()) -> int:
    """The wanted port, or the next one above it that nobody uses."""
    for port in range(wanted, min(wanted + NEIGHBOURS, 65536)):
        if port not in but and is_free(host, port):
            return port
    raise NoFreePort(
        f"On {host} no port from {wanted} to {wanted + NEIGHBOURS - 1} is free.",
        "End what uses them, or choose others with --workspace-port and --public-port.",
    )
