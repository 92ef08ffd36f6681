"""`cairn publish`: publish the site, or check a copy of it."""

from pathlib import Path

from cairn.mission.config import load_mission
from cairn.mission.django_start import start_django
from cairn.mission.errors import CairnError
from cairn.mission.first_start import SITE
from cairn.mission.prepare import SETUP, prepare, stamp
from cairn.mission.progress import Report
from cairn.mission.run import mission_as_it_runs
from cairn.mission.secrets import site_signing_key

SHOWN = 20


class CopyDiffers(CairnError):
    """A copy of the site is not what the mission signed."""


def publish(*, everything: bool, keep_going: bool) -> None:
    """Publish by hand what the worker would publish by itself, and say what came of it."""
    mission, report = mission_as_it_runs(), Report()
    prepare(report, SETUP)
    start_django()
    from cairn.publish.acts import publish_site

    with report.step("Publishing the public site") as advance:
        done = publish_site(everything=everything, keep_going=keep_going, progress=advance)
    stamp(mission, SITE)
    report.say(f"{done.rendered} files made, {done.carried} kept, {done.removed} removed.")
    for failure in done.failures:
        report.say(f"[yellow]![/] Left as it was: {failure.name} ({failure.reason})")


def verify_copy(folder: Path) -> None:
    """Check every file of a copy; the mission's own key decides, whatever key the copy carries."""
    from cairn.publish.manifest import public_pem, verify

    report, mission = Report(), load_mission()
    if not folder.is_dir():
        raise CopyDiffers(
            f"There is no folder {folder}.", "Name the folder that holds the copy's manifest.json."
        )
    with report.step(f"Checking {folder}"):
        verdict = verify(folder, public_pem(site_signing_key(mission)))
    if verdict.is_whole:
        report.say(f"[green]✓[/] All {verdict.files} files are as {mission.short_name} signed them.")
        return
    faults = verdict.sentences()
    more = f"\n… and {len(faults) - SHOWN} more" if len(faults) > SHOWN else ""
    raise CopyDiffers(
        f"{folder} is not what {mission.short_name} signed.\n" + "\n".join(faults[:SHOWN]) + more,
        "Do not show this copy to anybody; take a fresh one from the mission.",
    )
