"""What the worker does for keys. A task receives the number of a row, never a key."""

from django_tasks import task

from cairn.guard.keys.acts import scrub_destroyed_keys
from cairn.guard.keys.models import KeyRotation
from cairn.guard.keys.rotation import continue_rotation


@task()
def rewrap(rotation_id: int) -> None:
    """A turn of a rotation; another one waits behind what others have to do."""
    rotation = KeyRotation.objects.filter(pk=rotation_id, finished_at=None).first()
    if rotation and not continue_rotation(rotation):
        rewrap.enqueue(rotation_id)


@task()
def scrub() -> None:
    scrub_destroyed_keys()
