"""What the worker does for tracking."""

from django_tasks import task

from cairn.guard.turns import take_up
from cairn.programmes.tracking.models import BroughtFile


@task(queue_name="long")
def go_on_with_file(file_id: str) -> None:
    """A turn of a file; another one waits behind what others have to do."""
    from cairn.programmes.tracking.codes import FileState
    from cairn.programmes.tracking.exchange.importing import continue_file

    files = BroughtFile.objects.filter(pk=file_id, state=FileState.READING)
    brought = files.select_related("by").first()
    if brought and not continue_file(brought):
        go_on_with_file.enqueue(file_id)


def take_up_files() -> None:
    """What the worker asks now and then: no file is read for ever because its task was lost."""
    from cairn.programmes.tracking.codes import FileState
    from cairn.programmes.tracking.exchange.importing import give_up_file

    reading = BroughtFile.objects.filter(state=FileState.READING).select_related("by")
    take_up(go_on_with_file, reading, give_up_file)
