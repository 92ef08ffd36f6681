"""Search terms as the trace keeps them: a data protection officer who knows a name can ask who searched it."""

from cairn.guard.keys.blind import blind_token, evened
from cairn.guard.keys.derive import Purpose

AT_MOST = 20


def trace_tokens(words: str) -> list[str]:
    """A blind token for each word, in no telling order; not those of any index, so the two cannot be joined."""
    each = set(evened(words).split()[:AT_MOST])
    return sorted(blind_token("search", word, Purpose.TRACE_TOKENS) for word in each)
