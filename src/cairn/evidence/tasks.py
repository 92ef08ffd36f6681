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
