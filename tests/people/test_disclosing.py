"""Whoever asks what is held about them gets all of it, in one document that only they can open, and nothing of others."""

import datetime as dt
import json
from io import BytesIO

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from PIL import Image
from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError, WrongPasswordError

from cairn.guard.models import Attachment, AuditEntry
from cairn.guard.scope import MayNot
from cairn.guard.sealed import Protected
from cairn.guard.sealed.store import path_of
from cairn.mission.errors import CairnError
from cairn.people.acts import add_part, attach_file, change_person, disclose_person, merge_people, relate
from cairn.people.acts.disclosing import expire_disclosures, fetch_part
from cairn.people.holdings import kinds, links_to_people, rows_of, undescribed
from cairn.people.models import Contact, DisclosedPart, Disclosure, IdentityDocument, NextOfKin, Person
from cairn.people.papers import packing

pytestmark = pytest.mark.django_db

ASKED = "Came to the office with her asylum card"


def picture() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "PNG")
    return SimpleUploadedFile("me.png", out.getvalue(), content_type="image/png")


def package(person, by, language="en"):
    """The open parts of a package, by the passphrase that was told."""
    disclosure, passphrase = disclose_person(person, by=by, asked_how=ASKED, language=language)
    opened = []
    for part in DisclosedPart.objects.filter(disclosure=disclosure).order_by("made_at"):
        with part.attachment.open() as sealed:
            reader = PdfReader(BytesIO(sealed.read()))
        assert reader.decrypt(passphrase)
        opened.append(reader)
    return opened


def record_in(reader) -> dict:
    return json.loads(reader.attachments["record.json"][0])


def text_of(reader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def values(record) -> str:
    return json.dumps(record, ensure_ascii=False)


# Complete ---------------------------------------------------------------------------------------------------


def test_every_protected_model_is_thought_of():
    """A new kind of row says in people/holdings.py, or in its own app, what of it is about other people."""
    assert undescribed() == set()


def test_no_open_row_points_at_somebody_and_stays_when_they_go():
    from django.db.models import CASCADE, SET_NULL

    for model in apps.get_models():
        if not issubclass(model, Protected):
            for link in links_to_people(model):
                assert link.remote_field.on_delete in (CASCADE, SET_NULL), f"{model.__name__}.{link.name}"


def test_all_that_was_written_down_is_told(amina, leila, hawa):
    change_person(hawa, based_on=1, changes={"special_needs": "Insulin twice a day"}, by=amina)
    add_part(hawa, Contact, by=amina, kind="phone", value="+220 555 0134", safety="safe")
    add_part(hawa, IdentityDocument, by=amina, kind="passport", number="PC-7712", country="GM")
    [reader] = package(hawa, leila)
    told = values(record_in(reader))
    for word in (
        "Hawa",
        "Jallow",
        "1991-05-12",
        "Insulin twice a day",
        "+220 555 0134",
        "PC-7712",
        "Gambia",
        ASKED,
    ):
        assert word in told, word
    assert "Hawa" in text_of(reader)
    assert "Insulin" in reader.attachments["record.html"][0].decode()


def test_a_file_goes_along_and_a_picture_is_seen(amina, leila, hawa):
    attach_file(hawa, picture(), title="Photograph of her arm", by=amina)
    attach_file(hawa, SimpleUploadedFile("letter.txt", b"Dear madam"), title="Letter", by=amina)
    [reader] = package(hawa, leila)
    assert reader.attachments["002-letter.txt"] == [b"Dear madam"]
    assert reader.attachments["001-me.png"][0].startswith(b"\x89PNG")
    assert sum(len(page.images) for page in reader.pages) == 1


def test_a_file_that_only_says_it_is_a_picture_stops_nothing(amina, leila, hawa):
    bad = SimpleUploadedFile("me.jpg", b"\xff\xd8 no picture", content_type="image/jpeg")
    attach_file(hawa, bad, title="Broken", by=amina)
    [reader] = package(hawa, leila)
    assert reader.attachments["001-me.jpg"] == [b"\xff\xd8 no picture"]


def test_heavy_files_follow_in_further_parts(amina, leila, hawa, monkeypatch):
    monkeypatch.setattr(packing, "HEAVY", 3000)
    for number in range(3):
        attach_file(hawa, SimpleUploadedFile(f"{number}.bin", bytes([number]) * 2000), title="Scan", by=amina)
    first, second, third = package(hawa, leila)
    assert [len(each.attachments) for each in (first, second, third)] == [3, 1, 1]
    assert "3 " in text_of(third)


def test_a_package_does_not_hold_the_packages_before_it(leila, hawa):
    package(hawa, leila)
    [reader] = package(hawa, leila)
    assert set(reader.attachments) == {"record.html", "record.json"}


def test_what_a_joined_record_held_is_told_as_well(amina, ines, leila, hawa, register):
    double = register(amina, "Haua", "Jalloh", birth_place="Farafenni")
    add_part(double, Contact, by=amina, kind="phone", value="+220 555 0199")
    merge_people(hawa, double, by=ines)
    told = values(record_in(package(hawa, leila)[0]))
    for word in ("Haua", "Farafenni", "+220 555 0199"):
        assert word in told
    with pytest.raises(CairnError, match="joined"):
        disclose_person(Person.objects.get(pk=double.pk), by=leila, asked_how=ASKED, language="en")


def test_every_row_with_their_key_is_counted(amina, leila, hawa):
    add_part(hawa, Contact, by=amina, kind="phone", value="+220 555 0134")
    [reader] = package(hawa, leila)
    told = sum(len(section["rows"]) for section in record_in(reader)["sections"])
    assert told == Disclosure.objects.get().rows
    fresh = (DisclosedPart, Attachment)
    assert told == sum(rows_of(model, [hawa]).count() for model in kinds() if model not in fresh)


# Others -----------------------------------------------------------------------------------------------------


def test_other_people_are_left_out_and_what_she_said_of_them_is_marked(amina, leila, hawa, register):
    husband = register(amina, "Yerro", "Bah", born="1980")
    relate(hawa, husband, kind="spouse", by=amina, note="Married in Basse")
    relate(husband, hawa, kind="guardian", by=amina, note="He says so")
    add_part(hawa, NextOfKin, by=amina, name="Nyima Jallow", relation="Sister")
    record = record_in(package(hawa, leila)[0])
    told = values(record)
    for word in ("Yerro", str(husband.pk), husband.reference, "He says so"):
        assert word not in told, word
    lines = [line for section in record["sections"] for row in section["rows"] for line in row]
    assert {line["value"] for line in lines if line["about_others"]} >= {"Nyima Jallow", "Married in Basse"}
    assert record["named"] == [{"label": "relation", "value": "is the guardian of", "about_others": False}]


def test_colleagues_appear_by_role(at, amina, leila, hawa):
    at(amina).get(f"/admin/people/{hawa.pk}/")
    record = record_in(package(hawa, leila)[0])
    assert {"role": "Caseworker", "what": "read a record"}.items() <= record["looks"][-1].items()
    assert "amina" not in values(record)
    assert "leila" not in values(record)


# Sealed -----------------------------------------------------------------------------------------------------


def test_nobody_opens_it_without_the_passphrase(leila, hawa):
    _disclosure, passphrase = disclose_person(hawa, by=leila, asked_how=ASKED, language="en")
    with DisclosedPart.objects.get().attachment.open() as sealed:
        content = sealed.read()
    assert b"Hawa" not in content
    with pytest.raises((FileNotDecryptedError, WrongPasswordError)):
        PdfReader(BytesIO(content), password="2345-2345-2345-2345-2345").pages[0].extract_text()
    assert len(passphrase.replace("-", "")) == 20
    assert b"/AESV3" in content


def test_the_passphrase_is_kept_nowhere(leila, hawa):
    _disclosure, passphrase = disclose_person(hawa, by=leila, asked_how=ASKED, language="en")
    for model in kinds():
        for row in model._base_manager.all():
            for field in model._meta.concrete_fields:
                assert passphrase not in str(getattr(row, field.attname))


def test_the_trace_keeps_what_left_and_its_hash(leila, hawa):
    disclosure, _passphrase = disclose_person(hawa, by=leila, asked_how=ASKED, language="en")
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.event, entry.subject_id) == ("people:person:disclosed", str(hawa.pk))
    assert entry.details["digest"] == disclosure.digests[0]
    assert entry.details["rows"] == disclosure.rows


