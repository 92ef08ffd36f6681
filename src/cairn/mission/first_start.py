"""All that `cairn run` needs before its servers start: the set-up, the demonstration's content, a published site."""

from cairn.mission.config import MissionConfig, load_mission
from cairn.mission.django_start import start_django
from cairn.mission.failures import failures_in_words
from cairn.mission.peek import ask
from cairn.mission.prepare import SETUP, Step, code_of, prepare
from cairn.mission.progress import Advance, Report


def birth_of_database(mission: MissionConfig) -> str:
    """When this database was made: another one, though it has the same address, has another birth."""
    answer = ask(mission, "SELECT min(applied) FROM django_migrations")
    return str(answer[0][0]) if answer else ""


def has_written_pages(mission: MissionConfig) -> bool:
    """Whether anything stands below the sections, that is: whether somebody has begun to write."""
    answer = ask(mission, "SELECT count(*) FROM wagtailcore_page WHERE depth > 3")
    return bool(answer and answer[0][0])


def _load_demonstration(advance: Advance) -> None:
    if has_written_pages(load_mission()):
        return  # Invented pages never go among those of a mission that writes its own.
    start_django()
    from cairn.demo.load import load_demonstration

    load_demonstration(advance)


def _publish(advance: Advance) -> None:
    start_django()
    from cairn.publish.acts import publish_site

    publish_site(progress=advance)


DEMONSTRATION = Step(
    name="demonstration",
    label="Loading the demonstration mission",
    sources=lambda mission: [birth_of_database(mission)],
    is_there=lambda mission: True,
    make=_load_demonstration,
)
SITE = Step(
    name="site",
    label="Publishing the public site",
    sources=lambda mission: [
        mission.model_dump_json(),
        birth_of_database(mission),
        *code_of("newsroom/**/*.py", "newsroom/**/*.html", "newsroom/**/*.po", "newsroom/assets/**/*"),
        *code_of("publish/**/*.py", "publish/**/*.html"),
    ],
    is_there=lambda mission: (mission.storage_path / "site" / "current").exists(),
    make=_publish,
)


def first_start_steps(mission: MissionConfig) -> list[Step]:
    return [*SETUP, *([DEMONSTRATION] if mission.demonstration.enabled else []), SITE]


def main() -> None:
    with failures_in_words():
        prepare(Report(), first_start_steps(load_mission()))


if __name__ == "__main__":
    main()
