"""Sheets and lists in the workspace."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cairn.people.exchange.exporting import make_list_file
from cairn.people.exchange.importing import continue_sheet
from cairn.people.models import Export, Import, Person

pytestmark = pytest.mark.django_db


def bring(browser, north, content: bytes = b"First name,Surname\nHawa,Jallow\n"):
    file = SimpleUploadedFile("people.csv", content)
    return browser.post(reverse("people:sheet-bring"), {"file": file, "office": north.pk})


def test_a_sheet_goes_from_upload_to_register(at, salma, north):
    browser = at(salma)
    there = bring(browser, north).url
    assert "What each column is" in browser.get(there).content.decode()
    named = {"column_0": "given_name", "column_1": "family_name", "day_first": "True"}
    assert browser.post(there, named).status_code == 302
    continue_sheet(Import.objects.get())
    assert "Write the new rows" in browser.get(there).content.decode()
    browser.post(reverse("people:sheet-write", args=[Import.objects.get().pk]))
    continue_sheet(Import.objects.get())
    assert Person.objects.visible_to(salma).get().full_name == "Hawa Jallow"


def test_a_file_that_is_no_sheet_is_refused_beside_the_form(at, salma, north):
    answer = bring(at(salma), north, b"\x00\x01\x02")
    assert answer.status_code == 422
    assert "This file is no sheet" in answer.content.decode()
    assert not Import.objects.exists()


def test_another_colleagues_sheet_is_not_there(at, salma, ines, north):
    there = bring(at(salma), north).url
    assert at(ines).get(there).status_code == 404


def test_an_office_beyond_ones_reach_is_not_offered(at, salma, south):
    assert bring(at(salma), south).status_code == 422


def test_who_orders_a_list_shows_again_who_they_are(at, salma):
    answer = at(salma).get(reverse("people:list-order"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_reauthenticate"))


def test_a_list_is_ordered_and_taken(at, salma, hawa, monkeypatch):
    from cairn.guard.screens import base

    monkeypatch.setattr(base, "did_recently_reauthenticate", lambda _request: True)
    browser = at(salma)
    said = {
        "columns": ["reference", "given_name"],
        "format": "csv",
        "reason": "For the meeting of the north.",
        "days": 3,
    }
    assert browser.post(reverse("people:list-order"), said).status_code == 302
    export = make_list_file(Export.objects.get())
    answer = browser.get(reverse("people:list-take", args=[export.pk]))
    assert b"Hawa" in b"".join(answer.streaming_content)
    assert answer["Cache-Control"] == "no-store"
