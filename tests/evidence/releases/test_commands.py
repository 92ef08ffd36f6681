"""A release from the command line: built, listed, verified, made again."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from cairn.evidence.models import Release, Series, State
from cairn.evidence.releases.store import folder_of
from cairn.evidence.releases.verifying import approval_files
from cairn.mission.cli import app
from cairn.mission.errors import CairnError

pytestmark = pytest.mark.django_db


def cairn(*words: object) -> str:
    done = CliRunner().invoke(app, ["evidence", *map(str, words)], catch_exceptions=True)
    if done.exception:
        raise done.exception
    return done.output


def release(*words: object) -> str:
    return cairn("release", "lampedusa", "--until", "2015-11-16", "--by", "ines", *words)


def test_a_release_is_drafted_and_built_by_a_colleague(declare, ines):
    said = release("--indicator", declare(), "--indicator", "deaths", "--title", "Lampedusa")
    built = Release.objects.get()
    assert built.digest in said
    assert (built.state, built.made_by, str(built.series)) == (State.ATTACKED, ines, "Lampedusa")
    assert "lampedusa-1" in cairn("releases")


def test_the_same_command_goes_on_with_what_was_begun(declare, ines):
    release("--indicator", declare(), "--title", "Lampedusa")
    first = Release.objects.get()
    Release.objects.update(state=State.BUILDING, digest="")
    release("--indicator", "registered")
    again = Release.objects.get()
    assert (again.pk, again.digest, again.snapshot) == (first.pk, first.digest, first.snapshot)
    release("--indicator", "deaths")
    assert Release.objects.get().indicators == ["deaths"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--indicator", "deaths"], "There is no series “lampedusa”"),
        (["--indicator", "tears", "--title", "Lampedusa"], "There is no indicator “tears”"),
        (
            ["--indicator", "deaths", "--title", "Lampedusa", "--by", "nobody"],
            "Nobody here is called “nobody”",
        ),
    ],
)
def test_what_cannot_be_released_is_said_and_leaves_nothing(declare, ines, words, said):
    with pytest.raises(CairnError, match=said):
        release(*words)
    assert not Release.objects.exists()
    assert not Series.objects.exists()


def test_what_waits_for_approval_is_not_begun_anew(declare, ines, daniel, put_out):
    from cairn.evidence.acts import ask_for_approval

    release("--indicator", "deaths", "--title", "Lampedusa")
    ask_for_approval(Release.objects.get(), by=ines)
    with pytest.raises(CairnError, match="asked"):
        release("--indicator", "deaths")


def test_a_release_that_gives_people_away_ends_with_what_proves_it(declare, camp, ines):
    camp.people = [one for one in camp.people if one[2] != "SY"]
    camp.arrive("male", "SY", 3)
    part = declare("neighbours", by=(), more='only = {country = ["AF", "ER"]}')
    with pytest.raises(CairnError, match="between 3 and 3 people"):
        release("--indicator", declare("everybody", by=()), "--indicator", part, "--title", "Lampedusa")


def test_a_copy_is_verified_and_a_changed_one_refused(make, declare, put_out, tmp_path):
    made = put_out(make("deaths"))
    assert "what the mission approved and signed" in cairn("verify", folder_of(made.digest))

    copy = shutil.copytree(folder_of(made.digest), tmp_path / "copy")
    with pytest.raises(CairnError, match="There is no approval.json"):
        cairn("verify", copy)
    for name, content in approval_files(made).items():
        (copy / name).write_bytes(content)
    assert "✓" in cairn("verify", copy)
    table = copy / "tables/deaths.csv"
    table.write_text(table.read_text().replace(",4,", ",5,"))
    with pytest.raises(CairnError, match="tables/deaths.csv is not what was released") as refused:
        cairn("verify", copy)
    assert refused.value.exit_code == 4


def test_a_release_is_made_again_and_a_forged_one_found(make, declare, put_out):
    made = put_out(make("deaths"))
    assert made.digest in cairn("rebuild", "calais-1")
    said = made.released.get()
    said.content = json.loads(json.dumps(said.content).replace('"high": "most"', '"high": "dead"'))
    said.save()
    with pytest.raises(CairnError, match="calais-1 came out otherwise: .*tables/deaths.csv") as refused:
        cairn("rebuild", "calais-1")
    assert refused.value.exit_code == 4
    with pytest.raises(CairnError, match="no release “calais-x”"):
        cairn("rebuild", "calais-x")
