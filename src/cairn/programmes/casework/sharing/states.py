"""The way of a referral to a partner: its states, and the moves between them. A move that is not listed is refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferralState(models.TextChoices):
    """Where a referral stands."""

    DRAFTED = "drafted", _("being prepared: nothing was told")
    SENT = "sent", _("sent; no answer yet")
    ACCEPTED = "accepted", _("accepted by the partner")
    DECLINED = "declined", _("declined by the partner")
    DELIVERED = "delivered", _("the service was delivered")
    FEEDBACK = "feedback", _("delivered, with feedback")
    EXPIRED = "expired", _("not answered in time")
    WITHDRAWN = "withdrawn", _("withdrawn by us")


class Urgency(models.TextChoices):
    """How soon the partner should act."""

    TODAY = "today", _("today")
    DAYS = "days", _("within days")
    WEEKS = "weeks", _("within weeks")


class Way(models.TextChoices):
    """How the package reaches the partner."""

    LINK = "link", _("a link that opens once, with a passphrase")
    PAPER = "paper", _("a PDF that is locked with a passphrase")
    CAIRN = "cairn", _("a file that only the partner's Cairn opens")


MOVES: dict[ReferralState, frozenset[ReferralState]] = {
    ReferralState.DRAFTED: frozenset({ReferralState.SENT, ReferralState.WITHDRAWN}),
    ReferralState.SENT: frozenset(
        {
            ReferralState.ACCEPTED,
            ReferralState.DECLINED,
            ReferralState.EXPIRED,
            ReferralState.WITHDRAWN,
        }
    ),
    ReferralState.ACCEPTED: frozenset({ReferralState.DELIVERED, ReferralState.WITHDRAWN}),
    ReferralState.DELIVERED: frozenset({ReferralState.FEEDBACK}),
    # Access is closed by then; whoever has read the package in time may still answer.
    ReferralState.EXPIRED: frozenset(
        {ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.WITHDRAWN}
    ),
    ReferralState.DECLINED: frozenset(),
    ReferralState.FEEDBACK: frozenset(),
    ReferralState.WITHDRAWN: frozenset(),
}
# What the partner says; all others are ours.
ANSWERS = frozenset(
    {ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.DELIVERED, ReferralState.FEEDBACK}
)
# While it stands here the partner may read what was told, if nothing else closes it.
READABLE = frozenset({ReferralState.SENT, ReferralState.ACCEPTED})
WAITING = frozenset({ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.EXPIRED})


def may_move(state: str, to: str) -> bool:
    return ReferralState(to) in MOVES[ReferralState(state)]


def answers_from(state: str) -> list[ReferralState]:
    """What the partner can say next, in the order of the way."""
    return [to for to in ReferralState if to in ANSWERS and may_move(state, to)]
