"""Releases: build the next one, list them, verify one, make one again."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from cairn.mission.errors import CairnError
from cairn.mission.progress import Report

DAY = ["%Y-%m-%d"]


class NotTheRelease(CairnError):
    """What lies there is not what was released."""

    exit_code = 4


def release(
    series: Annotated[str, typer.Argument(help="The code of the series, such as calais.")],
    until: Annotated[dt.datetime, typer.Option(formats=DAY, help="The last day that counts.")],
    indicator: Annotated[list[str], typer.Option(help="The code of an indicator; once for each.")],
    by: Annotated[str, typer.Option(help="Who makes it: the user name of an information manager.")],
    title: Annotated[str, typer.Option(help="The title of a series that is new.")] = "",
    changes: Annotated[str, typer.Option(help="What changed since the release before, and why.")] = "",
) -> None:
    """Draft the next release of a series and build it right here; somebody else then approves it in the workspace.

    Stopped half-way, the same command goes on.
    """
    from cairn.mission.django_start import start_django

    start_django()
    from cairn.evidence.models import State
    from cairn.evidence.releases.building import build
    from cairn.mission.releasing import colleague, drafted_for, found_in

    drafted = drafted_for(colleague(by), series, title, indicator, until.date(), changes)
    report = Report()
    with report.step(f"Building {drafted.name}") as advance:
        built = build(drafted, advance)
    if built.state == State.REFUSED:
        raise CairnError(
            f"{built.name} would give people away, so it is not released.\n{found_in(built)}",
            "The workspace shows which figures prove it.",
        )
    report.say(f"{built.name} is safe: {built.digest}")
    report.say("Ask for approval in the workspace.")


def releases() -> None:
    """List the releases, how far each is, and the digest by which its files are named."""
    from cairn.mission.django_start import start_django

    start_django()
    from cairn.evidence.models import Release

    report = Report()
    for one in Release.objects.select_related("series"):
        report.quote(f"{one.name:24} {one.state:12} up to {one.cut_off}  {one.digest[:16]}")
        if one.trouble:
            report.quote(f"  {one.trouble}")


def verify(
    folder: Annotated[
        Path, typer.Argument(help="The files of a release, at home or as somebody copied them.")
    ],
    key: Annotated[
        Path | None,
        typer.Option(help="The public key of the mission, as PEM.", show_default="this mission's"),
    ] = None,
) -> None:
    """Say whether a release is what the mission approved and signed, file by file.

    Ends with exit code 4 if it is not.
    """
    from cairn.mission.django_start import start_django

    start_django()
    from cairn.evidence.releases.verifying import public_key_in, verify_release
    from cairn.mission.releasing import MOST_SHOWN, approval_beside, content_of
    from cairn.mission.secrets import site_signing_key

    public_key = public_key_in(content_of(key)) if key else site_signing_key().public_key()
    wrong = verify_release(folder, public_key, *approval_beside(folder))
    if wrong:
        more = f"\n… and {len(wrong) - MOST_SHOWN} more" if len(wrong) > MOST_SHOWN else ""
        raise NotTheRelease("\n".join(wrong[:MOST_SHOWN]) + more, "Use none of it; take a fresh copy.")
    Report().say(f"[green]✓[/] {folder} is what the mission approved and signed.")


def rebuild(name: Annotated[str, typer.Argument(help="Such as calais-3.")]) -> None:
    """Make a release again from the snapshot that was kept, somewhere else, and compare: its figures are no accident.

    Ends with exit code 4 if a byte differs.
    """
    from cairn.mission.django_start import start_django

    start_django()
    from cairn.evidence.releases.rebuilding import rebuild as make_again
    from cairn.mission.releasing import MOST_SHOWN, release_called

    found, report = release_called(name), Report()
    with report.step(f"Making {name} again") as advance:
        made = make_again(found, advance)
    if not made.is_same:
        raise NotTheRelease(
            f"{name} came out otherwise: {', '.join(made.different[:MOST_SHOWN])}.",
            "Another version of Cairn, of a list of words or of mission.toml makes other files.",
        )
    report.say(f"[green]✓[/] The same bytes: {made.digest}")
