"""The one cipher: AES-256-GCM, with the place of what is sealed as associated data.

A sealed blob is one byte of format, twelve of nonce, then ciphertext and tag. Its place is not stored in it:
whoever opens it says where it stands, and a blob that was moved does not open.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cairn.guard.keys.errors import CannotOpen

FORMAT = b"\x01"
NONCE = 12
OVERHEAD = len(FORMAT) + NONCE + 16
KEY_BYTES = 32


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)


def seal(key: bytes, place: str, plain: bytes) -> bytes:
    """The blob that opens with this key, in this place only."""
    nonce = os.urandom(NONCE)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, plain, FORMAT + place.encode())


def unseal(key: bytes | AESGCM, place: str, blob: bytes) -> bytes:
    """What was sealed; `CannotOpen` if the blob, the key or the place is another.

    Whoever opens several values with one key may give its cipher: to make that takes longer than to open with it.
    """
    if len(blob) < OVERHEAD or blob[:1] != FORMAT:
        raise CannotOpen(
            "A sealed value cannot be opened: it is cut or not in a form that Cairn knows.",
            "Restore the row from a backup, and ask who can write to the database.",
        )
    try:
        nonce, sealed = blob[1 : 1 + NONCE], blob[1 + NONCE :]
        cipher = key if isinstance(key, AESGCM) else AESGCM(key)
        return cipher.decrypt(nonce, sealed, FORMAT + place.encode())
    except InvalidTag:
        raise CannotOpen(
            "A sealed value cannot be opened: it was changed, or moved here from another row or field.",
            "Restore the row from a backup, and ask who can write to the database.",
        ) from None
