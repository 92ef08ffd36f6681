"""Verbs of the register: may they, change, trace, tell."""

from cairn.people.acts.bonds import join_household, leave_household, relate, unrelate
from cairn.people.acts.changing import change_person, hand_over, settle
from cairn.people.acts.consent import ask_exemption, decide_exemption, record_consent, withdraw_consent
from cairn.people.acts.disclosing import disclose_person
from cairn.people.acts.doubles import decide_double, merge_people, start_double_search, undo_merge
from cairn.people.acts.parts import add_part, attach_file, change_part, remove_part
from cairn.people.acts.registering import register_person

__all__ = [
    "add_part",
    "ask_exemption",
    "attach_file",
    "change_part",
    "change_person",
    "decide_double",
    "decide_exemption",
    "disclose_person",
    "hand_over",
    "join_household",
    "leave_household",
    "merge_people",
    "record_consent",
    "register_person",
    "relate",
    "remove_part",
    "settle",
    "start_double_search",
    "undo_merge",
    "unrelate",
    "withdraw_consent",
]
