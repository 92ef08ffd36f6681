"""What an erasure would take away, and what forbids it: looked at once more before it cannot be taken back."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cairn.people.holdings import counts_of, ids_of, joined_to, kinds, mentioning, mentions_of, records_of
from cairn.people.models import LegalHold, Person
from cairn.people.waiting import ends_at, unwritten

Duty = Callable[[list[Person]], Iterable[str]]
_DUTIES: list[Duty] = []


def register_duty(duty: Duty) -> None:
    """Let an app say, in sentences, what the mission still owes somebody: a case that is open, a payment to make."""
    if duty not in _DUTIES:
        _DUTIES.append(duty)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """How many rows of which kind would go, whom else it touches, and why it may not be."""

    counts: dict[str, int]
    touched: tuple[str, ...]
    refusals: tuple[str, ...]
    fingerprint: str

    @property
    def rows(self) -> int:
        return sum(self.counts.values())

    @property
    def in_words(self) -> list[tuple[str, int]]:
        names = {model._meta.label: str(model._meta.verbose_name_plural) for model in kinds()}
        return [(names.get(label, label), count) for label, count in sorted(self.counts.items())]


def weigh(person: Person) -> Weighed:
    """Count what is theirs. The fingerprint changes with every row that comes or goes."""
    records = records_of(person)
    return Weighed(
        counts=counts_of(records),
        touched=tuple(_touched(records)),
        refusals=tuple(_refusals(person, records)),
        fingerprint=sha256(json.dumps(sorted(ids_of(records))).encode()).hexdigest(),
    )


def _refusals(person: Person, records: list[Person]) -> Iterable[str]:
    remaining = joined_to(person)
    if remaining is not None:
        yield _("This record was joined to %(reference)s: erase that one, or take them apart first.") % {
            "reference": remaining
        }
    for hold in LegalHold.objects.filter(person__in=records, lifted_at=None):
        yield _("A legal hold is in force until it is lifted; it is looked at again on %(day)s.") % {
            "day": hold.review_on
        }
    for duty in _DUTIES:
        yield from duty(records)


def _touched(records: list[Person]) -> Iterable[str]:
    """Other people whose records change by it, and where they may still be named for a few days."""
    waiting = list(unwritten())
    if waiting:
        yield _(
            "Sheets that wait to be written, which may name them and cannot be searched: %(count)d. "
            "They end by themselves, the last on %(day)s."
        ) % {"count": len(waiting), "day": date_format(timezone.localtime(ends_at(waiting[-1])))}
    for model, link in mentioning():
        count = mentions_of(model, link, records).count()
        if count:
            yield _("%(kind)s of others that name them: %(count)d") % {
                "kind": str(model._meta.verbose_name_plural),
                "count": count,
            }
