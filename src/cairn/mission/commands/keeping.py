"""Keys: how they are, and a new master key."""

import typer

app = typer.Typer(
    name="keys",
    help="The master key and what it wraps: how they are, and a new one.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)


@app.command()
def status() -> None:
    """Say which master keys are at hand, how many keys they wrap, and how far a rotation is.

    Ends with exit code 3 if something is wrong.
    """
    from cairn.mission.django_start import start_django

    start_django()
    from cairn.guard.checks import master_keys, rotation, wrapped_keys
    from cairn.guard.keys.ring import master_ring
    from cairn.guard.models import DataKey, MissionKey

    ring = master_ring()
    for version in ring.versions:
        many = sum(model.objects.filter(master_id=version).count() for model in (DataKey, MissionKey))
        typer.echo(
            f"Master key {version} wraps {many} keys{', and every new one' * (version == ring.current)}."
        )
    found = [problem for look in (master_keys, wrapped_keys, rotation) for problem in look()]
    for problem in found:
        typer.echo(f"{'✗' if problem.is_grave else '·'} {problem.said}\n  {problem.what_to_do}")
    if any(problem.is_grave for problem in found):
        raise typer.Exit(3)


@app.command()
def rotate() -> None:
    """Bring in a new master key and rewrap every key with it; goes on with a rotation that was begun.

    Colleagues go on working. Stopped half way, the worker finishes it. Where a vault keeps the master key, give
    it a new version first.
    """
    from rich.progress import Progress

    from cairn.mission.django_start import start_django

    start_django()
    from cairn.guard.keys.rotation import continue_rotation, start_rotation, unfinished_rotation

    rotation = unfinished_rotation() or start_rotation(by=None)
    with Progress() as progress:
        row = progress.add_task(f"Rewrapping for master key {rotation.to_version}", total=rotation.total)
        while not continue_rotation(rotation, seconds=0.5):
            rotation.refresh_from_db()
            progress.update(row, completed=rotation.done)
        progress.update(row, completed=rotation.total)
    typer.echo(f"✓ Master key {rotation.to_version} wraps every key, and the one before is retired.")
