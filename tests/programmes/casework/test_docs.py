"""The page of the ways is as old as the ways."""

from pathlib import Path

from cairn.programmes.casework.sharing.states import MOVES
from cairn.programmes.casework.ways import ways
from cairn.programmes.casework.ways.drawing import page

PAGE = Path(__file__).parents[3] / "docs" / "casework.md"


def test_the_page_says_what_the_code_does():
    again = "Draw it anew: python -m cairn.programmes.casework.ways.drawing > docs/casework.md"
    assert PAGE.read_text() == page(), again


def test_every_move_of_a_referral_is_on_the_page():
    text = page()
    for state, following in MOVES.items():
        for to in following:
            assert f"| {state.label} | {to.label} |" in text


def test_every_stage_and_every_move_is_on_the_page():
    text = page()
    for way in ways().values():
        for stage in way.stages:
            assert f"| {stage.label} | {stage.state.label} |" in text
            for move in stage.moves:
                assert f"| {stage.label} | {way.stage(move.to).label} |" in text
