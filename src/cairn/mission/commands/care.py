"""Look after: doctor, backup, manage."""

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


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it, such as cairn-2026-01-31.tar.gz.")],
) -> None:
    """Write database, media and settings into one file, while Cairn runs.

    The secrets are not in it: keep storage/secrets apart, for whoever holds both can read everything.
    """
    from cairn.mission.backup import back_up
    from cairn.mission.progress import Report

    back_up(file, Report())


def manage(context: typer.Context) -> None:
    """Run one of Django's own commands, for developers: cairn manage createsuperuser."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["cairn manage", *context.args])
    sys.exit(0)
