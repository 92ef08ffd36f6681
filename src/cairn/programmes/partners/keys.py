"""The public key of another Cairn, as one line that can be read out, printed and compared.

It holds two keys: one that verifies what that mission signs (Ed25519), and one to which referrals for it are sealed
(X25519).
"""

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PREFIX = "cairn1."
HALF = 32


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Both public halves of a mission's keys for referrals."""

    verifies: bytes
    seals: bytes

    def __str__(self) -> str:
        return PREFIX + base64.urlsafe_b64encode(self.verifies + self.seals).decode().rstrip("=")

    @property
    def fingerprint(self) -> str:
        """What two people compare over the telephone: 80 bits in groups of four."""
        digits = sha256(self.verifies + self.seals).hexdigest()[:20]
        return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def read_key(line: str) -> PublicKey:
    """The key that a line holds, or a refusal in words."""
    text = "".join(line.split())
    try:
        raw = base64.b64decode(text.removeprefix(PREFIX) + "==", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if not text.startswith(PREFIX) or len(raw) != 2 * HALF:
        raise ValidationError(
            _("This is not the key of a Cairn: copy the whole line, from “cairn1.” to its end.")
        )
    return PublicKey(verifies=raw[:HALF], seals=raw[HALF:])
