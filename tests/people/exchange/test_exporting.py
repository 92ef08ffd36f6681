"""A list leaves with a reason, with what its reader may see, and until a day."""

import csv
import datetime as dt
import io
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from openpyxl import load_workbook

from cairn.guard.acts import give_role
from cairn.guard.glass.acts import break_glass
from cairn.guard.models import Attachment, AuditEntry, DataKey, TraceExport
from cairn.guard.roles import Role
from cairn.guard.scope import MayNot
from cairn.guard.sealed.store import path_of
from cairn.guard.trace.details import Format
from cairn.guard.trace.extracting import export_entries
from cairn.people.acts import erase_person
from cairn.people.acts.exporting import CannotTake, expire_lists, order_list, take_list
from cairn.people.exchange import exporting
from cairn.people.exchange.exporting import make_list_file
from cairn.people.models import Export, Person
from cairn.people.weighing import weigh

pytestmark = pytest.mark.django_db
WHY = "The monthly meeting of the north office needs it."


def ordered(by, *columns: str, format: Format = Format.CSV, **more) -> Export:
    until = more.pop("expires_at", timezone.now() + dt.timedelta(days=7))
    return order_list(
        columns=columns, format=format, reason=more.pop("reason", WHY), by=by, expires_at=until, **more
    )


def rows_of(export: Export) -> list[list[str]]:
    content = export.file.open().read()
    assert sha256(content).hexdigest() == export.digest
    if export.format == Format.XLSX:
        return [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("format", [Format.CSV, Format.XLSX])
def test_a_list_holds_the_people_of_ones_scope_and_bears_its_mark(salma, hawa, bako, register, format):
    register(bako, "Musa", "Ceesay")
    export = make_list_file(ordered(salma, "reference", "given_name", "nationalities", format=format))
    header, row = rows_of(export)
    assert header == ["reference", "given names", "nationalities", "list"]
    assert row[:3] == [hawa.reference, "Hawa", "GM"]
    assert export.reference in row[3]
    assert "salma" in row[3]
    assert export.rows_total == 1


def test_names_that_are_formulas_are_harmless(salma, amina, register):
    register(amina, "=cmd|calc", "\u200b+Jallow")
    (_header, row) = rows_of(make_list_file(ordered(salma, "given_name", "family_name")))
    assert row[:2] == ["'=cmd|calc", "'+Jallow"]


def test_nobody_orders_what_they_may_not_see(ines, amina, hawa):
    with pytest.raises(ValidationError):
        ordered(ines, "reference", "special_needs")
    with pytest.raises(MayNot):
        ordered(amina, "reference")


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": "because"},
        {"expires_at": timezone.now() + dt.timedelta(days=60)},
        {"expires_at": timezone.now() - dt.timedelta(days=1)},
    ],
)
def test_a_list_needs_a_reason_and_an_end(salma, wrong):
    with pytest.raises(ValidationError):
        ordered(salma, "reference", **wrong)


def test_it_is_narrowed_by_office_and_days(ines, hawa, bako, register):
    register(bako, "Musa")
    export = make_list_file(ordered(ines, "given_name", only={"office": "SOUTH"}))
    assert [row[0] for row in rows_of(export)[1:]] == ["Musa"]


def test_only_who_ordered_it_takes_it_and_each_taking_is_traced(salma, ines, hawa):
    export = make_list_file(ordered(salma, "reference"))
    assert not Export.objects.visible_to(ines).exists()
    take_list(export, by=salma)
    entry = AuditEntry.objects.get(event="people:list:taken")
    assert entry.details == {"rows": 1, "digest": export.digest}


def test_a_role_that_reads_more_than_it_exports_adds_nobody(salma, hawa, bako, register):
    give_role(salma, Role.DATA_PROTECTION)
    register(bako, "Musa", "Ceesay")
    export = make_list_file(ordered(salma, "reference", "given_name"))
    assert [row[:2] for row in rows_of(export)[1:]] == [[hawa.reference, "Hawa"]]
    assert export.rows_total == 1


