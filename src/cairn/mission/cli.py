"""The command line: `cairn`."""

import os
from typing import Annotated

import typer

from cairn import __version__
from cairn.mission.commands import auditing, care, erasing, evidence, keeping, publishing, starting
from cairn.mission.failures import failures_in_words

app = typer.Typer(
    name="cairn",
    help="The open platform of a migration mission: its workspace, its records and its word to the public.",
    epilog="Settings stand in mission.toml. New here? [bold]cairn run[/] starts everything.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"Cairn {__version__}")
        raise typer.Exit


@app.callback()
def cairn(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version and end.")
    ] = False,
) -> None:
    """The open platform of a migration mission: its workspace, its records and its word to the public."""


START, PUBLISH, CARE = "Start", "Publish", "Look after"
app.command(rich_help_panel=START)(starting.run)
app.command(rich_help_panel=START)(starting.setup)
app.command(rich_help_panel=START)(starting.demo)
app.command(rich_help_panel=START)(starting.code)
app.command(rich_help_panel=PUBLISH)(publishing.publish)
app.command(rich_help_panel=CARE)(care.doctor)
app.command(rich_help_panel=CARE)(care.backup)
app.command(rich_help_panel=CARE)(care.restore)
app.command(
    rich_help_panel=CARE,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
)(care.manage)

app.add_typer(evidence.app, rich_help_panel=PUBLISH)
app.add_typer(keeping.app, rich_help_panel=CARE)
app.add_typer(auditing.app, rich_help_panel=CARE)
app.add_typer(erasing.app, rich_help_panel=CARE)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.mission.settings.local")
    with failures_in_words():
        app()


if __name__ == "__main__":
    main()
