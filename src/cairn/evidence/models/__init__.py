"""What evidence keeps: series of releases, each release, and what it says of each indicator."""

from cairn.evidence.models.released import Released
from cairn.evidence.models.releases import Release, State
from cairn.evidence.models.series import Series

__all__ = ["Release", "Released", "Series", "State"]
