"""From one Cairn to another, with no hand between: a package is fetched by its link, and answers go back the same way.

Only a partner whose place and key stand in the register is asked, at that very place. What fails says what to do;
neither link nor passphrase stands in what it says.
"""

import json
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit
from urllib.request import Request

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cairn.guard.fetching import Care, NotReached, Refused, TooLarge, blocks
from cairn.mission.errors import CairnError
from cairn.programmes.casework.sharing.sealing import LARGEST, own_key
from cairn.programmes.partners.models import Organisation
from cairn.programmes.partners.origins import may_reach, origin_of
from cairn.programmes.partners.reads import partner_at

WITHIN = 30
LINK = re.compile(r"/told/([A-Za-z0-9_-]{43})/?")
LINK_FOR_ANSWERS = re.compile(r"/told/[A-Za-z0-9_-]+/answer/?")
# What the other Cairn says of a link that gives nothing, in codes, and what that means for a colleague here.
WRONG_PASSPHRASE, USED, OVER, CLOSED, OTHER_KEY = "passphrase", "used", "over", "closed", "key"
SAID: dict[str, tuple[str | Promise, str | Promise]] = {
    WRONG_PASSPHRASE: (
        gettext_lazy("This is not the passphrase."),
        gettext_lazy(
            "After five wrong ones the page waits for a quarter of an hour. Ask whoever referred to you."
        ),
    ),
    USED: (
        gettext_lazy("This link is used up."),
        gettext_lazy(
            "Look among the referrals of others. If it is not there, tell the sender at once, and ask them to refer again."
        ),
    ),
    OVER: (
        gettext_lazy("The time of this link is over."),
        gettext_lazy("Ask the sender to refer again."),
    ),
    CLOSED: (
        gettext_lazy("The sender has closed this referral."),
        gettext_lazy("Ask them whether they still need you."),
    ),
    OTHER_KEY: (
        gettext_lazy("The sender has not the key of this mission, or another one."),
        gettext_lazy(
            "Give them the key that stands below the referrals of others, and compare its fingerprint. Nothing was used up."
        ),
    ),
}


class NotFetched(CairnError):
    """A link that gave nothing, or a letter that did not arrive."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link as a partner sent it, at the place that stands in the register."""

    partner: Organisation
    token: str = field(repr=False)


def link_of(text: str) -> Link:
    """The link that a colleague pastes; one of somebody who is no partner, or stands elsewhere, is not even asked."""
    try:
        path = urlsplit(text.strip()).path
    except ValueError:
        path = ""
    if LINK_FOR_ANSWERS.fullmatch(path):
        raise NotFetched(
            _("This is the link for answers."), _("Paste the other one, which opens what is told.")
        )
    found = LINK.fullmatch(path)
    if found is None:
        raise NotFetched(
            _("This is no link of a referral."), _("Copy all of it, from “https://” to its end.")
        )
    partner = partner_at(origin_of(text), timezone.localdate())
    if partner is None:
        raise NotFetched(
            _("No partner’s Cairn stands at this address, so it was not asked."),
            _(
                "Whoever keeps the register of partners writes its address there, after comparing it with them."
            ),
        )
    return Link(partner, found[1])


def fetch(link: Link, passphrase: str) -> bytes:
    """The sealed package. It is used up only when we say that we hold it (`hand_over` of a receipt)."""
    body = urlencode({"passphrase": passphrase, "key": own_key().fingerprint}).encode()
    try:
        return _asked(link.partner, f"/told/{link.token}/sealed/", body, "application/x-www-form-urlencoded")
    except Refused as error:
        raise _refused(link.partner, error) from None
    except TooLarge:
        raise NotFetched(
            _("What came is larger than a referral may be."), _("Ask the sender for it in another way.")
        ) from None
    except NotReached as error:
        raise NotFetched(
            _unreached(link.partner, error),
            _("Try it again within the hour: a link is used up only when its content has arrived."),
        ) from None


def hand_over(letter: bytes, partner: Organisation, answer_token: str) -> None:
    """Give a letter to the Cairn that referred somebody to us."""
    try:
        _asked(partner, f"/told/{answer_token}/answer/sealed/", letter, "application/json")
    except Refused as error:
        if error.status in (HTTPStatus.CONFLICT, HTTPStatus.GONE):
            raise NotFetched(
                _("This does not follow from where the referral stands with the sender."),
                _("Ask them whether they have withdrawn it, or written the answer down already."),
            ) from None
        raise _strange(partner, error) from None
    except NotReached as error:
        raise NotFetched(
            _unreached(partner, error),
            _("Answer once more on the page of the referral; where a file was made, give them that."),
        ) from None


def _asked(partner: Organisation, path: str, body: bytes, kind: str) -> bytes:
    headers = {"Accept-Encoding": "identity", "Content-Type": kind}
    asked = Request(f"{partner.origin}{path}", body, headers)
    care = Care(reach=lambda machine: may_reach(partner.origin, machine), seconds=WITHIN)
    return b"".join(blocks(asked, LARGEST, care=care))


def _unreached(partner: Organisation, error: NotReached) -> str:
    return _("The Cairn of %(partner)s cannot be reached: %(reason)s.") % {
        "partner": partner.name,
        "reason": error,
    }


def _refused(partner: Organisation, error: Refused) -> CairnError:
    try:
        why = json.loads(error.words)["why"]
    except (ValueError, KeyError, TypeError):
        why = ""
    if isinstance(why, str) and why in SAID:
        return NotFetched(*SAID[why])
    if error.status == HTTPStatus.GONE:
        return NotFetched(
            _("This link opens nothing, or nothing any more."),
            _("Compare it with the one that you were sent."),
        )
    return _strange(partner, error)


def _strange(partner: Organisation, error: Refused) -> CairnError:
    return NotFetched(
        _("The Cairn of %(partner)s answers in a way that is not known here (%(status)d).")
        % {"partner": partner.name, "status": error.status},
        _("Its address may be another, or it may be older than this one: ask the sender for a file instead."),
    )
