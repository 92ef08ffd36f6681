"""Verbs of tracking: record, correct with a reason, withdraw, say whether two incidents are one, name the dead."""

from cairn.programmes.tracking.acts.naming import change_name, name_victim, remove_name
from cairn.programmes.tracking.acts.naming_over import erase_name, find_names_due, keep_name
from cairn.programmes.tracking.acts.recording import correct, record_new, withdraw
from cairn.programmes.tracking.acts.repetitions import decide_repetition, look_for_repetitions

__all__ = [
    "change_name",
    "correct",
    "decide_repetition",
    "erase_name",
    "find_names_due",
    "keep_name",
    "look_for_repetitions",
    "name_victim",
    "record_new",
    "remove_name",
    "withdraw",
]
