"""Letters between two Cairns: signed by the one that writes (Ed25519), and sealed to the one that reads.

The seal is X25519 with a key that is made for one letter, HKDF and AES-256-GCM. The signature lies inside, over the
letter and both keys: nobody learns from the file who wrote, and no reader can pass it on as if it was for another.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cairn.guard.keys.derive import Purpose, derive
from cairn.guard.keys.root import derived_key
from cairn.guard.sealed.envelope import padded, unpadded
from cairn.mission.errors import CairnError
from cairn.programmes.partners.keys import PublicKey, read_key

FORM = "cairn-letter-1"
LARGEST = 256 * 1024
# The key is used for one letter only, so that its nonce need not differ.
NONCE = bytes(12)


class CannotOpen(CairnError):
    """A letter that this mission cannot read, or should not believe."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What was written, and by whose key it is signed."""

    content: dict[str, Any]
    sender: PublicKey


def own_key() -> PublicKey:
    """The public key of this mission, to be given to others."""
    return PublicKey(
        verifies=_signing_key().public_key().public_bytes_raw(),
        seals=_opening_key().public_key().public_bytes_raw(),
    )


def seal_letter(content: dict[str, Any], *, to: PublicKey) -> bytes:
    """A file that only the mission with this key opens, and of which it can tell that we wrote it."""
    letter = {"to": str(to), "from": str(own_key()), "content": content}
    signed = {**letter, "signature": _text(_signing_key().sign(canonical(letter)))}
    once = X25519PrivateKey.generate()
    head = {"form": FORM, "to": to.fingerprint, "once": _text(once.public_key().public_bytes_raw())}
    secret = once.exchange(X25519PublicKey.from_public_bytes(to.seals))
    sealed = AESGCM(_key_for(secret, head)).encrypt(NONCE, padded(canonical(signed)), canonical(head))
    return canonical({**head, "sealed": _text(sealed)})


def open_letter(file: bytes) -> Letter:
    """What a sealed file says, once its seal and its signature hold; otherwise a refusal in words."""
    head, sealed = _taken_apart(file)
    if head["to"] != own_key().fingerprint:
        raise CannotOpen(
            _("This file is sealed to somebody else: nobody here can open it."),
            _("Send it back, and compare the key of this mission with the one that the sender has."),
        )
    try:
        secret = _opening_key().exchange(X25519PublicKey.from_public_bytes(_bytes(head["once"])))
        signed = json.loads(unpadded(AESGCM(_key_for(secret, head)).decrypt(NONCE, sealed, canonical(head))))
        return _verified(signed)
    except (InvalidTag, InvalidSignature, ValueError, KeyError, TypeError, ValidationError):
        raise CannotOpen(
            _("This file was changed on its way, or is not whole."), _("Ask the sender for it once more.")
        ) from None


def canonical(plain: Any) -> bytes:
    """JSON in one form, so that the same letter has the same bytes on every machine."""
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def _verified(signed: dict[str, Any]) -> Letter:
    signature = _bytes(signed.pop("signature"))
    sender = read_key(signed["from"])
    Ed25519PublicKey.from_public_bytes(sender.verifies).verify(signature, canonical(signed))
    if signed["to"] != str(own_key()) or not isinstance(signed["content"], dict):
        raise InvalidSignature
    return Letter(signed["content"], sender)


def _taken_apart(file: bytes) -> tuple[dict[str, str], bytes]:
    """The head of a file, and what is sealed in it."""
    try:
        outer = json.loads(file) if len(file) <= LARGEST else {}
        head = {name: str(outer[name]) for name in ("form", "to", "once")}
        if head["form"] != FORM:
            raise ValueError
        return head, _bytes(outer["sealed"])
    except (ValueError, KeyError, TypeError):
        raise CannotOpen(
            _("This is no letter of a Cairn."), _("Choose the file as you received it.")
        ) from None


def _signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(derived_key(Purpose.LETTERS_SIGNED))


def _opening_key() -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(derived_key(Purpose.LETTERS_OPENED))


def _key_for(secret: bytes, head: dict[str, str]) -> bytes:
    """Bound to the sender's one-time key and to the reader's."""
    return derive(secret, FORM, f"{head['once']}/{head['to']}")


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError from None
