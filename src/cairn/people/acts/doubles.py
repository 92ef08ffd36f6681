"""Deciding about possible doubles: one person, two people, not sure; and taking a merge apart again."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.edits.acts import change_row
from cairn.guard.edits.reads import history_of, last_change
from cairn.guard.edits.values import held
from cairn.guard.rights import Can
from cairn.guard.scope import MayNot, ensure, fields_seen
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.mission.errors import CairnError
from cairn.people.codes import Flag
from cairn.people.index import make_findable, make_unfindable
from cairn.people.models import DoubleSearch, Merge, Person, PossibleDouble, Relation
from cairn.people.models.doubles import Decision
from cairn.people.models.person import BIRTH, NAMES, NEEDS, SPEECH, TRAITS

MAY_BE_TAKEN = frozenset({*NAMES, *BIRTH, *TRAITS, *SPEECH, *NEEDS})


class CannotMerge(CairnError):
    """Two records cannot be joined as asked."""


@transaction.atomic
def decide_double(pair: PossibleDouble, *, decision: Decision, by: Any) -> PossibleDouble:
    """Keep two people apart, or look again later. A pair kept apart is not shown again."""
    if decision is Decision.MERGED:
        raise ValueError("Merging is an act of its own.")
    _ensure_both(by, pair.one, pair.other)
    return _decided(pair, decision, by)


@transaction.atomic
def merge_people(remaining: Person, absorbed: Person, *, take: Iterable[str] = (), by: Any) -> Merge:
    """Join one record to another; `take` names fields of which the other's value is taken.

    Everything that hangs on the joined record hangs on the remaining one afterwards, and keeps its own key. The
    joined record is archived as it was, and can be taken apart again.
    """
    _ensure_both(by, remaining, absorbed)
    _refuse_impossible(remaining, absorbed)
    took = _take(remaining, absorbed, frozenset(take), by)
    merge = Merge.objects.create(
        person=remaining,
        data_key=remaining.data_key,
        absorbed=absorbed,
        by=by,
        took=took,
        moved=_move_parts(absorbed, remaining),
    )
    _archive(absorbed, is_archived=True)
    make_unfindable(absorbed)
    make_findable(remaining)
    for pair in PossibleDouble.objects.filter(one__in=(remaining, absorbed), other__in=(remaining, absorbed)):
        _decided(pair, Decision.MERGED, by)
    record(Event.PEOPLE_MERGED, remaining, by=by, data={"person": absorbed.pk, "count": len(merge.moved)})
    return merge


@transaction.atomic
def undo_merge(merge: Merge, *, by: Any) -> Merge:
    """Take two records apart again: what hung on each hangs on it again, and fields taken over are given back.

    A field that somebody changed since stays as they wrote it.
    """
    held_merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if held_merge.undone_at:
        raise CannotMerge(_("These records were taken apart already."), _("Open either of them."))
    remaining, absorbed = held_merge.person, held_merge.absorbed
    _ensure_both(by, remaining, absorbed)
    if Merge.objects.filter(absorbed=remaining, undone_at=None).exists():
        # What hangs on a third record by now would be given back to the wrong one of them.
        raise CannotMerge(
            _("The record that remained was joined to another since."), _("Take those two apart first.")
        )
    _move_back(held_merge.moved, absorbed)
    _give_back(remaining, held_merge.took, by)
    _archive(absorbed, is_archived=False)
    held_merge.undone_at, held_merge.undone_by = timezone.now(), by
    held_merge.save(update_fields=["undone_at", "undone_by"])
    for person in (remaining, absorbed):
        make_findable(person)
    PossibleDouble.objects.filter(one__in=(remaining, absorbed), other__in=(remaining, absorbed)).update(
        decision=Decision.OPEN, decided_by=None, decided_at=None
    )
    record(Event.PEOPLE_SEPARATED, remaining, by=by, data={"person": absorbed.pk})
    return held_merge


def kinds_of_parts() -> list[type[Any]]:
    """Every kind of row that goes with a person, of whatever app; what a merge did stays where it was done."""
    return [model for model in apps.get_models() if getattr(model, "goes_with_person", False)]


def _ensure_both(by: Any, one: Person, other: Person) -> None:
    for person in (one, other):
        ensure(by, Can.DUPLICATE_REVIEW, person)


def _refuse_impossible(remaining: Person, absorbed: Person) -> None:
    held_rows = Person.objects.select_for_update().filter(pk__in=(remaining.pk, absorbed.pk)).order_by("pk")
    if len(held_rows) != 2:
        raise CannotMerge(_("A record cannot be joined to itself."), _("Choose two records."))
    if any(person.is_archived for person in held_rows):
        raise CannotMerge(
            _("One of these records is archived or joined already."), _("Open the record it is joined to.")
        )


def _decided(pair: PossibleDouble, decision: Decision, by: Any) -> PossibleDouble:
    pair.decision, pair.decided_by, pair.decided_at = decision, by, timezone.now()
    pair.save(update_fields=["decision", "decided_by", "decided_at"])
    record(Event.DOUBLE_DECIDED, pair, by=by, data={"decision": decision})
    return pair


def _take(remaining: Person, absorbed: Person, names: frozenset[str], by: Any) -> dict[str, int]:
    if not names <= MAY_BE_TAKEN & fields_seen(by, remaining) & fields_seen(by, absorbed):
        raise MayNot
    changes = {name: held(absorbed, name) for name in names}
    # What a colleague must know first is never lost by a choice: it stands in the remaining record as well.
    flags = {*held(remaining, "flags"), *held(absorbed, "flags")}
    changes["flags"] = [flag for flag in Flag.values if flag in flags]
    outcome = change_row(remaining, based_on=remaining.version, changes=changes, by=by)
    return dict.fromkeys(outcome.applied, outcome.row.version)


def _give_back(remaining: Person, took: dict[str, int], by: Any) -> None:
    changes = {}
    for name, version in took.items():
        latest = last_change(remaining, name)
        if latest and latest.made_version == version:
            changes[name] = latest.before
    now = Person.objects.get(pk=remaining.pk)
    change_row(now, based_on=now.version, changes=changes, by=by)
    _forget_in_history(remaining, took)


def _forget_in_history(remaining: Person, took: dict[str, int]) -> None:
    """What was taken over is another person's: it does not stay behind under a key that is not theirs."""
    for name, version in took.items():
        later = list(history_of(remaining).filter(field=name, made_version__gte=version))
        if not later or later[0].made_version != version:
            continue
        theirs = later[0].after
        for change in later:
            change.before = None if change is not later[0] and change.before == theirs else change.before
            change.after = None if change.after == theirs else change.after
            change.save(update_fields=["before", "after"])


