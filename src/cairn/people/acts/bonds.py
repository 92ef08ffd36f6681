"""Households and relations between people."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.people.acts.joined import refuse_joined
from cairn.people.codes import RelationKind
from cairn.people.models import Household, Person, Relation
from cairn.people.references import free_reference

# Said from the first to the second; nobody can stand on both sides, however long the way round.
DESCENDING = {RelationKind.PARENT: 1, RelationKind.GUARDIAN: 1, RelationKind.CHILD: -1}
FARTHEST = 50


@transaction.atomic
def relate(person: Person, to: Person, *, kind: str, by: Any, note: str = "") -> Relation:
    """Say what one person is to another; both must be within the colleague's scope."""
    ensure(by, Can.PERSON_EDIT, person)
    ensure(by, Can.PERSON_READ, to)
    refuse_joined(person, to)
    relation = Relation(person=person, to=to, data_key=person.data_key, kind=kind, note=note)
    relation.full_clean(exclude=["data_key"])
    _refuse_repeated(person, to, kind)
    _refuse_circles(person, to, kind)
    relation.save(force_insert=True)
    record(Event.RELATION_MADE, relation, by=by, data={"person": person.pk, "to": to.pk})
    return relation


@transaction.atomic
def unrelate(relation: Relation, *, by: Any) -> None:
    """Take a relation back."""
    ensure(by, Can.PERSON_EDIT, relation)
    record(Event.RELATION_REMOVED, relation, by=by, data={"person": relation.person_id, "to": relation.to_id})
    relation.delete()


@transaction.atomic
def join_household(person: Person, *, by: Any, with_: Person | None = None) -> Household:
    """Put somebody into the household of another, or into a new one of their own.

    The entry names both: also the other has a household from now on, perhaps for the first time.
    """
    ensure(by, Can.PERSON_EDIT, person)
    if with_ is not None:
        ensure(by, Can.PERSON_EDIT, with_)
    refuse_joined(*filter(None, (person, with_)))
    household = (with_.household if with_ else None) or Household.objects.create(
        reference=free_reference(Household)
    )
    for each in filter(None, (person, with_)):
        _move(each, household)
    also = {"to": with_.pk} if with_ else {}
    record(Event.HOUSEHOLD_JOINED, person, by=by, data={"household": household.pk, **also})
    return household


@transaction.atomic
def leave_household(person: Person, *, by: Any) -> None:
    """Somebody lives by themselves from now on; a household without members is gone."""
    ensure(by, Can.PERSON_EDIT, person)
    left = person.household_id
    if left is None:
        return
    _move(person, None)
    record(Event.HOUSEHOLD_LEFT, person, by=by, data={"household": left})


def _move(person: Person, household: Household | None) -> None:
    """Into a household, or out of one; what nobody lives in any more is gone."""
    held = Person.objects.select_for_update().get(pk=person.pk)
    left = held.household
    if left == household:
        return
    held.household, held.version = household, held.version + 1
    held.save(update_fields=["household", "version"])
    person.household, person.version = household, held.version
    if left is not None and not left.members.exists():
        left.delete()


def _refuse_repeated(person: Person, to: Person, kind: str) -> None:
    if any(standing.kind == kind for standing in Relation.objects.filter(person=person, to=to)):
        raise ValidationError({"kind": _("This relation is written down already.")})


def _refuse_circles(person: Person, to: Person, kind: str) -> None:
    """Nobody is their own parent or guardian, not even by way of others."""
    step = DESCENDING.get(RelationKind(kind))
    if step is None:
        return
    above, below = (person, to) if step > 0 else (to, person)
    reached, edge = {below.pk}, {below.pk}
    for _generation in range(FARTHEST):
        edge = _directly_below(edge) - reached
        if not edge:
            return
        reached |= edge
        if above.pk in edge:
            raise ValidationError(
                {"kind": _("This would make somebody their own parent or guardian. Check who is whose.")}
            )


def _directly_below(people: set[Any]) -> set[Any]:
    """Children and wards of these people; what a relation is stands sealed, so each is opened."""
    found = set()
    for relation in Relation.objects.filter(person__in=people).with_keys():
        if DESCENDING.get(RelationKind(relation.kind)) == 1:
            found.add(relation.to_id)
    for relation in Relation.objects.filter(to__in=people).with_keys():
        if DESCENDING.get(RelationKind(relation.kind)) == -1:
            found.add(relation.person_id)
    return found
