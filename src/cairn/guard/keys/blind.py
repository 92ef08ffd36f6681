"""Words made blind: equal words give equal tokens, and a token tells nothing to whoever lacks the key."""

import hmac
import unicodedata
from hashlib import sha256

from cairn.guard.keys.derive import Purpose
from cairn.guard.keys.root import derived_key

TOKEN_BYTES = 16


def blind_token(scope: str, word: str, purpose: Purpose = Purpose.BLIND_INDEX) -> str:
    """The token of a word within a scope, such as “people.phone”; the same word elsewhere has another."""
    return hmac.digest(derived_key(purpose, scope), evened(word).encode(), sha256)[:TOKEN_BYTES].hex()


def evened(word: str) -> str:
    """Without the differences that people do not mean: forms of a letter, case, spaces."""
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())
