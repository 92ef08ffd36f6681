"""The nouns of tracking."""

from cairn.programmes.tracking.models.files import BroughtFile, BroughtLine
from cairn.programmes.tracking.models.flows import FlowCount, FlowPoint
from cairn.programmes.tracking.models.incidents import Incident, NamedVictim, PossibleRepetition
from cairn.programmes.tracking.models.sites import Assessment, Site

__all__ = [
    "Assessment",
    "BroughtFile",
    "BroughtLine",
    "FlowCount",
    "FlowPoint",
    "Incident",
    "NamedVictim",
    "PossibleRepetition",
    "Site",
]
