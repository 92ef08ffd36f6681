"""The score of the survey on reintegration: 0 to 1, in all and for each dimension.

The weights stand in the form, and are marked as uncertain there until somebody has checked them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from cairn.programmes.casework.forms.declaration import Form

FORM = "sustainability-survey"
LOW, HIGH = Fraction(33, 100), Fraction(66, 100)


@dataclass(frozen=True, slots=True)
class Score:
    """`whole` is the mean of the dimensions; None where too few questions were answered to say anything."""

    dimensions: Mapping[str, Fraction | None]
    answered: int
    asked: int
    is_uncertain: bool

    @property
    def whole(self) -> Fraction | None:
        known = [score for score in self.dimensions.values() if score is not None]
        return sum(known, Fraction(0)) / len(known) if known and len(known) == len(self.dimensions) else None

    @property
    def level(self) -> str:
        """How sustainable the reintegration is: low, medium or high."""
        if self.whole is None:
            return "unknown"
        return "low" if self.whole < LOW else "high" if self.whole >= HIGH else "medium"


def score_of(form: Form, answers: Mapping[str, Any]) -> Score:
    """Each dimension is the mean of its answered questions; one of which less than half is answered has no score."""
    found: dict[str, list[Fraction | None]] = {}
    for question in form.questions():
        if question.weight:
            weights = {choice.code: choice.weight for choice in question.choices}
            weight = weights.get(answers.get(question.name, ""))
            found.setdefault(question.weight, []).append(None if weight is None else Fraction(str(weight)))
    every = [weight for weights in found.values() for weight in weights]
    return Score(
        {name: _mean(weights) for name, weights in found.items()},
        sum(weight is not None for weight in every),
        len(every),
        any(question.uncertain for question in form.questions()),
    )


def _mean(weights: list[Fraction | None]) -> Fraction | None:
    known = [weight for weight in weights if weight is not None]
    return sum(known, Fraction(0)) / len(known) if 2 * len(known) >= len(weights) else None
