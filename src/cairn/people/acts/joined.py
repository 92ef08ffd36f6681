"""A record that was joined to another is laid aside as it was: what was written into it now, nobody would find."""

from django.utils.translation import gettext as _

from cairn.mission.errors import CairnError
from cairn.people.holdings import joined_to
from cairn.people.models import Person


class IsJoined(CairnError):
    """A record is written on no more: the person has another, which remains."""


def refuse_joined(*people: Person) -> None:
    """Go on, unless one of the records was joined to another. It says not to which: that may be beyond the scope.

    The records are held until the act is over, so that none is joined in the same moment.
    """
    list(Person.objects.select_for_update().filter(pk__in=[person.pk for person in people]).order_by("pk"))
    if any(joined_to(person) is not None for person in people):
        raise IsJoined(
            _("This record was joined to another of the same person, and is laid aside as it was."),
            _("Search for the person: the record that remains is found under the names of both."),
        )
