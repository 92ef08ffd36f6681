"""The signed list of every file of the site: what lets a reader trust a mirror.

`manifest.json` names each file with its sha256 and size, in order and without a date, so that the same
content gives the same bytes. `manifest.json.sig` is the Ed25519 signature over exactly those bytes, as base64.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

FORMAT = "cairn-site-1"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.json.sig"
PUBLIC_KEY = ".well-known/cairn-site-key.pem"
_UNLISTED = frozenset({MANIFEST, SIGNATURE})


@dataclass(frozen=True, slots=True)
class Listed:
    """One file as the manifest knows it."""

    sha256: str
    size: int


class ManifestUnreadable(Exception):
    """The folder has no manifest that can be read, so nothing about it can be said."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a mirror holds against its manifest."""

    files: int = 0
    signed: bool = False
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    troubles: tuple[str, ...] = field(default=())

    @property
    def is_whole(self) -> bool:
        return self.signed and not (self.missing or self.changed or self.extra or self.troubles)

    def sentences(self) -> list[str]:
        """Everything that is wrong, one sentence each; empty for a whole site."""
        return [
            *self.troubles,
            *(f"{path} is missing." for path in self.missing),
            *(f"{path} was changed." for path in self.changed),
            *(f"{path} does not belong to the site." for path in self.extra),
        ]


def write_manifest(folder: Path, files: Mapping[str, Listed], key: Ed25519PrivateKey) -> None:
    """Two new files, whatever lies there: an earlier generation may share its bytes."""
    content = manifest_bytes(files)
    for name, written in {MANIFEST: content, SIGNATURE: base64.b64encode(key.sign(content)) + b"\n"}.items():
        (folder / name).unlink(missing_ok=True)
        (folder / name).write_bytes(written)


def manifest_bytes(files: Mapping[str, Listed]) -> bytes:
    """JSON with a line for each value, as `indent=0` writes it, which takes Python ten times as long."""
    listing = ",\n".join(
        f'{json.dumps(path)}: {{\n"sha256": "{file.sha256}",\n"size": {file.size}\n}}'
        for path, file in sorted(files.items())
    )
    return f'{{\n"files": {{\n{listing}\n}},\n"format": {json.dumps(FORMAT)}\n}}\n'.encode()


def read_manifest(folder: Path) -> dict[str, Listed]:
    """The files a folder says it has; `ManifestUnreadable` tells why it says nothing."""
    try:
        return _parse((folder / MANIFEST).read_bytes())
    except OSError as error:
        raise ManifestUnreadable(f"{folder / MANIFEST} cannot be read: {error.strerror}.") from error


def _parse(content: bytes) -> dict[str, Listed]:
    try:
        found = json.loads(content)
        if found["format"] != FORMAT:
            raise ManifestUnreadable(f"The manifest has the format “{found['format']}”; “{FORMAT}” is known.")
        return {path: Listed(entry["sha256"], entry["size"]) for path, entry in found["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ManifestUnreadable(f"The manifest is damaged: {error}.") from error


def public_pem(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def verify(folder: Path, public_key: bytes | None = None) -> Verdict:
    """Check every file of a site or a mirror against its signed manifest.

    `public_key` is the mission's key as PEM, kept from an earlier visit or taken from the mission itself.
    Without it the folder's own key is used: that finds damage, but not a mirror that somebody signed anew.
    """
    try:
        content = (folder / MANIFEST).read_bytes()
        listed = _parse(content)
    except OSError as error:
        return Verdict(troubles=(f"{MANIFEST} cannot be read: {error.strerror}.",))
    except ManifestUnreadable as error:
        return Verdict(troubles=(str(error),))
    trouble = _signature_trouble(folder, content, public_key)
    present = _files_in(folder)
    return Verdict(
        files=len(listed),
        signed=not trouble,
        missing=tuple(sorted(listed.keys() - present)),
        changed=tuple(
            path for path in sorted(listed.keys() & present) if not _is_as(folder / path, listed[path])
        ),
        extra=tuple(sorted(present - listed.keys() - _UNLISTED)),
        troubles=(trouble,) if trouble else (),
    )


def _signature_trouble(folder: Path, content: bytes, public_key: bytes | None) -> str:
    """Why the signature cannot be trusted, in a sentence; empty when it can."""
    try:
        pem = public_key if public_key is not None else (folder / PUBLIC_KEY).read_bytes()
        signature = base64.b64decode((folder / SIGNATURE).read_bytes(), validate=False)
    except OSError as error:
        return f"The signature cannot be checked: {error.filename} cannot be read."
    except ValueError:
        return f"{SIGNATURE} is not a signature."
    try:
        key = load_pem_public_key(pem)
    except ValueError:
        return "The public key is not a key in PEM."
    if not isinstance(key, Ed25519PublicKey):
        return "The public key is not an Ed25519 key."
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return f"{SIGNATURE} was not made with this key over this {MANIFEST}."
    return ""


def _files_in(folder: Path) -> set[str]:
    """Everything but folders, by its path; a link counts as a file, and as changed if it is not one."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }


def _is_as(path: Path, listed: Listed) -> bool:
    if path.is_symlink() or not path.is_file() or path.stat().st_size != listed.size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == listed.sha256
