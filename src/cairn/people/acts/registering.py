"""Registering somebody."""

from typing import Any

from django.db import transaction

from cairn.guard.models import DataKey, Office, Team
from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.people.index import make_findable
from cairn.people.models import Person, RegisterNumber
from cairn.people.references import free_reference


@transaction.atomic
def register_person(
    *, by: Any, office: Office, team: Team | None = None, worker: Any = None, **said: Any
) -> Person:
    """Register somebody with an office; `said` are fields of the person.

    The colleague who registers answers for them until they are handed over.
    """
    person = Person(office=office, team=team, worker=worker or by, **said)
    ensure(by, Can.PERSON_REGISTER, person)
    if office.pk != by.office_id:
        # Whoever registers is the worker, which alone would let them register for any office.
        ensure(by, Can.PERSON_REGISTER, Person(office=office, team=team))
    person.data_key = DataKey.objects.make()
    person.number = RegisterNumber.objects.create().pk
    person.reference = free_reference(Person)
    person.full_clean(exclude=["data_key"])
    person.save(force_insert=True)
    make_findable(person)
    record(Event.PERSON_REGISTERED, person, by=by)
    return person
