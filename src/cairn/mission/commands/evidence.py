"""Evidence: facts as they are now, the indicators that count them, and releases of what they say."""

import datetime as dt
from typing import Annotated

import typer

from cairn.mission.commands import neighbours, releasing
from cairn.mission.progress import Report

app = typer.Typer(
    name="evidence",
    help="Facts, indicators and releases: look at them, build a release, verify one, make one again.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)
MOST_SHOWN = 40


@app.command()
def snapshot() -> None:
    """Write the facts of every programme as they are at this moment, without identifiers.

    The same facts are the same snapshot: nothing is written twice.
    """
    from cairn.mission.django_start import start_django

    start_django()
    from cairn.evidence.facts import fact_tables
    from cairn.evidence.facts.snapshots import take_snapshot

    report = Report()
    with report.step("Writing the facts") as advance:
        taken = take_snapshot(fact_tables(), advance)
    for name, held in sorted(taken.tables.items()):
        report.say(f"  {name:28} {held.rows:>12,} rows")
    report.say(f"Snapshot {taken.name[:12]} of {taken.taken_at:%Y-%m-%d %H:%M} UTC")


@app.command()
def indicators() -> None:
    """List the indicators that are declared, each held to its facts and to the policy of mission.toml."""
    from cairn.mission.django_start import start_django

    start_django()
    from cairn.evidence.indicators import indicators as declared

    report = Report()
    for one in declared():
        goals = f" · SDG {', '.join(one.sdg)}" if one.sdg else ""
        report.say(f"[bold]{one.code}[/] v{one.version} · {one.disclosure.kind} · {one.facts}{goals}")
        report.quote(f"  {one.words('title', 'en')}")


@app.command()
def cells(
    code: Annotated[str, typer.Argument(help="The code of an indicator.")],
    until: Annotated[
        dt.datetime | None, typer.Option(formats=releasing.DAY, help="The last day that counts.")
    ] = None,
) -> None:
    """Show what an indicator says of the latest snapshot, before anything protects it: for colleagues' eyes only."""
    from cairn.mission.django_start import start_django

    start_django()
    from cairn.evidence.errors import WrongFacts
    from cairn.evidence.facts import fact_table
    from cairn.evidence.facts.snapshots import snapshots
    from cairn.evidence.indicators import indicator
    from cairn.evidence.tables import cells as cells_of
    from cairn.evidence.tables import facts_in

    one, taken = indicator(code), next(iter(snapshots()), None)
    if taken is None:
        raise WrongFacts("No snapshot was taken yet.", "cairn evidence snapshot takes one.")
    taken.ensure_unchanged()
    day = until.date() if until else taken.taken_at.date()
    report = Report()
    with facts_in(taken, one.facts) as facts:
        found = cells_of(one, fact_table(one.facts), facts, until=day).to_pyarrow().to_pylist()
    for row in found[:MOST_SHOWN]:
        report.quote("  ".join(f"{name} {value}" for name, value in row.items() if value is not None))
    report.say(f"{len(found):,} cells of {code}, up to {day}, from snapshot {taken.name[:12]}")


for command in (
    releasing.release,
    releasing.releases,
    releasing.verify,
    releasing.rebuild,
    neighbours.subscribe,
    neighbours.fetch,
):
    app.command()(command)
