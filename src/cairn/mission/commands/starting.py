"""Start: run, setup, demo, code."""

from typing import Annotated

import typer

Host = Annotated[
    str, typer.Option(metavar="ADDRESS", help="Listen here; only this machine can reach the usual one.")
]
WorkspacePort = Annotated[
    int | None,
    typer.Option(
        min=1, max=65535, metavar="PORT", help="Where colleagues write.", show_default="from mission.toml"
    ),
]
PublicPort = Annotated[
    int | None,
    typer.Option(
        min=1, max=65535, metavar="PORT", help="Where the public reads.", show_default="from mission.toml"
    ),
]


def run(
    host: Host = "127.0.0.1", workspace_port: WorkspacePort = None, public_port: PublicPort = None
) -> None:
    """Start workspace, public site and worker together; the first start prepares all they need.

    Another free port is taken where one is in use. Ctrl-C ends everything cleanly.
    """
    from cairn.mission.run import run as run_everything

    run_everything(host=host, workspace_port=workspace_port, public_port=public_port)


def setup(
    again: Annotated[bool, typer.Option("--again", help="Make everything anew, also what stands.")] = False,
) -> None:
    """Prepare secrets, database, languages, roles and the style of the public site.

    Makes what is missing or out of date and leaves the rest alone, so it may be run at any time.
    """
    from cairn.mission.prepare import SETUP, prepare
    from cairn.mission.progress import Report

    report = Report()
    if not prepare(report, SETUP, again=again):
        report.say("[green]✓[/] Everything stands already.")


def demo() -> None:
    """Load the demonstration mission: invented people, true dates, drawn pictures.

    Only into an installation whose mission.toml says enabled = true under \\[demonstration], and only where
    nobody has written a page yet.
    """
    from cairn.mission.demonstrating import load_demonstration_mission

    load_demonstration_mission()


def code(
    name: Annotated[str, typer.Argument(help="One of those whom cairn run names, such as caseworker.")],
) -> None:
    """Print the six digits with which an invented colleague of the demonstration signs in now.

    They change every thirty seconds. A mission that is no demonstration is refused.
    """
    from cairn.mission.demonstrating import code_now

    typer.echo(code_now(name))
