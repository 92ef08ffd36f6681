"""A file of any size comes in by turns: a killed worker loses nothing and repeats nothing, and a trial says what follows."""

import datetime as dt
import stat
from functools import partial

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from cairn.guard.notices.models import Notice
from cairn.guard.trace.events import Event
from cairn.guard.trace.models import AuditEntry
from cairn.mission import worker
from cairn.people.exchange.sheets import NoSheet
from cairn.programmes.tracking.codes import FileState, Outcome
from cairn.programmes.tracking.exchange import importing, kept
from cairn.programmes.tracking.exchange.importing import bring_in, continue_file, sweep_brought
from cairn.programmes.tracking.models import Assessment, BroughtFile, FlowCount, Incident, Site
from cairn.programmes.tracking.tasks import go_on_with_file
from programmes.tracking.told import FLOW, OLD, SITE, sheet

pytestmark = pytest.mark.django_db

SITE_WITHOUT_WORDS = {
    **dict.fromkeys(SITE, ""),
    "Site ID": SITE["Site ID"],
    "Method": "official",
    "Confidence": "low",
}


class Killed(BaseException):
    """The end of a process, which no code of ours catches."""


def incident(number: int, **more: str) -> dict[str, str]:
    """One death on a day of its own, so that none may be the repetition of another."""
    day = dt.date(1990, 1, 1) + dt.timedelta(days=5 * number)
    told = {
        "Incident ID": f"E{number}",
        "Incident Date": day.isoformat(),
        "Year": str(day.year),
        "Reported Month": "",
    }
    return {**OLD, **told, **more}


def brought(*lines: dict[str, str], by, kind: str = "incidents", is_trial: bool = False) -> BroughtFile:
    upload = ContentFile(sheet(*lines).getvalue())
    file = bring_in(upload, kind=kind, known_on=dt.date(2040, 1, 1), is_trial=is_trial, by=by)
    return again(file)


def again(file: BroughtFile) -> BroughtFile:
    """As another process finds it, which knows only what the database has."""
    return BroughtFile.objects.get(pk=file.pk)


def outcomes(file: BroughtFile) -> list[tuple[int, str, list[str]]]:
    return list(file.lines.order_by("number").values_list("number", "outcome", "reasons"))


def through(file: BroughtFile) -> BroughtFile:
    while not continue_file(again(file), seconds=0):
        pass
    return again(file)


