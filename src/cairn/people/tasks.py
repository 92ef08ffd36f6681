"""What the worker does for the register. A task receives the number of a row, and nothing about a person."""

from django_tasks import task

from cairn.people.models import DoubleSearch


@task()
def find_doubles(search_id: int) -> None:
    """One look through the whole register."""
    from cairn.people.doubles import search_for_doubles

    search = DoubleSearch.objects.filter(pk=search_id, finished_at=None).first()
    if search:
        search_for_doubles(search)
