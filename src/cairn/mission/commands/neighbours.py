"""Other missions: subscribe to one, take in what it published, list them."""

from pathlib import Path
from typing import Annotated

import typer

from cairn.mission.progress import Report

BY = Annotated[str, typer.Option(help="Who does it: the user name of an information manager.")]


def subscribe(
    code: Annotated[str, typer.Argument(help="A short name for the mission, such as france.")],
    address: Annotated[str, typer.Argument(help="The address of its public site.")],
    key: Annotated[Path, typer.Option(help="Its public key in PEM, as the mission gave it to you itself.")],
    by: BY,
    name: Annotated[str, typer.Option(help="The mission’s name.")] = "",
) -> None:
    """Trust another mission’s key, so that its releases can be verified and added up with ours."""
    from cairn.mission.django_start import start_django

    start_django()
    from cairn.evidence.acts import subscribe as begin
    from cairn.mission.releasing import colleague

    neighbour = begin(
        code=code, name=name or code, address=address, public_key=key.read_text(), by=colleague(by)
    )
    Report().say(
        f"Subscribed to {neighbour} at {neighbour.address}. `cairn evidence fetch` takes in its releases."
    )


def fetch(by: BY) -> None:
    """Take in what the missions we subscribe to have published; each release is verified file by file."""
    from cairn.mission.django_start import start_django

    start_django()
    from cairn.evidence.acts import look_at
    from cairn.evidence.models import Neighbour
    from cairn.mission.errors import CairnError
    from cairn.mission.releasing import colleague

    report, failed = Report(), 0
    for neighbour in Neighbour.objects.all():
        try:
            new = look_at(neighbour, by=colleague(by))
            report.say(
                f"{neighbour}: {len(new)} new, {neighbour.releases.filter(is_current=True).count()} current"
            )
        except CairnError as error:
            failed += 1
            report.say(f"{neighbour}: {error}")
    if failed:
        raise typer.Exit(code=4)
