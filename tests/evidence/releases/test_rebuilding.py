"""A release can be made again from what was kept, also when the mission has moved on; and only what is needed is kept."""

import datetime as dt
import os
import shutil
import time

import pytest
from django.utils import timezone

from cairn.evidence.acts import change_draft, drop_draft
from cairn.evidence.errors import WrongFacts
from cairn.evidence.facts import fact_tables
from cairn.evidence.facts.snapshots import snapshots, snapshots_folder, take_snapshot
from cairn.evidence.models import Release
from cairn.evidence.releases.rebuilding import rebuild
from cairn.evidence.releases.store import folder_of, releases_folder, work_folder
from cairn.evidence.releases.sweeping import KEPT_SNAPSHOTS, sweep_evidence

from .conftest import LAST

pytestmark = pytest.mark.django_db
MORE = {"en": "More people were registered."}


def test_a_release_is_made_again_after_people_came_lists_grew_and_others_were_published(
    make, declare, camp, put_out
):
    first = put_out(make(declare(), "deaths"))
    camp.countries = ("AF", "ER", "SD", "SY")
    camp.arrive("male", "SD", 90)
    second = put_out(make("registered", changes=MORE))
    declare(rule="perturbed")
    for release in (first, second):
        again = rebuild(Release.objects.get(pk=release.pk))
        assert again.is_same, again.different
        assert again.digest == release.digest
    assert not [path for path in releases_folder().iterdir() if path.name.startswith(".work")]


def test_a_release_that_does_not_follow_from_its_snapshot_is_found_out(make, declare, put_out):
    """As if somebody had mended a figure by hand."""
    release = put_out(make(declare(), "deaths"))
    said = release.released.get(code="deaths")
    said.content["indicator"]["measure"]["column"] = "most"
    said.save()
    again = rebuild(Release.objects.get())
    assert not again.is_same
    assert {"tables/deaths.csv", "tables/deaths.json", "tables/deaths.parquet"} <= set(again.different)
    assert "tables/registered.csv" not in again.different


def test_a_snapshot_that_was_changed_makes_nothing_again(make, declare, put_out):
    release = put_out(make("deaths"))
    path = snapshots_folder() / release.snapshot / "test.incidents.parquet"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(WrongFacts, match="were changed after the snapshot was taken"):
        rebuild(release)


def test_what_was_never_built_is_not_made_again(make, declare, ines):
    release = make("deaths")
    change_draft(release, by=ines, indicators=["deaths"], cut_off=LAST)
    with pytest.raises(WrongFacts, match="not built yet"):
        rebuild(Release.objects.get())


def test_files_that_are_gone_are_missed(make, declare):
    release = make("deaths")
    said = release.released.get()
    said.content["cells"][0]["value"] += 1
    shutil.rmtree(folder_of(release.digest))
    Release.objects.update(digest="0" * 64)
    with pytest.raises(WrongFacts, match="not where they were laid"):
        rebuild(Release.objects.get())


def days_ago(folder, days: float) -> None:
    then = time.time() - days * 24 * 60 * 60
    os.utime(folder, (then, then))


def test_what_nobody_needs_goes_after_a_day_and_all_else_stays(
    make, declare, camp, put_out, ines, monkeypatch
):
    released = put_out(make(declare()))
    dropped = make("registered", "deaths", changes=MORE)
    drop_draft(dropped, by=ines)
    begun = work_folder("begun")
    for number in range(KEPT_SNAPSHOTS + 2):
        camp.incidents.append(("port", dt.date(2015, 10, 1 + number), 1, 1))
        moment = timezone.now() + dt.timedelta(hours=number)
        monkeypatch.setattr("cairn.evidence.facts.snapshots.timezone.now", lambda moment=moment: moment)
        taken = take_snapshot([table for table in fact_tables() if table.name == "test.incidents"])
    assert sweep_evidence() == 0, "somebody may still be at it"

    folders = [*releases_folder().iterdir(), *snapshots_folder().iterdir()]
    for folder in folders:
        days_ago(folder, 2)
    days_ago(work_folder("just-begun"), 0.5)
    assert sweep_evidence() > 0
    left = {path.name for path in releases_folder().iterdir() if not path.name.startswith(".lock")}
    assert left == {released.digest, ".work-just-begun"}
    assert not begun.exists()
    kept = [one.name for one in snapshots()]
    assert {released.snapshot, taken.name} <= set(kept)
    assert len(kept) <= KEPT_SNAPSHOTS + 1
    assert rebuild(released).is_same


def test_a_snapshot_that_is_taken_again_is_in_use_again(camp):
    table = camp.incidents_table()
    taken = take_snapshot([table])
    days_ago(taken.folder, 9)
    assert take_snapshot([table]).name == taken.name
    assert time.time() - taken.folder.stat().st_mtime < 3600


def test_a_snapshot_that_was_damaged_is_written_anew(camp):
    table = camp.incidents_table()
    taken = take_snapshot([table])
    taken.path("test.incidents").write_bytes(b"nothing")
    again = take_snapshot([table])
    assert again.name == taken.name
    again.ensure_unchanged()
