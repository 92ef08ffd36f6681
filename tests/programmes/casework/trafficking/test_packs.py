"""A referral pack: all the form asks for in its order, held against the toolkit's list, on paper and to copy."""

import datetime as dt
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.utils import translation
from pypdf import PdfReader

from cairn.guard.models import AuditEntry
from cairn.guard.trace.events import Event
from cairn.people.acts import add_part, change_person
from cairn.people.models import Contact, IdentityDocument, Person
from cairn.programmes.casework.acts import (
    attach_file,
    begin_record,
    begin_referral,
    finish_record,
    packing,
    take_pack,
)
from cairn.programmes.casework.acts.packing import pack_and_quality
from cairn.programmes.casework.acts.parts import NotInThisCase
from cairn.programmes.casework.codes import What
from cairn.programmes.casework.forms.library import form
from cairn.programmes.casework.models import Case, CaseExport
from cairn.programmes.casework.trafficking.mechanisms import mechanism
from cairn.programmes.casework.trafficking.packs.naming import Marks, marks_of
from cairn.programmes.casework.trafficking.packs.packing import pack_of, trouble_with_files
from cairn.programmes.casework.trafficking.packs.quality import quality_of
from cairn.programmes.casework.workspace.timeline import in_words

FORM, UK = form("nrm-uk"), mechanism("nrm-uk")
REASON = "The Salvation Army sends it to the authority."
WHOLE = {
    "reporter_email": "refer@example.org", "reporter_organisation": "An organisation", "reporter_nation": "england",
    "under_18": "no", "under_18_then": "unsure",
    "situations": "March 2024: a farm near Boston.\nJune 2025: a car wash in Leeds.",
    "gaps": "The winter between is not clear: she was ill and kept inside.",
    "how_started": "A cousin of a neighbour promised work in a hotel.", "still_in": "no",
    "how_left": "She ran from the car wash at night.", "why_not_sooner": "She was told that the police would send her home.",
    "indicators": "Documents were held: she saw her passport in the car of the man who drove them, in April 2024.",
    "interview_setting": "At our office, alone, with a professional interpreter.", "reason": "She asked for help.",
    "where": "uk", "uk_towns": "Boston\nLeeds", "types": ["labour-wages"], "consents": "yes", "consent_on": "2026-03-02",
    "explained": ["mechanism", "support", "outcomes", "sharing", "privacy"], "first_names": "Hawa",
    "last_names": "Somebody", "decision_address": "care@example.org", "safe_to_write": "yes", "contact_name": "Amina",
    "contact_phone": "+442079460000", "alternative_name": "Tomas", "alternative_contact": "+442079460001",
}  # fmt: skip
NAMELESS = {
    name: value
    for name, value in WHOLE.items()
    if name in {one.name for one in FORM.asked(WHOLE | {"consents": "no"})}
} | {"consents": "no"}


def failing(answers, **more):
    return {one.code for one in quality_of(FORM, UK.quality, answers, **more).findings if not one.holds}


class TestQuality:
    def test_a_whole_draft_holds_all(self):
        quality = quality_of(FORM, UK.quality, WHOLE)
        assert failing(WHOLE) == set()
        assert (quality.score, quality.advice) == (100, [])

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"situations": "On a farm, then elsewhere."}, "dated"),
            ({"situations": "June 2025: Leeds.\nMarch 2024: Boston."}, "chronology"),
            ({"gaps": ""}, "gaps"),
            ({"indicators": "Fear.\nNo documents."}, "context"),
            ({"why_not_sooner": ""}, "why-not-sooner"),
            ({"interview_setting": ""}, "setting"),
            ({"alternative_contact": ""}, "alternative"),
            ({"safe_to_write": "unsure"}, "safe"),
            ({"explained": ["mechanism"]}, "explained"),
            ({"reason": WHOLE["indicators"]}, "own-words"),
            ({"uk_towns": "\n".join("abcdefghijk")}, "places"),
            ({"contact_phone": ""}, "complete"),
        ],
    )
    def test_what_a_reader_would_miss_is_said_in_a_sentence(self, change, code):
        assert code in failing(WHOLE | change)
        quality = quality_of(FORM, UK.quality, WHOLE | change)
        assert quality.score < 100
        assert all(advice.endswith(".") for advice in quality.advice)

    def test_without_consent_the_name_stands_nowhere_in_the_text(self):
        assert failing(NAMELESS, marks=Marks(names=("Hawa",))) == set()
        told = NAMELESS | {"reason": "Hawa asked for help."}
        assert failing(told, marks=Marks(names=("Hawa",))) == {"nameless"}

    def test_nor_in_the_title_of_a_file(self):
        titles = ["Letter about Hawa"]
        assert failing(NAMELESS, marks=Marks(names=("Hawa",)), titles=titles) == {"nameless"}

    def test_an_empty_draft_breaks_nothing(self):
        assert 0 <= quality_of(FORM, UK.quality, {}).score < 50


