"""What evidence keeps: series of releases, each release and what it says, written indicators, and neighbours."""

from cairn.evidence.models.neighbours import Neighbour, NeighbourRelease
from cairn.evidence.models.released import Released
from cairn.evidence.models.releases import Release, State
from cairn.evidence.models.series import Series
from cairn.evidence.models.texts import IndicatorText, TextState

__all__ = [
    "IndicatorText",
    "Neighbour",
    "NeighbourRelease",
    "Release",
    "Released",
    "Series",
    "State",
    "TextState",
]
