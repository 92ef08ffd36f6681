"""What a release says of an indicator in one phrase: the plainest that holds, and growth before all else."""

from fractions import Fraction

from django.utils.translation import gettext as _

from cairn.evidence.charts.saying import number
from cairn.evidence.models import Released
from cairn.evidence.phrases import Claim, Phrase, check, phrases_that_hold
from cairn.evidence.reads import Cited, cite
from cairn.evidence.releases.results import Cell, Result
from cairn.newsroom.figures.saying import sentence

# A phrase about a day, a part or a mark beside the value waits for the editor who writes a sentence around it.
FIRST = (
    Claim.MORE_THAN_DOUBLED,
    Claim.DOUBLED,
    Claim.NEARLY_DOUBLED,
    Claim.HALVED,
    Claim.EXACTLY,
    Claim.ABOUT,
    Claim.AT_LEAST,
    Claim.OVER,
)


def headline(released: Released, language: str) -> str:
    """The total as it is announced, such as “doubled to 6,000 people”; in the language that is active."""
    cell = released.result.cell()
    if cell is None or cell.value is None:
        return in_numbers(cell, released.result, language)
    cited = cite(released)
    phrase = _phrase(cited)
    if phrase is None:
        return in_numbers(cell, released.result, language)
    return sentence(cited, phrase, language, names_unit=True)


def in_numbers(cell: Cell | None, result: Result, language: str) -> str:
    """A cell without a claim: “6,000 people”, or in words why there is no number."""
    if cell is None or cell.value is None:
        return hidden_or_missing(cell)
    unit = result.indicator.noun.after(int(cell.value), language)
    return _("%(number)s %(unit)s") % {"number": number(Fraction(str(cell.value)), language), "unit": unit}


def hidden_or_missing(cell: Cell | None) -> str:
    if cell is not None and cell.hidden:
        return _("hidden, so that nobody can be recognised")
    return _("not recorded")


def _phrase(cited: Cited) -> Phrase | None:
    held = {phrase.claim: phrase for phrase in phrases_that_hold(cited.known)}
    # Of kinds “from 96 countries” holds too, which begins no headline.
    value = cited.known.value.low
    if value == int(value) and check(exact := Phrase(Claim.EXACTLY, int(value)), cited.known).holds:
        held[Claim.EXACTLY] = exact
    return next((held[claim] for claim in FIRST if claim in held), None)
