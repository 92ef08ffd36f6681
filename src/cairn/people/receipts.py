"""Receipts that anybody can verify: what was erased, when, by which role, signed with a key of the mission's own.

Needs neither Django nor a database, so that a person or an auditor can do it on a machine of theirs. What is signed
is the JSON of everything but the signature, with its keys in order and no spaces.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FORMAT = 1
NAME = "receipt.json"  # Under which a PDF carries it.


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a receipt is what the mission signed, and by which key."""

    is_good: bool
    said: str
    signed_by: str = ""


def signed(kind: str, facts: Mapping[str, Any], key: Ed25519PrivateKey) -> dict[str, Any]:
    """A receipt of these facts."""
    public = key.public_key().public_bytes_raw().hex()
    receipt = {"cairn_receipt": FORMAT, "kind": kind, **facts, "public_key": public}
    return {**receipt, "signature": key.sign(message(receipt)).hex()}


def message(receipt: Mapping[str, Any]) -> bytes:
    """The bytes that are signed."""
    unsigned = {name: value for name, value in receipt.items() if name != "signature"}
    return json.dumps(unsigned, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def verify(receipt: Any, *, public_key: str = "") -> Verdict:
    """Hold a receipt against its signature, and against the key that the mission is known by.

    Without `public_key` it says only that nobody changed the receipt after whoever holds its key had signed it.
    """
    if not isinstance(receipt, dict) or receipt.get("cairn_receipt") != FORMAT:
        return Verdict(False, "This is not a receipt in a form that Cairn knows.")
    signer = str(receipt.get("public_key", ""))
    if public_key and signer != public_key.lower():
        return Verdict(False, "This receipt is signed with another key than that of the mission.", signer)
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signer))
        key.verify(bytes.fromhex(str(receipt.get("signature", ""))), message(receipt))
    except (InvalidSignature, ValueError):
        return Verdict(False, "The signature does not fit: something in this receipt was changed.", signer)
    return Verdict(True, "The signature fits.", signer)
