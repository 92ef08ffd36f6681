"""The phrases that a sentence may use for a number, and what each of them says."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from django.utils.translation import gettext_lazy as _


class Claim(StrEnum):
    """A way of saying a number; in alphabetical order."""

    ABOUT = "about"
    AT_LEAST = "at-least"
    DOUBLED = "doubled"
    EXACTLY = "exactly"
    FEWER_THAN = "fewer-than"
    FROM = "from"
    FROM_OVER = "from-over"
    HALVED = "halved"
    MORE_THAN_DOUBLED = "more-than-doubled"
    NEARLY = "nearly"
    NEARLY_DOUBLED = "nearly-doubled"
    ONE_IN = "one-in"
    OVER = "over"
    SINCE = "since"
    UP_TO = "up-to"

    @property
    def meaning(self) -> object:
        """The rule in a sentence, for whoever chooses the phrase."""
        return _MEANINGS[self]


# How far “nearly” and “about” may stand from the number they name. A twentieth is what readers allow a round number.
NEAR = Fraction(1, 20)
# “Nearly doubled” begins where most of the way to twice as many is gone.
NEARLY_TWICE = Fraction(9, 5)

_MEANINGS = {
    Claim.ABOUT: _("The value lies within a twentieth of the number, above or below."),
    Claim.AT_LEAST: _("The value is the number or more."),
    Claim.DOUBLED: _("The value is twice the earlier one or more, and it is the number that is named."),
    Claim.EXACTLY: _("The value is the number, and the release gives it without a range."),
    Claim.FEWER_THAN: _("The value is below the number."),
    Claim.FROM: _("So many different ones were counted: no more and no fewer."),
    Claim.FROM_OVER: _("More different ones than the number were counted."),
    Claim.HALVED: _("The value is half of the earlier one or less, and it is the number that is named."),
    Claim.MORE_THAN_DOUBLED: _("The value is more than twice the earlier one."),
    Claim.NEARLY: _("The value is below the number, and not by more than a twentieth of it."),
    Claim.NEARLY_DOUBLED: _("The value is between 1.8 times and twice the earlier one."),
    Claim.ONE_IN: _("The share, rounded to the nearest such part, is this one and within a twentieth of it."),
    Claim.OVER: _("The value is above the number, also at the lower end of its range."),
    Claim.SINCE: _("The value counts from that day to the day of the release, at the place that is named."),
    Claim.UP_TO: _("The value is not above the number, also at the upper end of its range."),
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A claim with the number that it names."""

    claim: Claim
    number: int

    def __post_init__(self) -> None:
        if self.number < 0 or (self.claim is Claim.ONE_IN and self.number < 2):
            raise ValueError("A phrase names a number from 0 upwards, and a share one in two or less.")
