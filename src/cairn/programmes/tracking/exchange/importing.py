"""Bringing in a file, line by line. A trial does everything and takes it back, so it cannot say other than what follows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.mission.errors import CairnError
from cairn.programmes.tracking.acts import record_new
from cairn.programmes.tracking.exchange.columns import Names, named_cells
from cairn.programmes.tracking.models.records import Record

# Each new record takes its place in the trace, and all of them one transaction: a quarter of a minute at most.
MOST_NEW = 2_000


class TooMuchAtOnce(CairnError):
    """A file brings more than one act can record while others wait."""


class Outcome(TextChoices):
    """What became of a line."""

    NEW = "new", _("new")
    KNOWN = "known", _("recorded already")
    DIFFERS = "differs", _("recorded already, and otherwise")
    REFUSED = "refused", _("refused")


class Incoming(Protocol):
    """A kind of file: the names of its columns, and what a line of it becomes."""

    model: type[Record]
    names: Names
    needed: tuple[str, ...]
    compared: tuple[str, ...]

    def build(self, cells: Mapping[str, str], known_on: Any) -> Record:
        """A record that nobody has saved yet."""

    def earlier(self, row: Any) -> Iterable[Record]:
        """What was recorded before about the same, also what was corrected or withdrawn since: nothing comes back."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file, what became of it, and why."""

    number: int
    outcome: Outcome
    reasons: tuple[str, ...] = ()


@dataclass(slots=True)
class Report:
    """What a file did, or would do."""

    is_trial: bool
    lines: list[Line] = field(default_factory=list)
    new: int = 0

    def count(self, outcome: Outcome) -> int:
        return Counter(line.outcome for line in self.lines)[outcome]


@transaction.atomic
def bring_in(
    file: BinaryIO, kind: Incoming, *, by: Any, known_on: Any, is_trial: bool, most_new: int = MOST_NEW
) -> Report:
    """Record what a file says and nobody has recorded yet; the same file twice adds nothing."""
    ensure(by, Can.TRACKING_RECORD)
    report = Report(is_trial)
    with transaction.atomic():
        for number, cells in named_cells(file, kind.names, kind.needed):
            line = _take(number, cells, kind, by, known_on)
            report.lines.append(line)
            report.new += line.outcome is Outcome.NEW
            if report.new > most_new:
                raise TooMuchAtOnce(
                    _now("This file brings more than %(most)d new records.") % {"most": most_new},
                    _now("Split it, and bring in one part after the other: what is recorded is passed over."),
                )
        transaction.set_rollback(is_trial)
    return report


def _take(number: int, cells: Mapping[str, str], kind: Incoming, by: Any, known_on: Any) -> Line:
    try:
        with transaction.atomic():
            row = kind.build(cells, known_on)
            earlier = list(kind.earlier(row))
            if not earlier:
                record_new(row, by=by)
                return Line(number, Outcome.NEW)
    except ValidationError as error:
        return Line(number, Outcome.REFUSED, tuple(_reasons(error, kind.model)))
    if any(_says_the_same(each, row, kind.compared) for each in earlier):
        return Line(number, Outcome.KNOWN)
    return Line(number, Outcome.DIFFERS, tuple(_differences(earlier[-1], row, kind.compared)))


def _says_the_same(one: Record, other: Record, names: tuple[str, ...]) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _differences(held: Any, new: Any, names: tuple[str, ...]) -> Iterable[str]:
    """What stands in the file beside what is recorded: somebody corrects it with a reason, or leaves it."""
    for name in names:
        before, now = getattr(held, name), getattr(new, name)
        if before != now:
            yield f"{held._meta.get_field(name).verbose_name}: {_said(before)} → {_said(now)}"


def _said(value: Any) -> str:
    return "–" if value in (None, "") else str(value)


def _reasons(error: ValidationError, model: type[Record]) -> Iterable[str]:
    if not hasattr(error, "error_dict"):
        yield from error.messages
        return
    fields = {each.name: each.verbose_name for each in model._meta.concrete_fields}
    for name, messages in error.message_dict.items():
        yield from (f"{fields[name]}: {said}" if name in fields else said for said in messages)
