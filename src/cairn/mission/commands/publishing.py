"""Publish: publish."""

from pathlib import Path
from typing import Annotated

import typer


def publish(
    everything: Annotated[
        bool, typer.Option("--all", help="Render every page anew, not only what a change touches.")
    ] = False,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Publish the rest although some pages cannot be rendered.")
    ] = False,
    verify: Annotated[
        Path | None,
        typer.Option(
            help="Publish nothing: check the site in DIR, or a mirror of it, against its signed list.",
            metavar="DIR",
        ),
    ] = None,
) -> None:
    """Publish what changed on the public site, or check a copy of it.

    The new site is made beside the old one, signed, and takes its place in one step.
    """
    from cairn.mission import publishing

    if verify:
        publishing.verify_copy(verify)
    else:
        publishing.publish(everything=everything, keep_going=keep_going)
