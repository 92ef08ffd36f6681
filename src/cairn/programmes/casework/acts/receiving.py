"""A referral that is fetched by its link from the Cairn of a partner, and what is said back to it.

Another machine is asked outside any transaction. What it holds is used up by our receipt alone, which goes out once
the proposal is kept: whatever breaks off before that, the same link gives the same package again for an hour.
"""

import contextlib
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.programmes.casework.acts.inbound import brought, refuse_without_office
from cairn.programmes.casework.acts.inbound_deciding import receipt_of
from cairn.programmes.casework.acts.sending import REFERRAL, answer_token_of
from cairn.programmes.casework.models import CameAs, Inbound
from cairn.programmes.casework.sharing.direct import Link, NotFetched, fetch, link_of
from cairn.programmes.casework.sharing.sealing import CannotOpen, open_letter
from cairn.programmes.partners.reads import partner_with


@dataclass(frozen=True, slots=True)
class Fetched:
    """A package that has arrived and is kept nowhere yet."""

    link: Link
    file: bytes = field(repr=False)


def fetch_referral(link: str, passphrase: str, *, by: Any) -> Fetched:
    """Ask the partner's Cairn; refused before that is whoever could not keep what comes."""
    ensure(by, Can.CASE_OPEN)
    refuse_without_office(by)
    found = link_of(link)
    return Fetched(found, fetch(found, passphrase))


@transaction.atomic
def bring_fetched(fetched: Fetched, *, by: Any) -> Inbound:
    """Make a proposal of it, once: what is here already is only shown again, so that a receipt can follow."""
    ensure(by, Can.CASE_OPEN)
    try:
        letter = open_letter(fetched.file)
    except CannotOpen as error:
        raise CannotOpen(
            error.message, _("Fetch it once more within the hour; then ask the sender to refer again.")
        ) from None
    if partner_with(letter.sender, timezone.localdate()) != fetched.link.partner:
        raise CannotOpen(
            _("It is signed with another key than the one of this partner."),
            _("Compare the key with them by telephone, and believe nothing before that."),
        )
    if letter.content.get("kind") != REFERRAL:
        raise CannotOpen(_("This letter is of a kind that this mission does not know."))
    known = Inbound.objects.visible_to(by, Can.CASE_READ).filter(
        sender_key=str(letter.sender), their_reference=str(letter.content.get("reference"))
    )
    answer_token = answer_token_of(fetched.link.token)
    return known.first() or brought(letter, fetched.file, by, came_as=CameAs.LINK, answer_token=answer_token)


def confirm(row: Inbound) -> None:
    """Let the sender close its link. Where they are not reached, it ends by itself within the hour."""
    with contextlib.suppress(NotFetched):
        receipt_of(row).hand_over()
