"""Why a chart is not drawn, in words for the person who asked for it."""

from cairn.mission.errors import CairnError


class CannotDraw(CairnError):
    """What should be drawn contradicts itself, or says more than may be shown."""


class TooManyMarks(CannotDraw):
    """So many values that nobody could read them."""


class PartsMissing(CairnError):
    """Fonts or outlines that charts need are not on this machine."""