def test_a_package_is_fetched_until_it_goes(leila, hawa):
    disclosure, _passphrase = disclose_person(hawa, by=leila, asked_how=ASKED, language="en")
    part = DisclosedPart.objects.get()
    stored = path_of(fetch_part(part, by=leila).stored_name)
    Disclosure.objects.filter(pk=disclosure.pk).update(expires_at=timezone.now() - dt.timedelta(hours=1))
    with pytest.raises(CairnError, match="not there any more"):
        fetch_part(DisclosedPart.objects.get(), by=leila)
    assert expire_disclosures() == 1
    assert not Attachment.objects.exists()
    assert Disclosure.objects.get().digests == disclosure.digests
    assert stored.exists()  # Until the transaction of this test would end.


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_speaks_the_language_that_was_asked_for(leila, hawa, language):
    [reader] = package(hawa, leila, language)
    assert record_in(reader)["language"] == language
    assert f'lang="{language}"' in reader.attachments["record.html"][0].decode()
    assert translation.get_language() == "en"


def test_arabic_names_stand_on_paper(amina, leila, register):
    mariam = register(amina, "Mariam", "Haddad", own_script_name="مريم حداد")
    [reader] = package(mariam, leila, "ar")
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert any("Naskh" in font["/BaseFont"] for font in fonts)


# Rights -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["amina", "salma", "ines", "priya"])
def test_only_the_data_protection_officer_discloses(request, hawa, who):
    with pytest.raises(MayNot):
        disclose_person(hawa, by=request.getfixturevalue(who), asked_how=ASKED, language="en")


def test_a_language_that_the_mission_does_not_have_is_refused(leila, hawa):
    with pytest.raises(ValidationError):
        disclose_person(hawa, by=leila, asked_how=ASKED, language="tlh")