def test_a_record_that_broken_glass_opened_is_not_taken_along(salma, hawa, bako, register):
    far = register(bako, "Musa", "Ceesay")
    break_glass(far, by=salma, reason="He stands at our door and needs his medicine.")
    assert far in Person.objects.visible_to(salma)
    export = make_list_file(ordered(salma, "reference", "given_name"))
    assert [row[:2] for row in rows_of(export)[1:]] == [[hawa.reference, "Hawa"]]
    assert export.rows_total == 1


def test_the_order_is_traced_with_its_columns_and_its_filter(salma, hawa):
    only = {"office": "NORTH", "registered_from": "2026-01-01", "team": ""}
    ordered(salma, "reference", "given_name", only=only)
    entry = AuditEntry.objects.get(event="people:list:ordered")
    assert entry.details == {
        "columns": ["given_name", "reference"],
        "format": "csv",
        "office": "NORTH",
        "registered_from": "2026-01-01",
    }


def test_what_a_list_was_for_outlasts_it_under_another_key(salma, hawa):
    export = make_list_file(ordered(salma, "reference"))
    Export.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    expire_lists()
    kept = Export.objects.get()
    assert kept.data_key != export.data_key
    assert DataKey.objects.get(pk=export.data_key_id).is_destroyed
    assert kept.reason == WHY


def test_an_erasure_takes_the_reasons_of_its_lists_and_those_that_name_the_person(salma, leila, hawa):
    named = ordered(salma, "reference", reason="Hawa Jallow moves to the shelter of the south.")
    plain = ordered(salma, "reference")
    Export.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    expire_lists()
    standing = ordered(salma, "reference")
    extracts = []
    for reason in ("Hawa Jallow asked who looked at her.", "The yearly audit asks for every entry."):
        extract, file = export_entries(
            AuditEntry.objects.all(), asked={}, format="csv", reason=reason, by=leila
        )
        file.close()
        extracts.append(extract)
    seen = weigh(hawa).fingerprint
    erase_person(hawa, by=leila, why="asked", reason="She asked for it at the office.", seen=seen)
    kept = [TraceExport.objects.get(pk=each.pk).data_key.is_destroyed for each in extracts]
    assert kept == [True, False]
    keys = {each.pk: each.data_key.is_destroyed for each in Export.objects.select_related("data_key")}
    assert keys == {named.pk: True, plain.pk: False, standing.pk: True}


def test_a_list_whose_time_has_come_is_destroyed(salma, hawa):
    export = make_list_file(ordered(salma, "reference"))
    path = path_of(export.file.stored_name)
    Export.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    with pytest.raises(CannotTake):
        take_list(export, by=salma)
    assert expire_lists() == 1
    export = Export.objects.get()
    assert (export.state, export.file) == ("expired", None)
    assert path.exists()  # Until the act is over for good; this test never is.


def test_many_rows_are_written_a_slice_at_a_time(salma, amina, register, monkeypatch):
    from cairn.people.exchange import exporting

    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    people = [register(amina, f"Person {letter}") for letter in "ABCDE"]
    export = make_list_file(ordered(salma, "reference"))
    assert [row[0] for row in rows_of(export)[1:]] == [person.reference for person in reversed(people)]


def test_a_list_that_stops_says_so_and_leaves_no_file(salma, hawa, monkeypatch, tmp_path):
    from cairn.people.exchange import exporting

    export = ordered(salma, "reference")
    monkeypatch.setattr(exporting, "_cells", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_list_file(export)
    assert Export.objects.get().state == "failed"
    assert Export.objects.get().file is None


def test_a_list_that_was_destroyed_while_it_was_written_does_not_come_back(salma, hawa, monkeypatch):
    export, whole = ordered(salma, "given_name"), exporting.store_made

    def destroyed_meanwhile(*args, **options):
        made = whole(*args, **options)
        expire_lists(also_fresh=True)
        return made

    monkeypatch.setattr(exporting, "store_made", destroyed_meanwhile)
    make_list_file(export)
    held = Export.objects.get(pk=export.pk)
    assert (held.state, held.file) == ("expired", None)
    assert not Attachment.objects.filter(data_key=export.data_key).exists()
