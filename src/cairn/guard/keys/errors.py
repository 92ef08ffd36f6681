"""What can be wrong with keys and with what they seal, in words that quote no key and no value."""

from cairn.mission.errors import CairnError


class KeysMissing(CairnError):
    """A master key that is needed is not at hand."""

    exit_code = 3


class WrongMasterKey(CairnError):
    """The master key at hand is not the one that this database was sealed with."""

    exit_code = 3


class CannotOpen(CairnError):
    """A sealed value was changed, cut, or stands in a place it was not sealed for."""


class KeyDestroyed(CairnError):
    """The person was erased: what was sealed about them can be read by nobody any more."""


class RotationUnderWay(CairnError):
    """Keys are already being rewrapped; one rotation at a time."""