class TestMarks:
    MARKS = Marks(
        names=("Hawa Mariam", "Sené", "هوى", "bin Yusuf"),
        phones=("+220 555 0134",),
        codes=("PC 123-456",),
        addresses=("hawa.j@example.org",),
    )

    @pytest.mark.parametrize(
        "text",
        [
            "We call her Mariam.", "HAWA said so.", "The sister of Sene.", "قالت وهوى بقيت", "Yusuf came later.",
            "Reached on 00220/5550134.", "Her passport, PC123456, was held.", "Write to Hawa.J@example.org",
        ],
    )  # fmt: skip
    def test_whatever_says_who_it_is_is_found(self, text):
        assert self.MARKS.stand_in([text])

    @pytest.mark.parametrize(
        "text",
        ["She was brought from Bin Saad in 2024.", "Hawaii", "Call 020 7946 0000.", "PC 99", "قالت ذلك"],
    )
    def test_what_only_looks_alike_is_let_be(self, text):
        assert not self.MARKS.stand_in([text])

    @pytest.mark.parametrize(
        ("address", "text", "found"),
        [
            ("12 Mill Lane\nDover", "She lives at 12 mill lane  Dover.", True),
            ("Leeds", "She was brought to Leeds.", False),
        ],
    )
    def test_a_postal_address_is_found_and_a_town_alone_is_not(self, hawa, amina, address, text, found):
        add_part(hawa, Contact, by=amina, kind="address", value=address)
        assert marks_of(Person.objects.get(pk=hawa.pk)).stand_in([text]) is found

    def test_an_empty_record_has_none(self):
        assert not Marks(names=("",), phones=("",), codes=("",), addresses=(" ",)).stand_in(["Anything", ""])


class TestPacking:
    def test_every_question_that_is_asked_is_there_in_the_order_of_the_form(self):
        pack = pack_of(FORM, dict(WHOLE), UK, reference="C-0")
        told = [line.name for chapter in pack.chapters for line in chapter.lines]
        assert told == [question.name for question in FORM.asked(WHOLE)]
        text = pack.as_text()
        assert "wages taken" in text
        assert text.index("March 2024") < text.index("A cousin of a neighbour")

    def test_without_consent_nobody_is_named_in_it(self):
        pack = pack_of(FORM, dict(WHOLE) | {"consents": "no"}, UK, reference="C-0")
        told = {line.name for chapter in pack.chapters for line in chapter.lines}
        assert not told & {
            "first_names", "last_names", "nickname", "date_of_birth", "birthplace", "nationality",
            "home_office_references", "phone", "proxy", "proxy_relation", "decision_address",
        }  # fmt: skip
        assert "Hawa" not in pack.as_text()

    @pytest.mark.parametrize("language", ["en", "fr", "ar"])
    def test_it_is_read_on_paper_in_each_language(self, language):
        with translation.override(language):
            content = pack_of(FORM, dict(WHOLE), UK, reference="C-0", files=["A photograph"]).as_pdf()
        pages = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
        assert "refer@example.org" in pages

    def test_what_was_typed_is_never_taken_for_markup(self):
        content = pack_of(FORM, dict(WHOLE) | {"reason": "#panic() = $x$ *b*"}, UK, reference="C-0").as_pdf()
        assert "#panic()" in "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)

    def test_the_form_takes_a_hundred_files_of_25_megabytes(self):
        class File:
            def __init__(self, size):
                self.size = size

        megabyte = 1024 * 1024
        assert trouble_with_files(UK, [File(25 * megabyte)] * 100) == []
        assert len(trouble_with_files(UK, [File(1)] * 101)) == 1
        assert len(trouble_with_files(UK, [File(25 * megabyte + 1)])) == 1


@pytest.fixture
def referral(trafficked, amina):
    case = Case.objects.get(pk=trafficked.pk)
    case.stage = "referral"
    case.save()
    return begin_referral(
        case,
        "nrm-uk",
        by=amina,
        basis="consent",
        first_responder="salvation-army",
        agreed_on=dt.date(2026, 3, 2),
    )


@pytest.fixture
def fill(referral, amina):
    def filled(answers):
        return finish_record(begin_record(referral.case, "nrm-uk", by=amina, answers=answers), by=amina)

    return filled


@pytest.fixture
def attach(referral, amina):
    def attached(title, name="p.txt"):
        upload = SimpleUploadedFile(name, b"A", "text/plain")
        return attach_file(referral.case, upload, title=title, by=amina)

    return attached


