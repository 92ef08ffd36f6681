"""How the trace refuses what it must not hold, and where it cannot go on."""

from cairn.mission.errors import CairnError


class TraceOutsideAct(CairnError):
    """An entry belongs into the transaction of the act it tells of."""


class NotForTheTrace(CairnError):
    """A detail is not registered, or holds more than codes and counts."""


class ChainBroken(CairnError):
    """The trace and its head do not fit together: no entry can follow."""

    exit_code = 4
