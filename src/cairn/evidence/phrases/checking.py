"""Whether a phrase says more than a release knows, and which phrases do not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from cairn.evidence.phrases.claims import NEAR, NEARLY_TWICE, Claim, Phrase
from cairn.evidence.phrases.known import Known, Quantity

Rule = Callable[[int, Known], str]
LARGEST_PART = 10  # “One in eleven” is not a share that readers picture.


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a phrase holds; if not, why, and what may be said instead."""

    holds: bool
    why: str = ""
    instead: tuple[Phrase, ...] = ()


def check(phrase: Phrase, known: Known) -> Verdict:
    """Hold a phrase against a cell. What the cell cannot answer does not hold."""
    why = _RULES[phrase.claim](phrase.number, known)
    if not why:
        return Verdict(True)
    return Verdict(False, why, tuple(phrases_that_hold(known)))


def phrases_that_hold(known: Known) -> list[Phrase]:
    """What may be said of a cell, the plainest first."""
    return [phrase for phrase in _offers(known) if not _RULES[phrase.claim](phrase.number, known)]


def round_below(number: Fraction) -> int:
    """The largest number below that readers call round: one leading digit, or two where there are many."""
    whole = int(number) if number != int(number) else int(number) - 1
    if whole < 10:
        return max(whole, 0)
    step = 10 ** (len(str(whole)) - (2 if whole >= 100 else 1))
    return whole - whole % step


def round_above(number: Fraction) -> int:
    """The smallest such number above."""
    whole = int(number) + 1
    if whole < 10:
        return whole
    step = 10 ** (len(str(whole)) - (2 if whole >= 100 else 1))
    return whole if whole % step == 0 else whole + step - whole % step


def _exactly(number: int, known: Known) -> str:
    if not known.value.is_exact:
        return _("The release gives a range, and no single number.")
    return "" if known.value.low == number else _("The release does not say this number.")


def _over(number: int, known: Known) -> str:
    if known.value.low > number:
        return ""
    if known.value.low == number:
        return _("It is this number and not more: “over” says more.")
    return _("The value may be lower than this.")


def _at_least(number: int, known: Known) -> str:
    return "" if known.value.low >= number else _("The value may be lower than this.")


def _fewer_than(number: int, known: Known) -> str:
    return "" if known.value.high < number else _("The value may be this number or higher.")


def _up_to(number: int, known: Known) -> str:
    return "" if known.value.high <= number else _("The value may be higher than this.")


def _nearly(number: int, known: Known) -> str:
    if known.value.high >= number:
        return _("The value may reach this number: “nearly” says that it does not.")
    return (
        "" if known.value.low >= number * (1 - NEAR) else _("The value is too far below this to be near it.")
    )


def _about(number: int, known: Known) -> str:
    within = number * (1 - NEAR) <= known.value.low and known.value.high <= number * (1 + NEAR)
    return "" if within else _("The value may lie further from this than a twentieth of it.")


def _doubled(number: int, known: Known) -> str:
    growth, why = _growth(known)
    if growth is None:
        return why
    if growth.low < 2:
        return _(
            "It has not doubled for certain: it is %(low)s to %(high)s times the earlier value."
        ) % _times(growth)
    if growth.low >= Fraction(9, 4):
        return _("It is more than doubled: “doubled” would say less than the release.")
    return _names_the_value(number, known)


def _nearly_doubled(number: int, known: Known) -> str:
    growth, why = _growth(known)
    if growth is None:
        return why
    if not NEARLY_TWICE <= growth.low < 2 or growth.high > 2:
        return _("It is %(low)s to %(high)s times the earlier value, which is not nearly twice.") % _times(
            growth
        )
    return _names_the_value(number, known)


def _more_than_doubled(number: int, known: Known) -> str:
    growth, why = _growth(known)
    if growth is None:
        return why
    if growth.low <= 2:
        return _(
            "It may not be more than twice: it is %(low)s to %(high)s times the earlier value."
        ) % _times(growth)
    return _names_the_value(number, known)


