"""What the worker does for the register. A task receives the number of a row, and nothing about a person."""

from django_tasks import task

from cairn.guard.turns import take_up
from cairn.people.models import DoubleSearch, Export, Import


@task(queue_name="long")
def find_doubles(search_id: int) -> None:
    """One look through the whole register."""
    from cairn.people.doubles import search_for_doubles

    search = DoubleSearch.objects.filter(pk=search_id, finished_at=None).first()
    if search:
        search_for_doubles(search)


@task(queue_name="long")
def go_on_with_sheet(import_id: str) -> None:
    """A turn of an import; another one waits behind what others have to do."""
    from cairn.people.exchange.importing import continue_sheet
    from cairn.people.models.exchange import ImportState

    at_work = (ImportState.CHECKING, ImportState.RUNNING)
    sheets = Import.objects.filter(pk=import_id, state__in=at_work)
    sheet = sheets.select_related("by", "data_key", "file").first()
    if sheet and not continue_sheet(sheet):
        go_on_with_sheet.enqueue(import_id)


@task(queue_name="long")
def make_list(export_id: str) -> None:
    """The file of one list."""
    from cairn.people.exchange.exporting import make_list_file
    from cairn.people.models.exchange import ExportState

    unfinished = (ExportState.WAITING, ExportState.RUNNING)
    export = (
        Export.objects.filter(pk=export_id, state__in=unfinished).select_related("by", "data_key").first()
    )
    if export:
        make_list_file(export)


def take_up_work() -> None:
    """What the worker asks now and then: nobody waits for ever because a task was lost."""
    from cairn.people.doubles import give_up_search
    from cairn.people.exchange.exporting import give_up_list
    from cairn.people.exchange.importing import give_up_sheet
    from cairn.people.models.exchange import ExportState, ImportState

    sheets = Import.objects.filter(state__in=(ImportState.CHECKING, ImportState.RUNNING))
    lists = Export.objects.filter(state__in=(ExportState.WAITING, ExportState.RUNNING))
    take_up(go_on_with_sheet, sheets.select_related("by", "data_key", "file"), give_up_sheet)
    take_up(make_list, lists, give_up_list)
    take_up(find_doubles, DoubleSearch.objects.filter(finished_at=None), give_up_search)
