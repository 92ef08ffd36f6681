"""What the worker does for evidence. A task receives the number of a row."""

from django_tasks import task

from cairn.evidence.models import Release, State


@task(queue_name="long")
def build_release(release_id: int) -> None:
    """Build one release that was ordered; what stops it stands on its screen."""
    from cairn.evidence.releases.building import build
    from cairn.mission.errors import CairnError

    waiting = Release.objects.filter(pk=release_id, state=State.BUILDING)
    release = waiting.select_related("series", "made_by").first()
    if release is None:
        return
    try:
        build(release)
    except CairnError:
        return  # Said on the release; the worker has nothing to mend.


@task(queue_name="long")
def take_facts() -> None:
    """Write the facts of every programme down, and keep them for previews and releases."""
    from cairn.evidence.facts import fact_tables
    from cairn.evidence.facts.snapshots import take_snapshot

    take_snapshot(fact_tables())


@task(queue_name="long")
def look_at_neighbour(neighbour_id: int, by_id: int) -> None:
    """Take in what a neighbouring mission published; what goes wrong stands on its screen."""
    from cairn.evidence.acts import look_at
    from cairn.evidence.models import Neighbour
    from cairn.guard.models import User
    from cairn.mission.errors import CairnError

    neighbour, by = Neighbour.objects.filter(pk=neighbour_id).first(), User.objects.get(pk=by_id)
    if neighbour is None:
        return
    try:
        look_at(neighbour, by=by)
    except CairnError:
        return  # Said on the neighbour.


@task(queue_name="long")
def preview_text(text_id: int) -> None:
    """Count what a text would say of people; where it is wrong, the editor says so without a count."""
    from cairn.evidence.models import IndicatorText
    from cairn.evidence.workspace.previewing import count_and_keep

    text = IndicatorText.objects.filter(pk=text_id).first()
    if text is not None and (one := text.declared) is not None:
        count_and_keep(one)
