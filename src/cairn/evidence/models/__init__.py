"""What evidence keeps: series of releases, each release and what it says, and indicators that colleagues wrote."""

from cairn.evidence.models.released import Released
from cairn.evidence.models.releases import Release, State
from cairn.evidence.models.series import Series
from cairn.evidence.models.texts import IndicatorText, TextState

__all__ = ["IndicatorText", "Release", "Released", "Series", "State", "TextState"]
