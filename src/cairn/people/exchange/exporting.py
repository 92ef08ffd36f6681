"""Writing a list of people: a slice of rows at a time, straight into a sealed file, counted and hashed."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from cairn.guard.keys.ring import master_ring
from cairn.guard.models import Attachment
from cairn.guard.notices.acts import tell
from cairn.guard.notices.kinds import Kind
from cairn.guard.rights import Can
from cairn.guard.scope import Scope, scopes_of
from cairn.guard.screens.paging import page_of
from cairn.guard.sealed.attachments import SealingOutput, delete_attachment, store_made
from cairn.guard.sheets.harmless import harmless
from cairn.guard.sheets.workbook import write_workbook
from cairn.guard.trace.acts import record
from cairn.guard.trace.details import Format
from cairn.guard.trace.events import Event
from cairn.people.exchange.columns import written
from cairn.people.models import Export, Person
from cairn.people.models.exchange import ExportState
from cairn.people.models.person import BIRTH, NAMES, NEEDS, SPEECH, TRAITS

WRITABLE = ("reference", "office", "team", "registered_at", *NAMES, *BIRTH, *TRAITS, *SPEECH, *NEEDS)
# By these it is known who may see what, and how far the list is; columns that nobody asked for stay where they are.
ALWAYS_READ = ("data_key", "office", "team", "worker", "registered_at")
AT_ONCE = 2000
TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Progress = Callable[[int], None]


def make_list_file(export: Export) -> Export:
    """Make the file of a list that was ordered; killed on the way, it is made again from the start."""
    people = ordered_people(export)
    _say(export, state=ExportState.RUNNING, rows_total=people.count(), rows_done=0)
    try:
        attachment, digest = store_made(
            lambda out: write_list(out, export, people, lambda done: _say(export, rows_done=done)),
            data_key=export.data_key,
            by=export.by,
            about=None,
            file_name=f"{export.reference}.{export.format}",
            content_type=TYPES[Format(export.format)],
        )
    except BaseException:
        _say(export, state=ExportState.FAILED)
        raise
    _hand_over(export, attachment, digest)
    return export


def give_up_list(export: Export) -> None:
    """The end of a list whose worker ended each time."""
    _say(export, state=ExportState.FAILED)


def ordered_people(export: Export) -> Any:
    """The people of a list: where a role of whoever ordered it may take lists along, as it is now."""
    people = Person.objects.visible_to(export.by, Can.PERSON_EXPORT).filter(is_archived=False)
    only = export.only
    narrowed = {
        "office": "office__code",
        "team": "team__code",
        "registered_from": "registered_at__date__gte",
        "registered_to": "registered_at__date__lte",
    }
    return people.filter(**{narrowed[name]: value for name, value in only.items() if value})


def write_list(out: SealingOutput, export: Export, people: Any, progress: Progress) -> int:
    """Header and rows in the format asked for; each row bears the mark of the list it left in."""
    header = [*(str(Person._meta.get_field(name).verbose_name) for name in export.columns), _("list")]
    rows = _rows(export, people, progress)
    if export.format == Format.XLSX:
        return write_workbook(out, header, rows, title=export.reference, right_to_left=get_language_bidi())  # type: ignore[arg-type]
    return _write_csv(out, header, rows)


def watermark(export: Export) -> str:
    """Says of a row that went astray which list it was in, whose that was, and when it should have been destroyed."""
    return f"{export.reference} {export.by.get_username()} {timezone.localdate(export.expires_at)}"


def _rows(export: Export, people: Any, progress: Progress) -> Iterator[list[str]]:
    """Of those alone whom a role covers by itself: broken glass opens a record to read, and not to take along."""
    scopes = [scope for scope in scopes_of(export.by) if Can.PERSON_EXPORT in scope.can]
    mark, done = harmless(watermark(export)), 0
    for some in _slices(people.only(*export.columns, *ALWAYS_READ)):
        ring = master_ring()
        for person in some:
            if not (over := [scope for scope in scopes if scope.covers(person)]):
                continue
            person.data_key.unwrap(ring)
            yield [*_cells(export.columns, person, over), mark]
            done += 1
        progress(done)


def _slices(people: Any) -> Iterator[list[Person]]:
    """Everybody in the order of the list on the screen, for which each way into a scope has an index."""
    people, place = people.select_related("data_key").prefetch_related("office", "team"), ""
    while True:
        with transaction.atomic():
            page = page_of(people, order=("-registered_at", "pk"), after=place, size=AT_ONCE)
        yield page.rows
        if not page.after:
            return
        place = page.after


def _cells(columns: Iterable[str], person: Person, over: Sequence[Scope]) -> Iterator[str]:
    """`over` are the scopes that cover the person: what one of their roles sees is written."""
    seen = {name for scope in over for name in Person.SEEN_BY.get(scope.role, ())}
    for name in columns:
        yield harmless(written(_shown(person, name))) if name in seen else ""


def _shown(person: Person, name: str) -> Any:
    value = getattr(person, name)
    return timezone.localdate(value).isoformat() if name == "registered_at" else value


def _write_csv(out: SealingOutput, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    line, count = io.StringIO(newline=""), 0
    sheet = csv.writer(line)
    # Without the mark at its start, sheet programs take UTF-8 for something else.
    out.write("\ufeff".encode())
    sheet.writerow(header)
    for count, cells in enumerate(rows, start=1):  # noqa: B007
        sheet.writerow(cells)
        if line.tell() > 1 << 16:
            _pour(line, out)
    _pour(line, out)
    return count


def _pour(line: io.StringIO, out: SealingOutput) -> None:
    out.write(line.getvalue().encode())
    line.seek(0)
    line.truncate()


@transaction.atomic
def _hand_over(export: Export, attachment: Attachment, digest: str) -> None:
    held = Export.objects.select_for_update().filter(pk=export.pk).first()
    if held is None or held.state == ExportState.EXPIRED:
        # Its time was over, or somebody in it was erased, while it was being written.
        export.state = ExportState.EXPIRED
        delete_attachment(attachment, by=None, about=None)
        return
    export.file, export.digest = attachment, digest
    export.rows_total, export.finished_at, export.state = export.rows_done, timezone.now(), ExportState.READY
    export.save(update_fields=["file", "digest", "rows_total", "finished_at", "state"])
    record(Event.LIST_MADE, export, by=export.by, data={"rows": export.rows_total, "digest": digest})
    transaction.on_commit(
        lambda: tell(Kind.EXPORT_READY, to=export.by, reference=export.reference, subject_id=str(export.pk))
    )


def _say(export: Export, **values: Any) -> None:
    """How far it is, for whoever waits."""
    for name, value in values.items():
        setattr(export, name, value)
    Export.objects.filter(pk=export.pk).exclude(state=ExportState.EXPIRED).update(**values)
