"""Verbs of the register: may they, change, trace, tell."""

from cairn.people.acts.bonds import join_household, leave_household, relate, unrelate
from cairn.people.acts.changing import change_person, hand_over, settle
from cairn.people.acts.consent import ask_exemption, decide_exemption, record_consent, withdraw_consent
from cairn.people.acts.disclosing import disclose_person
from cairn.people.acts.doubles import decide_double, merge_people, start_double_search, undo_merge
from cairn.people.acts.erasing import erase_person, weigh_erasure
from cairn.people.acts.parts import add_part, attach_file, change_part, remove_part
from cairn.people.acts.registering import register_person
from cairn.people.acts.retention import decide_retention, keep_at_least, lift_hold, place_hold

__all__ = [
    "add_part",
    "ask_exemption",
    "attach_file",
    "change_part",
    "change_person",
    "decide_double",
    "decide_exemption",
    "decide_retention",
    "disclose_person",
    "erase_person",
    "hand_over",
    "join_household",
    "keep_at_least",
    "leave_household",
    "lift_hold",
    "merge_people",
    "place_hold",
    "record_consent",
    "register_person",
    "relate",
    "remove_part",
    "settle",
    "start_double_search",
    "undo_merge",
    "unrelate",
    "weigh_erasure",
    "withdraw_consent",
]
