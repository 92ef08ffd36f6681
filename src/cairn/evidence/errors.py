"""Why evidence is not made, in words for the person who has to put it right."""

from cairn.mission.errors import CairnError


class WrongFacts(CairnError):
    """A fact file does not hold what was declared of it."""


class TooFewPeopleToPublish(CairnError):
    """What should be published exactly counts fewer people than the rule allows."""


class CannotProtect(CairnError):
    """No choice of hidden cells keeps the promise of the rule."""


class ReleaseInHand(CairnError):
    """Somebody else works on this release at this moment."""


class NotNow(CairnError):
    """A release is not in the state in which this may be done."""