@pytest.fixture
def by_turns(monkeypatch):
    """Each file is long, and each turn is one batch of two lines."""
    monkeypatch.setattr(importing, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(importing, "BATCH", 2)


def kill_at(monkeypatch, number: int) -> None:
    """The worker ends in the midst of a batch, before this line."""
    take = importing.take_line

    def until_then(line, *told):
        if line == number:
            raise Killed
        return take(line, *told)

    monkeypatch.setattr(importing, "take_line", until_then)


def test_three_thousand_lines_come_in_by_turns_and_a_kill_costs_nothing(
    ines, monkeypatch, django_capture_on_commit_callbacks
):
    # One entry tells that the file was brought.
    before = AuditEntry.objects.count() + 1
    # Every tenth line is refused, and the last thousand say again what stood before.
    lines = [incident(n % 2000, **({"Number Dead": "-1"} if n % 10 == 0 else {})) for n in range(3000)]
    file = brought(*lines, by=ines)
    place = kept.path_of(file.stored_name)
    assert (file.state, file.lines.count(), Incident.objects.count()) == (FileState.READING, 0, 0)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert not continue_file(file, seconds=0)
    with monkeypatch.context() as patch:
        kill_at(patch, 1150)
        with pytest.raises(Killed):
            continue_file(again(file), seconds=None)
    assert again(file).position == file.lines.count() + 1 == 1101
    assert Incident.objects.count() == AuditEntry.objects.count() - before == 990
    with django_capture_on_commit_callbacks(execute=True):
        file = through(file)
    assert file.state == FileState.DONE
    assert file.counts() == {Outcome.NEW: 1800, Outcome.KNOWN: 900, Outcome.DIFFERS: 0, Outcome.REFUSED: 300}
    assert list(file.lines.order_by("number").values_list("number", flat=True)) == list(range(2, 3002))
    assert Incident.objects.count() == AuditEntry.objects.count() - before == 1800
    assert not place.exists()
    assert [(notice.to, notice.reference) for notice in Notice.objects.all()] == [(ines, file.reference)]


def test_a_short_file_is_through_at_once_and_tells_nobody(ines, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        file = brought(incident(1), incident(2), by=ines)
    assert (file.state, file.stored_name, Incident.objects.count()) == (FileState.DONE, "", 2)
    assert not Notice.objects.exists()
    assert not DBTaskResult.objects.filter(task_path__contains="go_on_with_file").exists()


MIXED = {
    "incidents": [
        incident(1), incident(2), incident(3), incident(1), incident(2, **{"Number of Survivors": "4"}),
        incident(4, **{"Number Dead": "-1"}), incident(4), incident(4), incident(3),
    ],
    "sites": [
        {**SITE, "Method": "guess"}, SITE, {**SITE, "Reporting Date": "2015-09-25"},
        # Only the first line that was taken tells where the site is: these can come in because it did.
        {**SITE_WITHOUT_WORDS, "Reporting Date": "2015-11-01", "Individuals": "10", "Source": "Prefecture"},
        {**SITE_WITHOUT_WORDS, "Reporting Date": "2015-11-08", "Individuals": "11", "Source": "Prefecture"},
        {**SITE_WITHOUT_WORDS, "Reporting Date": "2015-11-08", "Individuals": "12", "Source": "Prefecture"},
        {**SITE, "Individuals": "7000"}, SITE,
    ],
    "flows": [FLOW, {**FLOW, "Sex": "M"}, {**FLOW, "Sex": "x"}, {**FLOW, "Individuals": "121"}, FLOW],
}  # fmt: skip


@pytest.mark.parametrize("kind", list(MIXED))
def test_a_trial_of_many_batches_says_what_follows_and_writes_nothing(ines, by_turns, kind):
    before = AuditEntry.objects.count()
    trial = through(brought(*MIXED[kind], by=ines, kind=kind, is_trial=True))
    said = outcomes(trial)
    told = AuditEntry.objects.order_by("sequence")[before:]
    assert [(entry.event, entry.subject_id) for entry in told] == [(Event.TRACKING_BROUGHT, str(trial.pk))]
    assert not any(model.objects.exists() for model in (Incident, Site, Assessment, FlowCount))
    for_good = through(brought(*MIXED[kind], by=ines, kind=kind))
    assert outcomes(for_good) == said
    assert {outcome for _line, outcome, _reasons in said} >= {Outcome.NEW, Outcome.DIFFERS, Outcome.REFUSED}


def test_a_trial_that_is_through_keeps_its_report_and_no_cell(ines, by_turns):
    trial = brought(incident(1), incident(2), incident(3), by=ines, is_trial=True)
    assert not continue_file(trial, seconds=0)
    assert trial.lines.filter(cells__isnull=False).count() == 2
    trial = through(trial)
    assert not trial.lines.exclude(cells__isnull=True, identity="", place="").exists()
    assert trial.counts()[Outcome.NEW] == 3


def test_the_same_file_twice_adds_nothing_also_by_turns(ines, by_turns):
    lines = [incident(n) for n in range(5)]
    through(brought(*lines, by=ines))
    before = AuditEntry.objects.count()
    assert through(brought(*lines, by=ines)).counts()[Outcome.KNOWN] == 5
    assert (Incident.objects.count(), AuditEntry.objects.count()) == (5, before + 1)


def test_two_files_at_once_do_not_disturb_each_other(ines, yusuf, by_turns):
    one = brought(*(incident(n) for n in range(6)), by=ines)
    other = brought(*(incident(n) for n in range(3, 9)), by=yusuf, is_trial=True)
    assert not continue_file(one, seconds=0)
    assert not continue_file(other, seconds=0)
    one, other = through(one), through(other)
    assert one.counts()[Outcome.NEW] == Incident.objects.count() == 6
    # The trial began before the first file told of line 5, and came to it afterwards.
    assert [outcome for _line, outcome, _reasons in outcomes(other)] == [
        "new",
        "new",
        "known",
        "new",
        "new",
        "new",
    ]
    assert sorted(Notice.objects.values_list("to__username", flat=True)) == ["ines", "yusuf"]


def test_two_workers_on_one_file_take_no_line_twice(ines, by_turns):
    file = brought(*(incident(n) for n in range(4)), by=ines)
    late = again(file)
    assert not continue_file(file, seconds=0)
    assert continue_file(late)
    assert (late.lines.count(), again(file).state) == (2, FileState.READING)
    assert through(file).lines.count() == Incident.objects.count() == 4


def test_others_have_their_turn_between_two_of_a_file(
    ines, by_turns, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(importing, "continue_file", partial(continue_file, seconds=0))
    with django_capture_on_commit_callbacks(execute=True):
        file = brought(*(incident(n) for n in range(4)), by=ines)
    first = DBTaskResult.objects.get(task_path__contains="go_on_with_file")
    go_on_with_file.func(str(file.pk))
    assert file.lines.count() == 2
    waiting = DBTaskResult.objects.filter(task_path__contains="go_on_with_file").exclude(pk=first.pk).get()
    assert (waiting.queue_name, waiting.args_kwargs["args"]) == ("long", [str(file.pk)])


def test_a_file_stops_with_the_right_of_whoever_brought_it(ines, by_turns):
    file = brought(*(incident(n) for n in range(4)), by=ines)
    assert not continue_file(file, seconds=0)
    ines.groups.clear()
    file = through(file)
    assert (file.state, Incident.objects.count()) == (FileState.FAILED, 2)
    assert file.failed
    assert Notice.objects.get().reference == file.reference


def test_a_file_that_breaks_off_keeps_what_came_before_and_says_why(ines, by_turns):
    whole = sheet(*(incident(n) for n in range(3))).getvalue()
    upload = ContentFile(whole + b'E9,"never closed\n')
    file = through(bring_in(upload, kind="incidents", known_on=dt.date(2040, 1, 1), is_trial=False, by=ines))
    assert (file.state, Incident.objects.count()) == (FileState.FAILED, 2)
    assert "breaks off" in file.failed


def test_a_file_that_is_not_there_any_more_is_said_so(ines, by_turns):
    file = brought(incident(1), by=ines)
    kept.drop(file.stored_name)
    file = through(file)
    assert (file.state, Incident.objects.count()) == (FileState.FAILED, 0)
    assert "not there any more" in file.failed


def test_a_file_that_is_refused_is_not_kept(ines):
    before = set(kept.path_of("").glob("*"))
    with pytest.raises(NoSheet):
        bring_in(
            ContentFile(b"one,two\n1,2\n"), kind="sites", known_on=dt.date(2040, 1, 1), is_trial=True, by=ines
        )
    assert set(kept.path_of("").glob("*")) == before
    assert not BroughtFile.objects.exists()


def test_reasons_are_in_the_language_of_whoever_brought_the_file(ines, by_turns):
    with translation.override("fr"):
        file = brought(incident(1, **{"Information Source": ""}), by=ines)
    assert "Ce champ ne peut pas" in " ".join(through(file).lines.get().reasons)


def test_what_broke_off_and_old_reports_are_swept(ines, by_turns):
    waiting = brought(incident(1), by=ines)
    done = through(brought(incident(2), by=ines))
    BroughtFile.objects.filter(pk=done.pk).update(finished_at=timezone.now() - dt.timedelta(days=91))
    orphan = kept.path_of(kept.keep(ContentFile(b"of a request that broke off")))
    assert kept.sweep({waiting.stored_name}, older_than=-1) >= 1
    assert not orphan.exists()
    sweep_brought()
    assert list(BroughtFile.objects.all()) == [waiting]
    assert kept.path_of(waiting.stored_name).exists()


def test_the_worker_sweeps_them(monkeypatch):
    swept = []
    monkeypatch.setattr(importing, "sweep_brought", lambda: swept.append(True))
    worker.clear_what_is_over()
    assert swept
