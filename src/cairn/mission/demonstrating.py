"""`cairn demo` and `cairn code`: load the demonstration, and sign in to it, where that does no harm."""

from cairn.mission.config import load_mission
from cairn.mission.django_start import start_django
from cairn.mission.errors import CairnError
from cairn.mission.first_start import DEMONSTRATION, has_written_pages
from cairn.mission.prepare import SETUP, missing_steps, prepare
from cairn.mission.progress import Report


class NoDemonstrationHere(CairnError):
    """Invented content would stand among a mission's own."""


class NoCodesHere(CairnError):
    """The second factor of a real colleague is theirs alone."""


def code_now(name: str) -> str:
    """The code that an invented colleague would read from their telephone now."""
    if not load_mission().demonstration.enabled:
        raise NoCodesHere(
            "This is no demonstration, and Cairn hands out nobody's code.",
            "Read it from the telephone or use the passkey. A colleague who lost both asks the administrator.",
        )
    start_django()
    from cairn.demo.cast import code_of

    return code_of(name)


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
