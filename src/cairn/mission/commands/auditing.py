"""Audit: is the trace whole, take it away, remember how far it is."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cairn.mission.errors import CairnError

if TYPE_CHECKING:
    from cairn.guard.trace.verify import Copy, Head, Verdict

app = typer.Typer(
    name="audit",
    help="The trace of what is done with protected rows: verify it, export it, sign how far it is.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
BROKEN = 4


@app.command()
def verify(
    copy: Annotated[
        Path | None,
        typer.Argument(
            help="A copy of the database, or a file of audit export.", show_default="this mission's"
        ),
    ] = None,
    public_key: Annotated[
        str,
        typer.Option(help="The key that must have signed, in hexadecimal.", show_default="this mission's"),
    ] = "",
) -> None:
    """Find any entry that was changed, taken out, moved or added, and any tail cut off.

    Ends with exit code 4 if there is one. To verify a copy, neither database nor keys are needed; then compare
    the key that signed with the one that the mission gave you.
    """
    from cairn.guard.trace.copies import copy_in_file
    from cairn.guard.trace.verify import verify as verify_copy

    key = _key(public_key)
    held, key, beside = (copy_in_file(copy), key, []) if copy else _of_this_mission(key)
    started = time.perf_counter()
    verdict = verify_copy(held, public_key=key, beside=beside)
    _tell(verdict, time.perf_counter() - started)
    if copy is None:
        _remember(verdict)
    if not verdict.is_whole:
        raise typer.Exit(BROKEN)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to write it, such as trace-2026-01-31.jsonl.")],
) -> None:
    """Write the whole trace into one file that anybody can read, and verify with audit verify.

    It names colleagues and rows by number only. The export is itself an entry.
    """
    from cairn.mission.django_start import start_django

    start_django()
    from cairn.guard.trace.export import export_trace

    exported = export_trace(file, by=None)
    typer.echo(f"✓ {exported.entries} entries are in {file}.\n  SHA-256 {exported.digest}")


@app.command()
def checkpoint() -> None:
    """Sign how far the trace is now, and remember it beside the database.

    The worker does so every few minutes. A copy of the line, kept elsewhere, proves later that nothing was cut.
    """
    from cairn.mission.django_start import start_django

    start_django()
    from cairn.guard.trace.checkpoints import checkpoint as sign
    from cairn.guard.trace.checkpoints import checkpoints_file

    kept = sign()
    typer.echo(
        f"✓ {kept.count} entries are signed in {checkpoints_file()}."
        if kept
        else "✓ Nothing new since the last one."
    )


def _of_this_mission(key: bytes) -> "tuple[Copy, bytes, list[Head]]":
    """The trace as it stands, the mission's own key, and the checkpoints beside the database."""
    from cairn.mission.config import load_mission
    from cairn.mission.django_start import start_django
    from cairn.mission.peek import postgresql_words

    start_django()
    from cairn.guard.models import MissionKey
    from cairn.guard.trace.acts import public_key
    from cairn.guard.trace.checkpoints import checkpoints_file
    from cairn.guard.trace.copies import postgresql_copy, remembered, sqlite_copy

    mission = load_mission()
    # Before the copy is taken: a checkpoint signed in between would look like a tail that is cut.
    beside = remembered(checkpoints_file(mission))
    path = mission.sqlite_path
    copy = sqlite_copy(path) if path else postgresql_copy(postgresql_words(mission))
    key = key or (public_key() if MissionKey.objects.exists() else b"")
    return copy, key, beside


def _remember(verdict: "Verdict") -> None:
    """The page of the trace says when all of it was last verified."""
    from cairn.guard.trace.health import remember_verdict

    remember_verdict(verdict)


def _key(digits: str) -> bytes:
    try:
        key = bytes.fromhex(digits)
    except ValueError:
        key = b"?"
    if digits and len(key) != 32:
        raise CairnError(
            "The public key cannot be read: it is not 64 hexadecimal digits.",
            "Copy it from what audit verify says on the mission's own machine.",
        )
    return key


def _tell(verdict: "Verdict", seconds: float) -> None:
    from rich.console import Console

    say = Console(highlight=False, soft_wrap=True).print
    for fault in verdict.faults:
        say(f"✗ {fault.said}", style="bold red", markup=False)
    if verdict.untold:
        say(f"✗ And {verdict.untold} more.", style="bold red")
    rate = verdict.entries / seconds if seconds else 0
    speed = f"{verdict.entries} entries in {seconds:.1f} s, {rate:,.0f} a second"
    say(f"[green]✓[/] The trace is whole: {speed}." if verdict.is_whole else f"The trace is broken: {speed}.")
    if verdict.signed_by:
        say(f"  Signed by {verdict.signed_by.hex()}")
