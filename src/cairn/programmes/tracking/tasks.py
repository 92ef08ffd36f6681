"""What the worker does for tracking."""

from django_tasks import task

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
