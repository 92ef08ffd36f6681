"""What can go wrong with backups, in words for whoever has to put it right."""

from cairn.mission.errors import CairnError


class BackupFailed(CairnError):
    """Nothing was written under the name asked for."""


class BackupDamaged(CairnError):
    """A file that is no backup, or no longer the one that was written."""

    exit_code = 4


class RestoreRefused(CairnError):
    """This is no place for this backup, and nothing was changed in it."""


class RestoreFailed(CairnError):
    """What was restored is not what was backed up, or could not be put in place."""

    exit_code = 4


class DrillFailed(CairnError):
    """The drill could not be held, or this backup would not bring the mission back."""

    exit_code = 4