def _halved(number: int, known: Known) -> str:
    growth, why = _growth(known)
    if growth is None:
        return why
    if growth.high > Fraction(1, 2):
        return _(
            "It has not halved for certain: it is %(low)s to %(high)s times the earlier value."
        ) % _times(growth)
    return _names_the_value(number, known)


def _one_in(number: int, known: Known) -> str:
    share = known.share
    if share is None:
        return _("The release does not say of what this is a part.")
    part = Fraction(1, number)
    within = part * (1 - NEAR) <= share.low and share.high <= part * (1 + NEAR)
    return "" if within else _("The share may lie further from this than a twentieth of it.")


def _from(number: int, known: Known) -> str:
    return _exactly(number, known) if known.distinct else _counts_no_kinds()


def _from_over(number: int, known: Known) -> str:
    return _over(number, known) if known.distinct else _counts_no_kinds()


def _since(number: int, known: Known) -> str:
    missing = [
        word
        for word, value in (
            (_("the first day"), known.since),
            (_("the day on which this was known"), known.known_on),
            (_("the place"), known.place),
        )
        if not value
    ]
    if missing:
        return _("A number since a day needs %(what)s, or nobody can check it.") % {
            "what": ", ".join(missing)
        }
    return _exactly(number, known)


def _growth(known: Known) -> tuple[Quantity | None, str]:
    if known.growth is None:
        return None, _("The release has no earlier value to compare with, or it was nothing.")
    return known.growth, ""


def _names_the_value(number: int, known: Known) -> str:
    """“Doubled to 6,000” names the value itself, or the upper end of what a source gave as a range."""
    if number == known.value.high or (known.value.is_exact and not _about(number, known)):
        return ""
    return _("The number after “to” is not the value that the release gives.")


def _counts_no_kinds() -> str:
    return _("This counts people or events, and not how many different ones there are.")


def _times(growth: Quantity) -> dict[str, str]:
    """Cut, not rounded: 1.996 times is not shown as twice."""
    return {name: f"{int(end * 100) / 100:g}" for name, end in (("low", growth.low), ("high", growth.high))}


def _offers(known: Known) -> Iterator[Phrase]:
    low, high = known.value.low, known.value.high
    if low < 0:
        return  # What fell, or may have fallen, is told with a word for it, and no phrase has one.
    if known.value.is_exact and low == int(low):
        yield Phrase(Claim.FROM if known.distinct else Claim.EXACTLY, int(low))
        if known.since:
            yield Phrase(Claim.SINCE, int(low))
    if known.growth is not None:
        for claim in (Claim.DOUBLED, Claim.NEARLY_DOUBLED, Claim.MORE_THAN_DOUBLED, Claim.HALVED):
            yield Phrase(claim, int(high))
    if known.share is not None:
        yield from (Phrase(Claim.ONE_IN, part) for part in range(2, LARGEST_PART + 1))
    if low > 0:
        yield Phrase(Claim.FROM_OVER if known.distinct else Claim.OVER, round_below(low))
    if not known.distinct:
        yield from (Phrase(claim, round_above(high)) for claim in (Claim.NEARLY, Claim.FEWER_THAN))
        yield Phrase(Claim.ABOUT, round_below(high + 1))
    if not known.value.is_exact and low == int(low):
        yield Phrase(Claim.AT_LEAST, int(low))
        yield Phrase(Claim.UP_TO, int(high))


_RULES: dict[Claim, Rule] = {
    Claim.ABOUT: _about,
    Claim.AT_LEAST: _at_least,
    Claim.DOUBLED: _doubled,
    Claim.EXACTLY: _exactly,
    Claim.FEWER_THAN: _fewer_than,
    Claim.FROM: _from,
    Claim.FROM_OVER: _from_over,
    Claim.HALVED: _halved,
    Claim.MORE_THAN_DOUBLED: _more_than_doubled,
    Claim.NEARLY: _nearly,
    Claim.NEARLY_DOUBLED: _nearly_doubled,
    Claim.ONE_IN: _one_in,
    Claim.OVER: _over,
    Claim.SINCE: _since,
    Claim.UP_TO: _up_to,
}
