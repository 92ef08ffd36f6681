"""A sheet is tried before it is written, written once, and written on after any interruption."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cairn.guard.checks import problems
from cairn.guard.models import AuditEntry, DataKey
from cairn.guard.scope import MayNot, OutsideScope
from cairn.guard.sealed.store import path_of
from cairn.people.acts import weigh_erasure
from cairn.people.acts.importing import (
    CannotImport,
    bring_sheet,
    check_sheet,
    drop_sheet,
    forget_old_sheets,
    write_sheet,
)
from cairn.people.exchange import importing
from cairn.people.exchange.importing import continue_sheet
from cairn.people.models import Contact, Import, ImportMapping, Person
from cairn.people.reads import people_of
from cairn.people.waiting import sheets_left_lying

pytestmark = pytest.mark.django_db

SHEET = """First name;Surname;DOB;Sex;Nationality;Phone
Hawa;Jallow;12/05/1991;F;GM;+220 111
Musa;Ceesay;1988;m;Gambia;
Broken;Day;31/31/1990;m;GM;
;;;;;+220 222
Hawa;Jallow;12/05/1991;F;GM;+220 111
"""


def sheet_of(text: str = SHEET, name: str = "people.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), "text/csv")


@pytest.fixture
def brought(salma, north):
    return bring_sheet(sheet_of(), office=north, team=None, by=salma)


def checked(sheet: Import, by) -> Import:
    sheet = check_sheet(sheet, mapping=sheet.mapping, day_first=True, by=by)
    assert continue_sheet(sheet)
    return Import.objects.get(pk=sheet.pk)


def through(sheet: Import, by) -> Import:
    sheet = write_sheet(checked(sheet, by), by=by)
    assert continue_sheet(sheet)
    return Import.objects.get(pk=sheet.pk)


def outcomes(sheet: Import, *, is_dry: bool) -> dict[int, str]:
    return dict(sheet.rows.filter(is_dry=is_dry).values_list("line", "outcome"))


def test_a_dry_run_tells_of_every_row_and_writes_nobody(brought, salma):
    sheet = checked(brought, salma)
    assert outcomes(sheet, is_dry=True) == {2: "new", 3: "new", 4: "refused", 5: "refused", 6: "known"}
    assert sheet.rows.get(line=4).reasons == [
        ["born", "There is no such day. Write one that exists, or the year alone."]
    ]
    assert not Person.objects.exists()


def test_what_passed_is_written_and_found(brought, salma):
    sheet = through(brought, salma)
    assert outcomes(sheet, is_dry=False) == {2: "new", 3: "new", 4: "refused", 5: "refused", 6: "known"}
    hawa, musa = people_of(salma).order_by("number")
    assert (hawa.full_name, hawa.born, hawa.sex, hawa.nationalities) == (
        "Hawa Jallow",
        "1991-05-12",
        "female",
        ["GM"],
    )
    assert musa.nationalities == ["GM"]
    assert [contact.value for contact in Contact.objects.visible_to(salma)] == ["+220 111"]


def test_the_sheet_itself_is_gone_when_it_is_through(brought, salma):
    assert through(brought, salma).file is None


def test_the_same_file_adds_nobody_and_says_so(brought, salma, north):
    through(brought, salma)
    with pytest.raises(CannotImport, match="imported before"):
        bring_sheet(sheet_of(), office=north, team=None, by=salma)


def test_the_same_rows_in_another_file_add_nobody(brought, salma, north):
    through(brought, salma)
    again = bring_sheet(sheet_of(SHEET + "\nNew;Comer;1990;f;ML;\n"), office=north, team=None, by=salma)
    through(again, salma)
    assert Person.objects.count() == 3


def test_an_import_goes_on_where_it_was_killed(brought, salma, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 1)
    sheet = write_sheet(checked(brought, salma), by=salma)
    assert not continue_sheet(sheet, seconds=0)
    assert Person.objects.count() == 1
    sheet = Import.objects.get(pk=sheet.pk)  # Another process, which knows only what the database has.
    while not continue_sheet(sheet, seconds=0):
        sheet = Import.objects.get(pk=sheet.pk)
    assert Person.objects.count() == 2
    assert len(outcomes(sheet, is_dry=False)) == 5


def test_a_batch_that_fails_leaves_nothing_half_written(brought, salma, monkeypatch):
    sheet = write_sheet(checked(brought, salma), by=salma)
    monkeypatch.setattr(importing, "record", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        continue_sheet(sheet)
    assert not Person.objects.exists()
    assert Import.objects.get(pk=sheet.pk).position == 1


def test_what_the_columns_are_is_remembered(brought, salma, north):
    mapping = {**brought.mapping, "Phone": ""}
    check_sheet(brought, mapping=mapping, day_first=False, by=salma)
    again = bring_sheet(sheet_of(SHEET.replace("Hawa", "Binta")), office=north, team=None, by=salma)
    assert (again.mapping, again.day_first) == (mapping, False)


@pytest.mark.parametrize(
    "mapping",
    [
        {"DOB": "born"},
        {"First name": "given_name", "Surname": "given_name"},
        {"First name": "office"},
        {"No": "born"},
    ],
)
def test_a_mapping_that_cannot_be_is_refused(brought, salma, mapping):
    with pytest.raises(ValidationError):
        check_sheet(brought, mapping=mapping, day_first=True, by=salma)


def test_nothing_is_written_before_it_was_checked(brought, salma):
    with pytest.raises(CannotImport, match="columns to be named"):
        write_sheet(brought, by=salma)


def test_a_sheet_that_breaks_off_stops_in_words_and_keeps_what_was_written(salma, north):
    sheet = bring_sheet(
        sheet_of('First name,Surname\nHawa,Jallow\n"Musa,Cees'), office=north, team=None, by=salma
    )
    sheet = checked(sheet, salma)
    assert sheet.state == "failed"
    assert "damaged" in sheet.failed


def test_only_who_imports_for_an_office_brings_sheets_for_it(amina, salma, north, south):
    with pytest.raises(MayNot):
        bring_sheet(sheet_of(), office=north, team=None, by=amina)
    with pytest.raises((MayNot, OutsideScope)):
        bring_sheet(sheet_of(), office=south, team=None, by=type(salma).objects.get(username="amina"))


def test_a_sheet_is_seen_by_whoever_brought_it(brought, salma, ines, leila):
    assert [Import.objects.visible_to(who).count() for who in (salma, ines, leila)] == [1, 0, 0]


def test_a_dropped_sheet_leaves_nothing(brought, salma):
    checked(brought, salma)
    drop_sheet(brought, by=salma)
    assert not Import.objects.exists()


def test_an_import_is_one_entry_for_each_batch_with_its_rows(brought, salma):
    through(brought, salma)
    entry = AuditEntry.objects.get(event="people:person:imported")
    assert entry.details["rows"] == 2
    assert "Hawa" not in entry.data


def test_nobody_brings_people_into_an_office_beyond_their_reach(salma, ines, south):
    """That they will answer for those people themselves opens no office."""
    with pytest.raises(OutsideScope):
        bring_sheet(sheet_of(), office=south, team=None, by=salma)
    assert bring_sheet(sheet_of(), office=south, team=None, by=ines)


def test_a_sheet_without_a_header_leaves_nobody_in_what_is_remembered(salma, north):
    sheet = bring_sheet(sheet_of("Hawa;Jallow\nMusa;Ceesay\n"), office=north, team=None, by=salma)
    check_sheet(sheet, mapping={"Hawa": "given_name", "Jallow": "family_name"}, day_first=True, by=salma)
    assert ImportMapping.objects.get().mapping == {"0": "given_name", "1": "family_name"}


def test_of_two_workers_with_one_sheet_only_one_writes_a_batch(brought, salma):
    sheet = write_sheet(checked(brought, salma), by=salma)
    late = Import.objects.select_related("file").get(pk=sheet.pk)
    assert continue_sheet(sheet)
    assert continue_sheet(late)
    assert Person.objects.count() == 2
    assert Import.objects.get(pk=sheet.pk).state == "done"


def test_a_sheet_that_was_forgotten_meanwhile_is_written_no_further(brought, salma, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 1)
    sheet = write_sheet(checked(brought, salma), by=salma)
    assert not continue_sheet(sheet, seconds=0)
    drop_sheet(sheet, by=salma)
    assert continue_sheet(sheet)
    assert Person.objects.count() == 1


def test_a_sheet_that_nobody_writes_is_forgotten_after_three_days(
    brought, salma, django_capture_on_commit_callbacks
):
    path = path_of(brought.file.stored_name)
    Import.objects.update(made_at=timezone.now() - dt.timedelta(days=2, hours=23))
    assert forget_old_sheets() == 0
    assert path.exists()
    Import.objects.update(made_at=timezone.now() - dt.timedelta(days=3, minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_old_sheets() == 1
    assert not Import.objects.exists()
    assert not path.exists()
    assert DataKey.objects.get(pk=brought.data_key_id).is_destroyed


def test_the_doctor_says_whose_sheet_lies_too_long(brought, salma):
    Import.objects.update(made_at=timezone.now() - dt.timedelta(days=2))
    assert [*sheets_left_lying()] == []
    Import.objects.update(made_at=timezone.now() - dt.timedelta(days=4))
    (problem,) = sheets_left_lying()
    assert f"brought by salma for {brought.office}" in problem.said
    assert problem in problems()


def test_whoever_weighs_an_erasure_is_told_of_sheets_that_wait(brought, leila, amina, register):
    told = weigh_erasure(register(amina, "Binta"), by=leila).touched
    assert any("cannot be searched: 1." in said for said in told)
    Import.objects.all().delete()
    assert not weigh_erasure(register(amina, "Awa"), by=leila).touched


def test_a_sheet_says_until_when_it_waits(brought, at, salma, leila):
    page = at(salma).get(reverse("people:sheet", args=[brought.pk])).content.decode()
    assert "this sheet waits here and is forgotten on" in page
    assert (
        "1 sheet of people waits to be written." in at(leila).get(reverse("people:reviews")).content.decode()
    )


def test_nothing_of_a_sheet_stays_when_it_is_through(brought, salma):
    sheet = through(brought, salma)
    assert (sheet.header, sheet.mapping, sheet.file) == ([], {}, None)
