"""What colleagues do in a case. Each act asks the right, changes, writes the timeline and the trace, in one transaction."""

from cairn.programmes.casework.acts.applying import add_paper, check_paper, settle_paper
from cairn.programmes.casework.acts.cases import (
    change_case,
    hand_over_case,
    hand_over_caseload,
    open_case,
    settle_case,
)
from cairn.programmes.casework.acts.doing import (
    attach_file,
    finish_task,
    give_service,
    remove_file,
    set_task,
    try_to_reach,
)
from cairn.programmes.casework.acts.exchanging import (
    accept_proposal,
    bring_cases,
    drop_proposal,
    take_case_along,
)
from cairn.programmes.casework.acts.identifying import record_identification
from cairn.programmes.casework.acts.money import ask_for_money, confirm_paid, decide_money, return_money
from cairn.programmes.casework.acts.moving import decide_approval, move_case, take_back_approval
from cairn.programmes.casework.acts.packing import take_pack
from cairn.programmes.casework.acts.referring import begin_referral, note_step
from cairn.programmes.casework.acts.screening import record_screening_decision
from cairn.programmes.casework.acts.summing import give_summary
from cairn.programmes.casework.acts.travelling import (
    arrive,
    ask_and_board,
    board,
    book_leg,
    change_leg,
    drop_leg,
    plan_leg,
    settle_leg,
)
from cairn.programmes.casework.acts.writing import (
    begin_record,
    change_record,
    drop_draft,
    finish_note,
    finish_record,
    keep_draft,
    reopen_record,
    settle_record,
)

__all__ = [
    "accept_proposal",
    "add_paper",
    "arrive",
    "ask_and_board",
    "ask_for_money",
    "attach_file",
    "begin_record",
    "begin_referral",
    "board",
    "book_leg",
    "bring_cases",
    "change_case",
    "change_leg",
    "change_record",
    "check_paper",
    "confirm_paid",
    "decide_approval",
    "decide_money",
    "drop_draft",
    "drop_leg",
    "drop_proposal",
    "finish_note",
    "finish_record",
    "finish_task",
    "give_service",
    "give_summary",
    "hand_over_case",
    "hand_over_caseload",
    "keep_draft",
    "move_case",
    "note_step",
    "open_case",
    "plan_leg",
    "record_identification",
    "record_screening_decision",
    "remove_file",
    "reopen_record",
    "return_money",
    "set_task",
    "settle_case",
    "settle_leg",
    "settle_paper",
    "settle_record",
    "take_back_approval",
    "take_case_along",
    "take_pack",
    "try_to_reach",
]
