"""What stands is left alone; what is missing or made from other sources is made, in order."""

import io

import pytest
from rich.console import Console

from cairn.mission.prepare import DATABASE, SETUP, Step, missing_steps, prepare
from cairn.mission.progress import Report


@pytest.fixture
def made() -> list[str]:
    return []


@pytest.fixture
def steps(rivers, made):
    """Two steps that each leave a file behind, the second made from the mission's name too."""

    def step(name: str, *sources: str) -> Step:
        def make(advance):
            advance(1, 2, "half way")
            made.append(name)
            (rivers.storage_path / name).write_text("made")

        return Step(
            name=name,
            label=f"Making {name}",
            sources=lambda mission: [*sources, mission.name],
            is_there=lambda mission: (mission.storage_path / name).exists(),
            make=make,
        )

    return [step("walls"), step("roof", "tiles")]


@pytest.fixture
def report(monkeypatch, rivers):
    monkeypatch.setattr("cairn.mission.prepare.load_mission", lambda: rivers)
    return Report(Console(file=io.StringIO(), width=200))


def test_the_second_time_nothing_is_made(rivers, steps, report, made):
    assert prepare(report, steps) == ["walls", "roof"]
    assert prepare(report, steps) == []
    assert made == ["walls", "roof"]


def test_what_has_vanished_is_made_again(rivers, steps, report, made):
    prepare(report, steps)
    (rivers.storage_path / "walls").unlink()
    assert prepare(report, steps) == ["walls"]


def test_what_is_made_from_other_sources_is_made_again(rivers, steps, report, monkeypatch):
    prepare(report, steps)
    renamed = rivers.model_copy(update={"name": "Mission of the Three Rivers"})
    assert [step.name for step in missing_steps(steps, renamed)] == ["walls", "roof"]


def test_a_step_that_fails_is_not_taken_for_made(rivers, steps, report):
    def collapse(advance):
        raise OSError("the wall fell")

    broken = Step(
        name="walls", label="Walls", sources=steps[0].sources, is_there=lambda mission: True, make=collapse
    )
    with pytest.raises(OSError, match="the wall fell"):
        prepare(report, [broken])
    assert missing_steps([broken], rivers) == [broken]


def test_each_step_is_told_with_its_time(steps, report):
    prepare(report, steps)
    told = report.console.file.getvalue().splitlines()
    assert told[0].startswith("✓ Secrets made for this installation: django_secret_key, ")
    assert told[1] == "Making walls …"
    assert told[2].startswith("✓ Making walls (0.")


def test_a_damaged_record_of_what_stands_only_costs_time(rivers, steps, report):
    prepare(report, steps)
    (rivers.storage_path / "prepared.json").write_text("{")
    assert prepare(report, steps) == ["walls", "roof"]


def test_an_empty_installation_lacks_everything_but_compiled_words(rivers):
    missing = [step.name for step in missing_steps(SETUP, rivers)]
    assert {"database", "newsroom", "assets"} <= set(missing)
    assert missing == [step.name for step in SETUP if step.name in missing]


def test_other_migrations_or_another_database_ask_for_the_database_step(rivers, state_mission):
    elsewhere = state_mission(("sqlite:///cairn.sqlite3", "sqlite:///other.sqlite3"))
    assert DATABASE.fingerprint(rivers) != DATABASE.fingerprint(elsewhere)
