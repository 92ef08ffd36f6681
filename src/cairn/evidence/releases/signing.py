"""What the mission signs when a release goes out: which one, what it takes the place of, and that it was approved."""

import base64
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cairn.evidence.models.releases import Release
from cairn.evidence.releases.results import canonical
from cairn.mission.secrets import site_signing_key


def statement_of(release: Release) -> dict[str, Any]:
    """The signed words: `digest` is the sha256 of release.json, which names every file of the release."""
    before = (
        release.series.releases.filter(number__lt=release.number)
        .exclude(published_at=None)
        .order_by("-number")
    )
    superseded = before.first()
    assert release.approved_at is not None
    assert release.published_at is not None
    return {
        "form": 1,
        "release": release.name,
        "digest": release.digest,
        "supersedes": superseded.name if superseded else None,
        "changes": dict(release.changes),
        "approved_on": release.approved_at.date().isoformat(),
        "approver_role": release.approver_role,
        "published_at": release.published_at.replace(microsecond=0).isoformat(),
    }


def signature_of(release: Release) -> str:
    """Ed25519 by the key that signs the public site, in base64."""
    return base64.b64encode(site_signing_key().sign(canonical(statement_of(release)))).decode()


def is_signed(statement: dict[str, Any], signature: str, key: Ed25519PublicKey) -> bool:
    try:
        key.verify(base64.b64decode(signature), canonical(statement))
    except (InvalidSignature, ValueError):
        return False
    return True
