"""What may be told to a partner, item by item, and why: the role, the consent and the agreement each have to say yes."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.people.sharing import Answer, may_share
from cairn.programmes.casework.models.cases import Case
from cairn.programmes.casework.sharing.arriving import LONGEST
from cairn.programmes.casework.sharing.reading import is_seen, value_of, words_of
from cairn.programmes.partners.items import Told, every_item
from cairn.programmes.partners.models import Organisation
from cairn.programmes.partners.reads import may_be_told


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item: whether it would be told, what it says, and why it would or would not be."""

    item: Told
    words: str
    is_told: bool
    why: str

    @property
    def code(self) -> str:
        return self.item.code

    @property
    def label(self) -> str:
        return str(self.item.label)


def lines_for(
    case: Case, *, partner: Organisation, purpose: str, chosen: Iterable[str], by: Any
) -> list[Line]:
    """Each item that was chosen, in the order in which a partner reads them."""
    on = timezone.localdate()
    answer = may_share(case.person, purpose=purpose, partner=partner.code, on=on)
    agreed, wanted = may_be_told(partner, purpose, on), set(chosen)
    return [_line(item, case, answer, agreed, by) for item in every_item().values() if item.code in wanted]


def looked_at(lines: Iterable[Line]) -> str:
    """Says which lines somebody saw: what is told is what they saw, or it is not told."""
    seen = [[line.code, line.is_told, line.words] for line in lines]
    return sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()


def covers_still(case: Case, *, partner: Organisation, purpose: str, items: Iterable[str]) -> bool:
    """Whether consent and agreement still cover all that was told; an item that the code no longer has is not covered."""
    on: dt.date = timezone.localdate()
    answer = may_share(case.person, purpose=purpose, partner=partner.code, on=on)
    agreed = may_be_told(partner, purpose, on)
    known = every_item()
    return all(item in known and _is_covered(known[item], answer, agreed) for item in items)


def _is_covered(item: Told, answer: Answer, agreed: frozenset[str]) -> bool:
    return answer.allowed and item.kind in answer.covers and item.code in agreed


def _line(item: Told, case: Case, answer: Answer, agreed: frozenset[str], by: Any) -> Line:
    if not is_seen(item.code, case, by):
        # What the colleague may not see is not shown to them here either.
        return Line(item=item, words="", is_told=False, why=_("Your role does not see it."))
    words = words_of(item.code, case)
    against = _against(item, words, answer, agreed)
    return Line(item=item, words=words, is_told=not against, why=against or answer.why)


def _against(item: Told, words: str, answer: Answer, agreed: frozenset[str]) -> str:
    """The first thing that stands against telling it; nothing where nothing does."""
    if not answer.allowed:
        return " ".join(filter(None, (answer.why, answer.what_to_do)))
    if item.kind not in answer.covers:
        return _("What they agreed to does not take this along.")
    if not agreed:
        return _("There is no agreement with this partner for this purpose.")
    if item.code not in agreed:
        return _("The agreement with this partner does not name it.")
    if len(words) > LONGEST:
        return _("It is longer than a referral takes: say it shorter in what you ask for.")
    return "" if words else _("Nothing is written there.")


def values_of(lines: Iterable[Line], case: Case) -> dict[str, Any]:
    """What is told, in codes, for a partner whose Cairn reads them."""
    return {line.code: value_of(line.code, case) for line in lines if line.is_told}
