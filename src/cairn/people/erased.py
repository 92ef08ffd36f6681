"""Those who were erased, and the copies of them that lie where Cairn does not reach."""

from cairn.guard.checks import Problem, Problems
from cairn.guard.models import AuditEntry, KeyRotation
from cairn.guard.trace.events import Event


def erased_in_backups() -> Problems:
    """For the doctor: older backups hold the erased, and open as long as the master key of their time is in use."""
    erasures = AuditEntry.objects.filter(event=Event.PERSON_ERASED)
    renewed = KeyRotation.objects.exclude(finished_at=None).first()
    if renewed:
        erasures = erasures.filter(at__gt=renewed.started_at)
    if many := erasures.count():
        yield Problem(
            f"People erased since the master key was renewed: {many}. Backups from before still hold them.",
            "cairn keys rotate, then a new backup and its drill, and then destroy the older backups and their key.",
            is_grave=False,
        )