def pages_of(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


@pytest.mark.django_db
class TestTaking:
    def test_it_is_taken_with_a_reason_that_stays(self, referral, fill, amina, salma):
        fill(WHOLE)
        content = take_pack(referral, reason=REASON, by=salma)
        assert "Hawa" in pages_of(content)
        row = CaseExport.objects.get()
        line = referral.case.happenings.get(what=What.TAKEN_ALONG)
        assert "National Referral Mechanism" in in_words(line, referral.case)
        assert (row.standard, row.format, row.reason) == ("nrm-uk", "pdf", REASON)
        assert row.digest in AuditEntry.objects.get(event=Event.CASE_TAKEN).data

    def test_the_chosen_files_go_along_by_their_number_and_no_others(self, referral, fill, attach, salma):
        fill(WHOLE)
        chosen, _other = attach("Photograph of the farm", "Hawa at the farm.TXT"), attach("A bill")
        content = take_pack(referral, reason=REASON, files=[chosen.pk], by=salma)
        with ZipFile(BytesIO(content)) as box:
            assert box.namelist() == ["pack.pdf", "1.txt"]
            assert box.read("1.txt") == b"A"
            pages = pages_of(box.read("pack.pdf"))
        assert "Photograph of the farm" in pages
        assert "A bill" not in pages
        read = AuditEntry.objects.get(event=Event.ATTACHMENT_READ)
        assert read.subject_id == str(chosen.attachment_id)

    def test_a_file_of_another_case_does_not_go_along(self, referral, fill, case, amina, salma):
        fill(WHOLE)
        file = attach_file(case, SimpleUploadedFile("p.txt", b"A", "text/plain"), title="Other", by=amina)
        with pytest.raises(NotInThisCase, match="not there any more"):
            take_pack(referral, reason=REASON, files=[file.pk], by=salma)

    def test_what_is_too_much_for_one_zip_goes_in_several(self, referral, fill, attach, salma, monkeypatch):
        fill(WHOLE)
        monkeypatch.setattr(packing, "MOST_AT_ONCE_MB", 0)
        with pytest.raises(NotInThisCase, match="several goes"):
            take_pack(referral, reason=REASON, files=[attach("A bill").pk], by=salma)

    def test_whoever_works_on_it_reads_it_and_its_quality(self, referral, fill):
        fill(WHOLE | {"gaps": ""})
        _pack, quality, files = pack_and_quality(referral)
        assert [one.code for one in quality.findings if not one.holds] == ["gaps"]
        assert files == []

    def test_it_is_taken_by_whoever_may_export_and_nobody_else(self, referral, fill, amina, bako, salma):
        fill(WHOLE)
        with pytest.raises(PermissionDenied):
            take_pack(referral, reason=REASON, by=amina)
        with pytest.raises(Http404):
            take_pack(referral, reason=REASON, by=bako)
        with pytest.raises(ValidationError):
            take_pack(referral, reason="so", by=salma)

    def test_a_draft_is_not_taken(self, referral, amina, salma):
        with pytest.raises(NotInThisCase, match="filled in first"):
            take_pack(referral, reason=REASON, by=salma)
        begin_record(referral.case, "nrm-uk", by=amina, answers=WHOLE)
        with pytest.raises(NotInThisCase, match="Finish the form"):
            take_pack(referral, reason=REASON, by=salma)

    def test_form_and_referral_agree_about_consent(self, referral, fill, salma):
        fill(NAMELESS)
        with pytest.raises(NotInThisCase, match="says otherwise about consent"):
            take_pack(referral, reason=REASON, by=salma)

    def test_a_name_in_a_notification_stops_it(self, referral, fill, hawa, salma):
        referral.basis = "duty-to-notify"
        referral.save()
        fill(NAMELESS | {"reason": f"{hawa.given_name} asked for help."})
        with pytest.raises(NotInThisCase, match="leave it out"):
            take_pack(referral, reason=REASON, by=salma)

    def test_no_title_of_a_file_names_whoever_is_notified_without_a_name(
        self, referral, fill, attach, hawa, salma
    ):
        referral.basis = "duty-to-notify"
        referral.save()
        fill(NAMELESS)
        file = attach(f"Passport of {hawa.family_name}")
        assert hawa.family_name not in pages_of(take_pack(referral, reason=REASON, by=salma))
        with pytest.raises(NotInThisCase, match="leave it out"):
            take_pack(referral, reason=REASON, files=[file.pk], by=salma)

    def test_by_what_somebody_is_known_is_taken_from_all_that_is_held(self, hawa, amina):
        changes = {"own_script_name": "هوى جالو", "other_names": ["Nana"]}
        change_person(hawa, based_on=1, changes=changes, by=amina)
        add_part(hawa, Contact, by=amina, kind="phone", value="+220 555 0134")
        add_part(hawa, Contact, by=amina, kind="email", value="h@example.org")
        add_part(hawa, IdentityDocument, by=amina, kind="passport", number="PC 123456")
        marks = marks_of(Person.objects.get(pk=hawa.pk))
        for text in ("جالو", "Nana", "555 0134", "h@example.org", "PC123456"):
            assert marks.stand_in([text]), text
