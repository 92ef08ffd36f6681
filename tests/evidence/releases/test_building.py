"""Whatever is wrong with facts, declarations, disks or the moment: clear words, and nothing published."""

import datetime as dt
import shutil

import pytest
from wagtail.users.models import UserProfile

from cairn.evidence.acts import change_draft, order_build
from cairn.evidence.errors import ReleaseInHand, WrongFacts
from cairn.evidence.facts.snapshots import read_snapshot, snapshots_folder
from cairn.evidence.indicators import WrongIndicator
from cairn.evidence.models import Release, Released, Series, State
from cairn.evidence.releases import building
from cairn.evidence.releases.building import build
from cairn.evidence.releases.store import folder_of, in_hand, releases_folder, work_folder
from cairn.mission.config import load_mission

from .conftest import LAST

pytestmark = pytest.mark.django_db


def stopped(make, *codes: str, said: str, **more) -> Release:
    """What a release looks like that could not be built."""
    with pytest.raises(WrongFacts, match=said):
        make(*codes, **more)
    release = Release.objects.get()
    assert (release.state, release.digest) == (State.DRAFT, "")
    assert said in release.trouble
    assert not Released.objects.exists()
    return release


def test_no_facts_make_no_release(make, declare, camp):
    camp.people = []
    stopped(make, declare(), said="“test.people” is empty")


def test_what_stops_a_build_is_said_in_the_language_of_whoever_made_it(make, declare, camp, ines, catalogues):
    UserProfile.objects.create(user=ines, preferred_language="fr")
    camp.people = []
    with pytest.raises(WrongFacts, match="is empty"):
        make(declare())
    assert "« test.people » est vide" in Release.objects.get().trouble


def test_a_day_outside_time_is_refused(make, declare):
    stopped(make, "deaths", said="outside time", cut_off=dt.date(1815, 6, 18))


@pytest.mark.parametrize("day", [dt.date(1015, 7, 7), dt.date(9015, 7, 7)])
def test_a_day_outside_time_in_the_records_is_refused(make, declare, camp, day):
    camp.incidents.append(("port", day, 1, 1))
    stopped(make, "deaths", said=f"“day” of “test.incidents” holds a day outside time: {day}")


def test_an_incident_without_a_day_is_refused(make, declare, camp):
    camp.incidents.append(("port", None, 1, 1))
    stopped(make, "deaths", said="1 rows of “test.incidents” have no day in “day”")


def test_what_counts_everything_is_up_to_the_day_of_its_facts(make, declare):
    """Nothing is left out for its day, so the last day of the release would be untrue of it."""
    declare.text("deaths", declare.deaths.replace('[period]\ncolumn = "day"\nstep = "month"\n', ""))
    release = make("deaths", cut_off=dt.date(2015, 6, 30))
    result = release.released.get().result
    assert result.cell().value == 4, "also those after June"
    assert (result.first, result.last) == (None, release.known_on)


def test_a_period_that_begins_after_the_last_day_counts_nothing(make, declare):
    declare.text("deaths", declare.deaths.replace('step = "month"', "first = 2015-12-01"))
    stopped(make, "deaths", said="begins on 2015-12-01, after the last day that counts")


@pytest.mark.parametrize(
    ("dead", "said"), [(1 << 53, "counts beyond"), (1 << 62, "more than a number can hold")]
)
def test_more_than_a_reader_can_hold_is_refused(make, declare, camp, dead, said):
    camp.incidents = [("port", dt.date(2015, 7, number), dead, dead) for number in range(1, 6)]
    stopped(make, "deaths", said=said)


def test_a_column_that_the_snapshot_does_not_have_asks_for_a_new_one(make, declare, camp, ines):
    release = make("deaths")
    camp.more_columns = True
    declare.text("deaths", declare.deaths.replace('["place"]', '["cause"]'))
    change_draft(release, by=ines, indicators=["deaths"], cut_off=LAST, fresh_facts=False)
    order_build(release, by=ines)
    with pytest.raises(WrongFacts, match="The snapshot has no column “cause”"):
        build(Release.objects.get())
    change_draft(release, by=ines, indicators=["deaths"], cut_off=LAST)
    order_build(release, by=ines)
    assert build(Release.objects.get()).state == State.ATTACKED


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('["place"]', '["weather"]', "no column “weather”"),
        ('["place"]', '["day"]', "is no code"),
        ('kind = "open"', 'kind = "suppressed"\nthreshold = 9', "no row of these facts is a person"),
    ],
)
def test_a_wrong_declaration_drafts_nothing(make, declare, before, after, said):
    declare.text("deaths", declare.deaths.replace(before, after))
    with pytest.raises(WrongIndicator, match=said):
        make("deaths")
    assert not Release.objects.exists()


def test_facts_that_were_changed_after_they_were_taken_are_refused_and_forgotten(
    make, declare, ines, monkeypatch
):
    """In the middle of the build as well: what was counted may be the changed facts."""
    write_files = building.write_files

    def change_the_facts(release, results):
        path = read_snapshot(release.snapshot).path("test.incidents")
        path.write_bytes(path.read_bytes() + b" ")
        return write_files(release, results)

    monkeypatch.setattr(building, "write_files", change_the_facts)
    release = stopped(make, "deaths", said="were changed after the snapshot was taken")
    monkeypatch.setattr(building, "write_files", write_files)
    assert release.snapshot == "", "the next build takes fresh facts"
    order_build(release, by=ines)
    assert build(Release.objects.get()).state == State.ATTACKED
    read_snapshot(Release.objects.get().snapshot).ensure_unchanged()


