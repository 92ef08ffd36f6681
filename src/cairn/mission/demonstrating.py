"""`cairn demo`: load the demonstration, where it does no harm."""

from cairn.mission.config import load_mission
from cairn.mission.errors import CairnError
from cairn.mission.first_start import DEMONSTRATION, has_written_pages
from cairn.mission.prepare import SETUP, missing_steps, prepare
from cairn.mission.progress import Report


class NoDemonstrationHere(CairnError):
    """Invented content would stand among a mission's own."""


def load_demonstration_mission() -> None:
    mission, report = load_mission(), Report()
    if not mission.demonstration.enabled:
        raise NoDemonstrationHere(
            "mission.toml does not say that this is a demonstration.",
            "Write enabled = true under [demonstration], if invented content may stand here.",
        )
    prepare(report, SETUP)
    if has_written_pages(mission) and missing_steps([DEMONSTRATION], mission):
        raise NoDemonstrationHere(
            "Pages have been written here already; the demonstration would stand among them.",
            "Give it a storage folder of its own: CAIRN_STORAGE=var-demonstration cairn demo",
        )
    prepare(report, [DEMONSTRATION], again=True)
    report.say("Sign-in names and passwords are shown by [bold]cairn run[/].")
