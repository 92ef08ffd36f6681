"""Keys made from keys, one for each purpose (HKDF with SHA-256), so that none serves two ends."""

from enum import StrEnum

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Purpose(StrEnum):
    """What a key that the whole mission shares is for."""

    AUDIT_SIGNING = "audit-signing"
    BACKUP = "backup"
    BLIND_INDEX = "blind-index"
    SECOND_FACTORS = "second-factors"
    ERASED_REFERENCES = "erased-references"
    FACT_KEYS = "fact-keys"
    LETTERS_OPENED = "letters-opened"
    LETTERS_SIGNED = "letters-signed"
    RECEIPTS = "receipts"
    TRACE_TOKENS = "trace-tokens"


def derive(
    key: bytes, purpose: str, context: str = "", *, salt: bytes | None = None, length: int = 32
) -> bytes:
    """A key of its own for a purpose; it tells nothing about the key it comes from."""
    info = f"cairn/1/{purpose}/{context}".encode()
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(key)
