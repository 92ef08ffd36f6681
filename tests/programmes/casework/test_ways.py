"""Each kind of work goes from its beginning to an end, whatever way a case takes, and nowhere else."""

import pytest

from cairn.guard.retention import Keeps
from cairn.programmes.casework.codes import OPEN_STATES, Work
from cairn.programmes.casework.forms.library import form
from cairn.programmes.casework.ways import Stage, Way, ways
from cairn.programmes.casework.ways.machine import Move

WAYS = list(ways().values())


def test_there_is_a_way_for_each_kind_of_work():
    assert set(ways()) == set(Work)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.kind)
def test_every_stage_is_reached_and_leads_to_an_end(way):
    assert way.reached() == set(way.by_name)
    for name in way.by_name:
        assert way.ends() & Way(kind=way.kind, first=name, stages=way.stages).reached()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.kind)
def test_no_open_stage_is_a_dead_end(way):
    assert [stage.name for stage in way.stages if stage.state in OPEN_STATES and not stage.moves] == []


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.kind)
def test_a_closed_case_is_opened_again_by_a_supervisor_only(way):
    for name in way.ends():
        assert all(move.needs_approval and move.needs_reason for move in way.stage(name).moves)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.kind)
def test_the_forms_of_a_stage_are_declared(way):
    for stage in way.stages:
        assert [form(name).code for name in stage.forms] == list(stage.forms)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.kind)
def test_records_are_kept_for_a_declared_time(way):
    assert way.retention in set(Keeps)


def test_a_way_that_leads_nowhere_is_refused():
    with pytest.raises(ValueError, match="which is no stage"):
        Way(kind=Work.RETURN, first="a", stages=(Stage(name="a", label="", moves=(Move(to="b"),)),))