def _move_parts(absorbed: Person, remaining: Person) -> list[list[str]]:
    moved = []
    for model in kinds_of_parts():
        moved += _move(model.objects.filter(person=absorbed), "person", remaining)
    # What the two are to each other stays: on the other side it would be said of somebody to themselves.
    moved += _move(Relation.objects.filter(person=absorbed).exclude(to=remaining), "person", remaining)
    moved += _move(Relation.objects.filter(to=absorbed).exclude(person=remaining), "to", remaining)
    return moved


def _move(rows: Any, side: str, to: Person) -> list[list[str]]:
    numbers = [str(pk) for pk in rows.values_list("pk", flat=True)]
    rows.update(**{side: to})
    return [[rows.model._meta.label_lower, number, side] for number in numbers]


def _move_back(moved: list[list[str]], absorbed: Person) -> None:
    for label, number, side in moved:
        apps.get_model(label).objects.filter(pk=number).update(**{side: absorbed})


def _archive(person: Person, *, is_archived: bool) -> None:
    Person.objects.filter(pk=person.pk).update(is_archived=is_archived)
    person.is_archived = is_archived


@transaction.atomic
def start_double_search(*, by: Any) -> DoubleSearch:
    """Look through the whole register in the background; one look at a time."""
    ensure(by, Can.DUPLICATE_REVIEW)
    under_way = DoubleSearch.objects.filter(finished_at=None).first()
    if under_way:
        return under_way
    search = DoubleSearch.objects.create()
    record(Event.DOUBLES_SEARCHED, search, by=by)
    transaction.on_commit(partial(_search_later, search.pk))
    return search


def _search_later(search_id: int) -> None:
    from cairn.people.tasks import find_doubles

    find_doubles.enqueue(search_id)
