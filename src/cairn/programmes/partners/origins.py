"""Where the Cairn of a partner stands: scheme, host and perhaps a port. Only from there is anything fetched."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cairn.guard.fetching import LOOPBACK, Machine, is_public
from cairn.mission.config import load_mission

PORTS = {"https": 443, "http": 80}


def origin_of(address: str) -> str:
    """The origin of an address in one form; nothing where it has none that may be asked.

    This machine itself is asked by a demonstration alone, which may do so without HTTPS.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError):
        return ""
    may_be_here = host in LOOPBACK and load_mission().demonstration.enabled
    is_covered = parts.scheme == "https" or (parts.scheme == "http" and may_be_here)
    if not is_covered or not host or "@" in parts.netloc or (host in LOOPBACK and not may_be_here):
        return ""
    named = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{named}" + (f":{port}" if port and port != PORTS[parts.scheme] else "")


def read_origin(address: str) -> str:
    """The origin that a colleague writes down for a partner, or a refusal in words."""
    origin = origin_of(address)
    if not origin or urlsplit(address.strip()).path.strip("/") or "?" in address or "#" in address:
        raise ValidationError(
            _("Write where their workspace stands, without a page: such as https://work.mission.example.")
        )
    return origin


def may_reach(origin: str, machine: Machine) -> bool:
    """Machines in the open network; one that stands in a closed one only where the origin is that very one."""
    host = (urlsplit(origin).hostname or "").partition("%")[0]
    if machine.is_loopback:
        return host in LOOPBACK and load_mission().demonstration.enabled
    return is_public(machine) or _is_literally(host, machine)


def _is_literally(host: str, machine: Machine) -> bool:
    try:
        return ip_address(host) == machine
    except ValueError:
        return False
