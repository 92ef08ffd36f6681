"""Reading another mission's site: its signed list of files first, then only what the list names, byte for byte."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit
from urllib.request import Request

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils.translation import gettext as _

from cairn.guard.fetching import NotReached, TooLarge, blocks, is_safe
from cairn.mission.errors import CairnError

# The form of the list that a Cairn signs over its site.
SITE_FORM = "cairn-site-1"
LONGEST_LIST = 64 << 20
LARGEST_FILE = 256 << 20
_RELEASE = re.compile(r"data/releases/([a-z0-9-]+)/([1-9][0-9]*)/release\.json")


class CannotRead(CairnError):
    """A neighbour's site does not answer, or says something that it did not sign."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as the signed list knows it."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Offered:
    """A release that a site offers, and where its files stand."""

    series: str
    number: int
    digest: str
    folder: str
    files: dict[str, Listed]


class Site:
    """A neighbour's public site, read over HTTPS; without it only on this machine."""

    def __init__(self, address: str) -> None:
        if not is_safe(urlsplit(address)):
            raise CannotRead(
                _("%(address)s is no address of a site that can be read safely.") % {"address": address},
                _("It begins with https://, and has neither “?” nor “#”."),
            )
        self.address = address.rstrip("/")

    def offered(self, key: Ed25519PublicKey) -> list[Offered]:
        """The releases that the site offers, by its signed list."""
        files = self._signed_list(key)
        return [_offered(match, files) for path in sorted(files) if (match := _RELEASE.fullmatch(path))]

    def fetch(self, path: str, listed: Listed, target: Path) -> None:
        """A file of the list, into a place of ours; what is not as the list says is not kept."""
        if listed.size > LARGEST_FILE:
            raise CannotRead(_("%(path)s is larger than a release’s file may be.") % {"path": path})
        digest, size = sha256(), 0
        with target.open("wb") as file:
            for block in self._blocks(path, listed.size):
                file.write(block)
                digest.update(block)
                size += len(block)
        if size != listed.size or digest.hexdigest() != listed.sha256:
            target.unlink()
            raise CannotRead(_("%(path)s is not what the mission signed.") % {"path": path})

    def _signed_list(self, key: Ed25519PublicKey) -> dict[str, Listed]:
        content = b"".join(self._blocks("manifest.json", LONGEST_LIST))
        signature = b"".join(self._blocks("manifest.json.sig", 1000))
        try:
            key.verify(base64.b64decode(signature), content)
            told = json.loads(content)
            if told["format"] != SITE_FORM:
                raise CannotRead(_("The list of the site’s files has a form that this Cairn does not know."))
            return {path: Listed(one["sha256"], int(one["size"])) for path, one in told["files"].items()}
        except InvalidSignature:
            raise CannotRead(
                _("The list of the site’s files does not bear this mission’s signature."),
                _("Ask the mission, by another way, whether its key has changed."),
            ) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise CannotRead(_("The list of the site’s files cannot be read.")) from None

    def _blocks(self, path: str, most: int) -> Iterator[bytes]:
        asked = Request(f"{self.address}/{quote(path)}", headers={"Accept-Encoding": "identity"})
        try:
            yield from blocks(asked, most)
        except TooLarge:
            raise CannotRead(_("%(path)s is larger than it may be.") % {"path": path}) from None
        except NotReached as error:
            raise CannotRead(
                _("%(address)s/%(path)s cannot be read: %(reason)s.")
                % {"address": self.address, "path": path, "reason": error},
                _("Try again later; what was taken in before stays."),
            ) from None


def _offered(match: re.Match[str], files: dict[str, Listed]) -> Offered:
    folder = match.group(0).removesuffix("release.json")
    within = {
        path: one
        for path, one in files.items()
        if path.startswith(folder) and _is_safe(path) and not _is_copy(path, files)
    }
    return Offered(match.group(1), int(match.group(2)), files[match.group(0)].sha256, folder, within)


def _is_copy(path: str, files: dict[str, Listed]) -> bool:
    """The same file once more, compressed for browsers."""
    whole, _dot, ending = path.rpartition(".")
    return ending in ("br", "gz") and whole in files


def _is_safe(path: str) -> bool:
    return not {"", ".", ".."}.intersection(PurePosixPath(path).parts) and "\0" not in path
