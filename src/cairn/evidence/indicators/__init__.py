"""Indicators: what is counted, of what, by what, and under which rule, as text that is reviewed and versioned."""

from cairn.evidence.indicators.declaration import Indicator, Measure, MeasureKind, Rule, RuleKind
from cairn.evidence.indicators.library import indicator, indicators, register_folder
from cairn.evidence.indicators.reading import WrongIndicator, parse_indicator

__all__ = [
    "Indicator",
    "Measure",
    "MeasureKind",
    "Rule",
    "RuleKind",
    "WrongIndicator",
    "indicator",
    "indicators",
    "parse_indicator",
    "register_folder",
]
