"""Is a copy of a release what the mission approved and signed? Every file is checked; no database is asked."""

import base64
import json
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.utils.translation import gettext as _

from cairn.evidence.models.releases import Release
from cairn.evidence.releases.files import FORM, RELEASE
from cairn.evidence.releases.results import canonical, digest_of
from cairn.evidence.releases.signing import is_signed, statement_of
from cairn.mission.errors import CairnError

APPROVAL, SIGNATURE = "approval.json", "approval.sig"


class NoKey(CairnError):
    """What was given as a public key is none."""


def approval_files(release: Release) -> dict[str, bytes]:
    """What goes out beside the files of a published release: that it was approved, and the mission's signature."""
    return {APPROVAL: canonical(statement_of(release)), SIGNATURE: f"{release.signature}\n".encode()}


def public_key_in(pem: bytes) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(pem)
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise NoKey(
            "This is no Ed25519 public key in PEM.",
            "Take .well-known/cairn-site-key.pem of the mission’s site.",
        )
    return key


def verify_release(
    folder: Path, public_key: Ed25519PublicKey, approval: bytes, signature: bytes
) -> list[str]:
    """What is wrong with a release in a folder, in sentences; nothing if it is what the mission signed."""
    try:
        content = (folder / RELEASE).read_bytes()
        told = json.loads(content)
        files = [(str(one["path"]), str(one["sha256"]), int(one["size"])) for one in told["files"]]
    except (OSError, ValueError, KeyError, TypeError):
        return [_("release.json is missing or cannot be read.")]
    if told.get("form") != FORM:
        return [_("release.json is of a form that this Cairn does not know.")]
    wrong = _approval_troubles(told, digest_of(content), public_key, approval, signature)
    return wrong + [said for path, digest, size in files if (said := _trouble(folder, path, digest, size))]


def _approval_troubles(
    told: dict[str, Any], digest: str, key: Ed25519PublicKey, approval: bytes, signature: bytes
) -> list[str]:
    try:
        statement = json.loads(approval)
        base64.b64decode(signature.strip(), validate=True)
        is_genuine = isinstance(statement, dict) and is_signed(statement, signature.decode().strip(), key)
    except ValueError:
        is_genuine, statement = False, {}
    if not is_genuine:
        return [_("The approval does not bear the signature of this mission.")]
    wrong = []
    if statement.get("digest") != digest:
        wrong.append(_("The mission approved another release.json."))
    if statement.get("release") != told.get("release"):
        wrong.append(_("The approval is of another release."))
    return wrong


def _trouble(folder: Path, path: str, digest: str, size: int) -> str:
    parts = PurePosixPath(path).parts
    if not parts or PurePosixPath(path).is_absolute() or ".." in parts:
        return _("%(path)s lies outside the release.") % {"path": path}
    file = folder / path
    if not file.is_file() or any(each.is_symlink() for each in _way(folder, parts)):
        return _("%(path)s is missing.") % {"path": path}
    if file.stat().st_size != size or _digest(file) != digest:
        return _("%(path)s is not what was released.") % {"path": path}
    return ""


def _way(folder: Path, parts: tuple[str, ...]) -> list[Path]:
    return [folder.joinpath(*parts[: at + 1]) for at in range(len(parts))]


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