def test_facts_that_are_gone_are_taken_again(make, declare, ines):
    release = make("deaths")
    change_draft(release, by=ines, indicators=["deaths"], cut_off=LAST, fresh_facts=False)
    shutil.rmtree(snapshots_folder())
    order_build(release, by=ines)
    assert build(Release.objects.get()).state == State.ATTACKED


def test_a_full_disk_leaves_no_release_and_the_next_build_goes_on(make, declare, ines, storage):
    """The device that is always full stands where a file should be written."""
    tables = work_folder("files-calais-1") / "tables"
    tables.mkdir()
    (tables / ".deaths.parquet.new").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        make("deaths")
    release = Release.objects.get()
    assert release.state == State.DRAFT
    assert "The disk is full. Nothing was published" in release.trouble
    whole = {path.name: path.stat().st_ino for path in tables.iterdir() if not path.name.startswith(".")}
    assert set(whole) == {"deaths.json", "deaths.csv", "deaths.hxl.csv"}
    assert not [path for path in releases_folder().iterdir() if not path.name.startswith(".")]

    (tables / ".deaths.parquet.new").unlink()
    order_build(release, by=ines)
    folder = folder_of(build(release).digest)
    assert {name: (folder / "tables" / name).stat().st_ino for name in whole} == whole, "written once"
    assert not list(folder.rglob(".*"))


def test_a_build_that_was_killed_before_the_floor_was_raised_counts_anew(
    make, declare, camp, ines, monkeypatch
):
    """What was laid down under the lower floor shows seven people."""
    camp.people = [one for one in camp.people if one[2] != "ER"]
    camp.arrive("male", "ER", 7)

    def killed(_release, _results):
        raise KeyboardInterrupt

    write_files = building.write_files
    monkeypatch.setattr(building, "write_files", killed)
    with pytest.raises(KeyboardInterrupt):
        make(declare(by=("country",)))
    monkeypatch.setattr(building, "write_files", write_files)
    monkeypatch.setenv("CAIRN_DISCLOSURE__THRESHOLD", "10")
    load_mission.cache_clear()
    release = build(Release.objects.get())
    assert release.state == State.ATTACKED
    assert release.released.get().result.cell("country=ER").hidden


def test_two_builds_at_once_are_one(make, declare, calais, ines):
    make("deaths")
    release = change_draft(Release.objects.get(), by=ines, indicators=["deaths"], cut_off=LAST)
    order_build(release, by=ines)
    with in_hand(release.name), pytest.raises(ReleaseInHand, match="being built by another process"):
        build(release)
    release.refresh_from_db()
    assert (release.state, release.trouble) == (State.BUILDING, ""), "the other one goes on"
    digest = build(release).digest
    assert build(Release.objects.get()).digest == digest, "whoever comes later finds it done"


def test_what_comes_out_while_a_release_is_built_was_not_attacked_with_it(
    make, declare, put_out, ines, monkeypatch
):
    """The other release is published between the attack and the end of the build."""
    other = Series.objects.create(code="other", title={"en": "Other"})
    declare()
    ready = make("registered", series=other)
    write_files = building.write_files

    def meanwhile(release, results):
        if release.series_id != other.pk:
            put_out(ready)
        return write_files(release, results)

    monkeypatch.setattr(building, "write_files", meanwhile)
    release = make("registered")
    assert release.state == State.DRAFT
    assert "Another release was published" in release.trouble
    monkeypatch.setattr(building, "write_files", write_files)
    order_build(release, by=ines)
    assert build(release).state == State.ATTACKED


def test_a_choice_that_changed_while_it_was_built_is_not_kept(make, declare, ines, monkeypatch):
    write_files = building.write_files

    def meanwhile(release, results):
        changed = change_draft(release, by=ines, indicators=["deaths"], cut_off=LAST)
        order_build(changed, by=ines)
        return write_files(release, results)

    monkeypatch.setattr(building, "write_files", meanwhile)
    release = make(declare())
    assert release.state == State.DRAFT
    assert not Released.objects.exists()


def test_a_category_that_appears_later_has_its_own_line_and_leaves_the_older_release_as_it_was(
    make, declare, camp, put_out
):
    first = put_out(make(declare()))
    before = {path: path.read_bytes() for path in folder_of(first.digest).rglob("*") if path.is_file()}
    camp.countries = ("AF", "ER", "SD", "SY")
    camp.arrive("male", "SD", 90)
    second = make("registered", changes={"en": "Ninety people came from Sudan."})
    assert second.state == State.ATTACKED, second.report
    assert second.released.get().result.cell("country=SD").value == 90
    assert first.released.get().result.cell("country=SD") is None
    assert {
        path: path.read_bytes() for path in folder_of(first.digest).rglob("*") if path.is_file()
    } == before


def test_fractions_add_up_to_the_same_last_digit_however_often(make, declare, camp, ines):
    """Two hands that add side by side would round otherwise each time."""
    camp.tonnes = 300_000
    declare.text("deaths", declare.deaths.replace('column = "dead"', 'column = "tonnes"')
                 .replace('low = "dead"\nhigh = "most"\n', ""))  # fmt: skip
    release = make("deaths")
    for _again in range(3):
        change_draft(release, by=ines, indicators=["deaths"], cut_off=LAST, fresh_facts=False)
        order_build(release, by=ines)
        assert build(Release.objects.get()).digest == release.digest
    assert isinstance(release.released.get().result.cell().value, float)
