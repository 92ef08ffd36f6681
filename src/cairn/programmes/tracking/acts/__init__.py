"""Verbs of tracking: record, correct with a reason, withdraw, say whether two incidents are one."""

from cairn.programmes.tracking.acts.recording import correct, record_new, withdraw
from cairn.programmes.tracking.acts.repetitions import decide_repetition, look_for_repetitions

__all__ = ["correct", "decide_repetition", "look_for_repetitions", "record_new", "withdraw"]
