"""The way of a referral: no dead end before an end, no move that is not listed, nothing readable when it is over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.programmes.casework.sharing.states import (
    ANSWERS,
    MOVES,
    READABLE,
    ReferralState,
    answers_from,
    may_move,
)

ENDS = {state for state, to in MOVES.items() if not to}
STATES = st.sampled_from(list(ReferralState))


def reached(state):
    """Every state that can follow, at whatever distance."""
    found, edge = set(), {state}
    while edge:
        edge = {to for each in edge for to in MOVES[each]} - found
        found |= edge
    return found


@given(STATES)
def test_every_referral_can_come_to_an_end(state):
    assert state in ENDS or reached(state) & ENDS


@given(STATES)
def test_every_state_is_reached_from_a_draft(state):
    assert state is ReferralState.DRAFTED or state in reached(ReferralState.DRAFTED)


@given(st.lists(STATES, max_size=12))
def test_whatever_is_tried_only_listed_moves_are_made(tries):
    state = ReferralState.DRAFTED
    for to in tries:
        before = state
        if may_move(state, to):
            state = to
        assert state == before or state in MOVES[before]
    if state in READABLE:
        assert ReferralState.SENT in tries


@given(STATES)
def test_nobody_answers_what_was_never_sent(state):
    assert set(answers_from(state)) <= ANSWERS
    assert not answers_from(ReferralState.DRAFTED)


@pytest.mark.parametrize("state", sorted(ENDS))
def test_what_is_over_is_read_by_nobody(state):
    assert state not in READABLE
