"""Questions to the register. Each begins with who asks."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch

from cairn.guard.rights import Can
from cairn.people.models import Contact, IdentityDocument, Merge, Person


def people_of(user: Any) -> Any:
    """The people whom a colleague may read, and who are not archived."""
    return Person.objects.visible_to(user, Can.PERSON_READ).filter(is_archived=False)


def few_people_of(user: Any, numbers: Iterable[int]) -> Any:
    """Of a few people those within a colleague's scope: looked up by number, and each asked about alone.

    Asked for numbers and an office at once, SQLite reads the whole office.
    """
    seen = people_of(user).filter(pk=OuterRef("pk"))
    return Person.objects.filter(Exists(seen), number__in=list(numbers))


def with_parts(people: Any) -> Any:
    """Together with what matching and lists open of them, in few queries."""
    return people.with_keys().prefetch_related(
        Prefetch("contacts", Contact.objects.with_keys()),
        Prefetch("identitydocuments", IdentityDocument.objects.with_keys()),
        Prefetch("merges", Merge.objects.select_related("absorbed__data_key")),
    )
