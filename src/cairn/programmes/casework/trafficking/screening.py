"""What the ticked operational indicators add up to: which dimensions are positive, and by which of them.

Plain arithmetic on answers, the same for the same form and answers; it knows no case and decides nothing. A dimension is
positive with two strong indicators, or one strong with one medium or weak, or three medium, or two medium and one weak.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.programmes.casework.forms.declaration import Form, Question

# Which rule counted; it changes when the combinations do, and stands beside each decision.
METHOD = 1
FORM = "operational-indicators"
NOT_TICKED = ("no", "", None)
NO_INDICATOR = "-"
STRONG, MEDIUM, WEAK = "S", "M", "W"
# The strongest first, so that the trace names what weighs most.
COMBINATIONS: tuple[tuple[str, ...], ...] = (
    (STRONG, STRONG),
    (STRONG, MEDIUM),
    (STRONG, WEAK),
    (MEDIUM, MEDIUM, MEDIUM),
    (MEDIUM, MEDIUM, WEAK),
)
# What must be there, by the definition of trafficking: for children no means are needed.
MEANS = ("dr", "cr", "vr")
EXPLOITATION = "ex"
HOLD = ("cd", "vd")
DIMENSIONS = {
    "dr": _("deceptive recruitment"),
    "cr": _("coercive recruitment"),
    "vr": _("recruitment by abuse of vulnerability"),
    "ex": _("exploitation"),
    "cd": _("coercion at destination"),
    "vd": _("abuse of vulnerability at destination"),
}


@dataclass(frozen=True, slots=True)
class Ticked:
    """An indicator that somebody ticked: its weight here, where it comes from, and the words."""

    name: str
    label: Any
    weight: str
    is_uncertain: bool
    source: str
    words: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the six, with all that was ticked in it, and those that make it positive."""

    code: str
    ticked: tuple[Ticked, ...]
    by: tuple[Ticked, ...]

    @property
    def label(self) -> Any:
        return DIMENSIONS[self.code]

    @property
    def is_positive(self) -> bool:
        return bool(self.by)

    @property
    def combination(self) -> str:
        """As “S + M”; nothing where it is not positive."""
        return " + ".join(one.weight for one in self.by)


@dataclass(frozen=True, slots=True)
class Screening:
    """The six dimensions together. It points, and never decides."""

    dimensions: tuple[Dimension, ...]
    of_child: bool
    form_version: int
    method: int = METHOD

    def dimension(self, code: str) -> Dimension:
        return next(one for one in self.dimensions if one.code == code)

    @property
    def points_to_trafficking(self) -> bool:
        """Means, exploitation and a hold over the person; a child is trafficked without any means."""
        positive = {one.code for one in self.dimensions if one.is_positive}
        has_means = self.of_child or not positive.isdisjoint(MEANS)
        return has_means and EXPLOITATION in positive and not positive.isdisjoint(HOLD)

    @property
    def rests_on_unchecked_weights(self) -> bool:
        return any(one.is_uncertain for dimension in self.dimensions for one in dimension.by)


def screen(form: Form, answers: Mapping[str, Any], *, of_child: bool) -> Screening:
    """Count the answers of a form of operational indicators."""
    found = tuple(_dimension(code, form, answers, of_child) for code in DIMENSIONS)
    return Screening(found, of_child, form.version)


def combination_of(weights: Sequence[str]) -> tuple[int, ...]:
    """The places of the first combination that these weights hold; nothing where they hold none."""
    for wanted in COMBINATIONS:
        left = list(range(len(weights)))
        taken: list[int] = []
        for weight in wanted:
            place = next((place for place in left if weights[place] == weight), None)
            if place is None:
                break
            left.remove(place)
            taken.append(place)
        else:
            return tuple(taken)
    return ()


def weight_of(question: Question, *, of_child: bool) -> str:
    return question.child_weight if of_child and question.child_weight else question.weight


def _dimension(code: str, form: Form, answers: Mapping[str, Any], of_child: bool) -> Dimension:
    ticked = tuple(
        _ticked(question, answers, of_child)
        for question in form.questions()
        if question.name.startswith(f"{code}_")
        and weight_of(question, of_child=of_child) not in ("", NO_INDICATOR)
        and answers.get(question.name) not in NOT_TICKED
    )
    return Dimension(code, ticked, tuple(ticked[at] for at in combination_of([one.weight for one in ticked])))


def _ticked(question: Question, answers: Mapping[str, Any], of_child: bool) -> Ticked:
    source = answers[question.name]
    return Ticked(
        question.name,
        question.label,
        weight_of(question, of_child=of_child),
        question.uncertain,
        str(question.label_of(source)),
        str(answers.get(f"{question.name}_words", "")),
    )
