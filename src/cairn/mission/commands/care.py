"""Look after: doctor, backup, restore, manage."""

import sys
from pathlib import Path
from typing import Annotated

import typer


def doctor() -> None:
    """Check settings, secrets, database, site, disk and worker, and say what to do.

    Ends with exit code 1 if something must be put right; what is only unusual is a warning.
    """
    from rich.console import Console
    from rich.markup import escape

    from cairn.mission.doctor import State, examine

    colours = {State.OK: "green", State.WARN: "yellow", State.FAIL: "bold red"}
    console, worst = Console(highlight=False, soft_wrap=True), State.OK
    for finding in examine():
        colour = colours[finding.state]
        console.print(f"[{colour}]{finding.state:<4}[/]  {finding.about:<18} {escape(finding.said)}")
        if finding.what_to_do and finding.state is not State.OK:
            console.print(f"{'':<6}{'':<18} → {escape(finding.what_to_do)}")
        worst = max(worst, finding.state, key=list(State).index)
    if worst is State.FAIL:
        raise typer.Exit(1)


KeyFile = Annotated[
    Path | None,
    typer.Option(
        "--key-file", help="A copy of master_key, or of master_key.retired.", show_default="this mission's"
    ),
]


def backup(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="Where to write it: a new file, or a folder.", show_default="for a drill, the newest"
        ),
    ] = None,
    keep: Annotated[
        int | None, typer.Option(help="In a folder, keep this many and remove older ones.")
    ] = None,
    drill: Annotated[bool, typer.Option("--drill", help="Write none: rehearse bringing one back.")] = False,
    key_file: KeyFile = None,
) -> None:
    """Write database, files and settings into one sealed file, while Cairn runs; or rehearse with one.

    The master key opens it and is not in it: keep a copy of that key, apart from the backups. A drill brings a backup
    back in a scratch place, compares every row and file, and ends with exit code 4 if something is missing.
    """
    from cairn.mission.backups.making import back_up, said_of
    from cairn.mission.errors import CairnError
    from cairn.mission.progress import Report

    if drill:
        _drill(file, key_file)
    elif file is None:
        raise CairnError("Where should the backup be written?", "Name a file or a folder: cairn backup FILE")
    else:
        report = Report()
        for line in said_of(back_up(file, report, keep=keep)):
            report.quote(line)


def _drill(file: Path | None, key_file: Path | None) -> None:
    from cairn.mission.backups.drilling import drill
    from cairn.mission.backups.errors import DrillFailed
    from cairn.mission.progress import Report

    report = Report()
    done = drill(file, report, key_file=key_file)
    if not done.is_good:
        raise DrillFailed(
            f"{done.file} would not bring the mission back. {' '.join(done.troubles)}",
            "Make a new backup and drill that one.",
        )
    report.quote(
        f"✓ {done.file} of {done.made_at[:16]} UTC brings the mission back: {done.rows} rows in {done.tables} "
        f"tables, {done.files} files; {done.opened} sealed values open, and {done.trace} entries of the trace "
        "are whole."
    )


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    into: Annotated[
        Path | None,
        typer.Option(help="The folder for all that Cairn keeps.", show_default="as mission.toml says"),
    ] = None,
    key_file: KeyFile = None,
) -> None:
    """Bring a mission back from a backup, on a machine where it is not.

    The whole backup is verified before anything is put in place, and a place that is not empty is refused. Stopped
    half-way, the same command goes on.
    """
    from cairn.mission.backups.restoring import restore as bring_back
    from cairn.mission.backups.restoring import tell_the_trace
    from cairn.mission.progress import Report

    report = Report()
    done = bring_back(file, report, into=into, key_file=key_file)
    for note in [*done.notes, *tell_the_trace(done)]:
        report.quote(f"· {note}")
    report.quote(
        f"✓ The mission stands as it was on {done.head.made_at[:16]} UTC: {done.rows} rows in {done.tables} tables. "
        "Start it with: cairn run"
    )


def manage(context: typer.Context) -> None:
    """Run one of Django's own commands, for developers: cairn manage createsuperuser."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["cairn manage", *context.args])
    sys.exit(0)
