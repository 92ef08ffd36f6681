"""Papers, contacts, family and files on screens, with the wrong input that they meet."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cairn.guard.models import Attachment, AuditEntry
from cairn.guard.notices.acts import tell
from cairn.guard.notices.kinds import Kind
from cairn.people.acts import add_part, change_person, hand_over, relate
from cairn.people.models import Contact, IdentityDocument, NextOfKin, PersonFile, Relation
from cairn.people.references import tidy_reference

pytestmark = pytest.mark.django_db


def letter(content: bytes = b"A letter of the hospital", name: str = "letter.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def place(name, *args) -> str:
    return reverse(f"people:{name}", args=args)


def test_a_contact_says_first_whether_it_may_be_used(at, amina, hawa):
    browser = at(amina)
    said = {"kind": "phone", "value": "+220 700 0000", "safety": "unsafe", "times": "", "note": ""}
    browser.post(place("add-part", hawa.pk, "contact"), said)
    text = browser.get(place("papers", hawa.pk)).content.decode()
    assert text.index("never use") < text.index("+220 700 0000")
    assert Contact.objects.get().value == "+220 700 0000"


def test_a_paper_comes_with_its_scan(at, amina, hawa):
    browser = at(amina)
    said = {"kind": "passport", "number": "PC123", "country": "Gambia", "scan": letter(b"scan")}
    answer = browser.post(place("add-part", hawa.pk, "paper"), said)
    assert answer.status_code == 302
    paper = IdentityDocument.objects.get()
    assert (paper.country, paper.scan.file_name) == ("GM", "letter.pdf")
    assert b"".join(browser.get(place("scan", paper.pk)).streaming_content) == b"scan"


def test_a_part_is_changed_on_its_version(at, amina, tomas, hawa):
    kin = add_part(hawa, NextOfKin, by=amina, name="Isatou", relation="sister")
    browser = at(tomas)
    said = {
        "name": "Isatou Jallow",
        "relation": "sister",
        "contact": "",
        "country": "",
        "note": "",
        "based_on": 1,
    }
    text = browser.post(place("change-part", "kin", kin.pk), said, follow=True).content.decode()
    kin.refresh_from_db()
    assert kin.name == "Isatou Jallow"
    assert "Saved: name." in text
    assert "Isatou" in browser.get(place("history", hawa.pk)).content.decode()


def test_a_part_is_taken_away_after_a_second_look(at, amina, hawa):
    kin = add_part(hawa, NextOfKin, by=amina, name="Isatou")
    browser = at(amina)
    assert "Isatou" in browser.get(place("remove-part", "kin", kin.pk)).content.decode()
    assert NextOfKin.objects.exists()
    browser.post(place("remove-part", "kin", kin.pk))
    assert not NextOfKin.objects.exists()


def test_parts_of_somebody_outside_the_scope_do_not_exist(at, amina, bako, hawa):
    kin = add_part(hawa, NextOfKin, by=amina, name="Isatou")
    browser = at(bako)
    for address in (
        place("change-part", "kin", kin.pk),
        place("remove-part", "kin", kin.pk),
        place("papers", hawa.pk),
    ):
        answer = browser.get(address)
        assert answer.status_code == 404
        assert "Isatou" not in answer.content.decode()


def test_next_of_kin_are_shown_to_those_who_work_with_the_person(at, amina, ines, hawa):
    add_part(hawa, NextOfKin, by=amina, name="Isatou")
    assert "Isatou" not in at(ines).get(place("papers", hawa.pk)).content.decode()


@pytest.mark.parametrize(
    ("kind", "said", "told"),
    [
        ("contact", {"kind": "phone", "value": "", "safety": "safe"}, "required"),
        ("contact", {"kind": "pigeon", "value": "1", "safety": "safe"}, "valid choice"),
        ("contact", {"kind": "phone", "value": "1" * 301, "safety": "safe"}, "at most 300"),
        ("paper", {"kind": "passport", "issued_on": "2020-02-31"}, "valid date"),
        ("paper", {"kind": "passport", "country": "Atlantis"}, "No country is called"),
    ],
)
def test_wrong_parts_are_told_and_not_kept(at, amina, hawa, kind, said, told):
    answer = at(amina).post(place("add-part", hawa.pk, kind), said)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Contact.objects.exists()
    assert not IdentityDocument.objects.exists()


UNSEEN = "\u202e\x07\u200b"


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (Contact, {"kind": "phone", "value": "+220 700", "times": "mornings", "note": "ask for Isatou"}),
        (IdentityDocument, {"kind": "passport", "number": "PC123", "note": "kept by the employer"}),
        (NextOfKin, {"name": "Isatou", "relation": "sister", "contact": "+220", "note": "tell nobody else"}),
    ],
)
def test_no_part_keeps_letters_that_nobody_sees(at, amina, hawa, model, words):
    """In the act, by whatever way the words came."""
    typed = {name: text if name == "kind" else f" {UNSEEN}{text}{UNSEEN}" for name, text in words.items()}
    kept = add_part(hawa, model, by=amina, **typed)
    assert {name: getattr(model.objects.get(pk=kept.pk), name) for name in words} == words


def test_words_of_bonds_files_and_needs_are_tidied_as_well(at, amina, hawa, register):
    browser, sister = at(amina), register(amina, "Isatou", "Jallow")
    relate(hawa, sister, kind="sibling", by=amina, note=f"el{UNSEEN}der")
    browser.post(place("add-file", hawa.pk), {"title": f"Hos{UNSEEN}pital", "file": letter()})
    change_person(
        hawa, based_on=1, changes={"special_needs": f"Step-free.\r\n{UNSEEN} No stairs.\t"}, by=amina
    )
    hawa.refresh_from_db()
    assert Relation.objects.get(person=hawa).note == "el der"
    assert PersonFile.objects.get().title == "Hos pital"
    assert hawa.special_needs == "Step-free.\n  No stairs."


def test_a_note_of_letters_that_nobody_sees_is_no_note(at, amina, hawa):
    said = {"kind": "phone", "value": UNSEEN, "safety": "safe"}
    answer = at(amina).post(place("add-part", hawa.pk, "contact"), said)
    assert answer.status_code == 422
    assert "required" in answer.content.decode()
    assert not Contact.objects.exists()


# ---- Files -------------------------------------------------------------------------------------------------------


def test_a_file_is_kept_sealed_and_given_back(at, amina, hawa):
    browser = at(amina)
    browser.post(place("add-file", hawa.pk), {"title": "Hospital", "file": letter()})
    file = PersonFile.objects.get()
    assert "Hospital" in browser.get(place("files", hawa.pk)).content.decode()
    answer = browser.get(place("file", file.pk))
    assert b"".join(answer.streaming_content) == b"A letter of the hospital"
    assert answer["Content-Disposition"].startswith("attachment")
    assert AuditEntry.objects.filter(event="guard:attachment:read").exists()


def test_the_same_file_twice_is_told(at, amina, hawa):
    browser = at(amina)
    browser.post(place("add-file", hawa.pk), {"title": "Hospital", "file": letter()})
    answer = browser.post(place("add-file", hawa.pk), {"title": "Again", "file": letter(name="other.pdf")})
    assert answer.status_code == 422
    assert "kept for this person already" in answer.content.decode()
    assert Attachment.objects.count() == PersonFile.objects.count() == 1


def test_another_file_of_the_same_length_is_kept(at, amina, hawa):
    browser = at(amina)
    for content in (b"one", b"two"):
        browser.post(place("add-file", hawa.pk), {"title": "Letter", "file": letter(content)})
    assert PersonFile.objects.count() == 2


def test_a_file_without_a_word_is_asked_for(at, amina, hawa):
    answer = at(amina).post(place("add-file", hawa.pk), {"title": ""})
    assert answer.status_code == 422
    assert not Attachment.objects.exists()


def test_files_are_no_part_of_an_information_managers_role(at, amina, ines, hawa):
    at(amina).post(place("add-file", hawa.pk), {"title": "Hospital", "file": letter()})
    browser = at(ines)
    assert "Hospital" not in browser.get(place("files", hawa.pk)).content.decode()
    assert browser.get(place("file", PersonFile.objects.get().pk)).status_code == 403


def picture(exif: bytes = b"") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (1600, 1200), "teal").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("face.jpg", out.getvalue(), "image/jpeg")


def test_a_photograph_is_made_small_and_freed_of_what_the_camera_wrote(at, amina, hawa):
    exif = Image.Exif()
    exif[0x010E] = "taken at the river"
    browser = at(amina)
    browser.post(place("edit-photograph", hawa.pk), {"file": picture(exif.tobytes())})
    kept = b"".join(browser.get(place("photograph", hawa.pk)).streaming_content)
    assert b"river" not in kept
    assert max(Image.open(io.BytesIO(kept)).size) == 900

    browser.post(place("edit-photograph", hawa.pk), {"take_away": "on"})
    assert browser.get(place("photograph", hawa.pk)).status_code == 404
    assert not Attachment.objects.exists()


def test_what_is_no_photograph_is_told(at, amina, hawa):
    answer = at(amina).post(place("edit-photograph", hawa.pk), {"file": letter()})
    assert answer.status_code == 422
    assert "not a photograph" in answer.content.decode()
    assert not Attachment.objects.exists()


# ---- Family ------------------------------------------------------------------------------------------------------


def test_a_relation_is_made_by_a_reference_that_is_read_aloud(at, amina, hawa, register):
    child = register(amina, "Yusuf", born="2012")
    browser = at(amina)
    code = child.reference.lower().replace("-", " ")
    browser.post(place("relate", hawa.pk), {"kind": "parent", "reference": code, "note": ""})
    assert Relation.objects.get().to == child
    assert "is a parent of" in browser.get(place("family", hawa.pk)).content.decode()
    assert "is a child of" in browser.get(place("family", child.pk)).content.decode()


def test_a_wrong_letter_in_a_reference_is_found(at, amina, hawa, register):
    child = register(amina, "Yusuf")
    wrong = child.reference[:-1] + ("2" if child.reference[-1] != "2" else "3")
    assert tidy_reference(wrong) == ""
    answer = at(amina).post(place("relate", hawa.pk), {"kind": "parent", "reference": wrong})
    assert "a letter is wrong or missing" in answer.content.decode()


def test_a_reference_outside_the_scope_is_answered_as_one_that_is_nobodys(at, amina, bako, hawa, register):
    foreign = register(bako, "Yusuf")
    browser, told = at(amina), []
    for code in (foreign.reference, "7KMQ-4XCP" if tidy_reference("7KMQ-4XCP") else "2222-2222"):
        text = browser.post(place("relate", hawa.pk), {"kind": "parent", "reference": code}).content.decode()
        told.append("There is no such record within your scope." in text)
    assert told[0]
    assert not Relation.objects.exists()


def test_a_circular_family_is_refused_in_words(at, amina, hawa, register):
    child = register(amina, "Yusuf")
    relate(hawa, child, kind="parent", by=amina)
    answer = at(amina).post(place("relate", child.pk), {"kind": "parent", "reference": hawa.reference})
    assert answer.status_code == 422
    assert "their own parent or guardian" in answer.content.decode()
    assert Relation.objects.count() == 1


@pytest.mark.parametrize("name", ["relate", "join-household"])
def test_nobody_belongs_to_themselves(at, amina, hawa, name):
    said = {"kind": "sibling", "reference": hawa.reference}
    assert at(amina).post(place(name, hawa.pk), said).status_code == 422
    assert not Relation.objects.exists()


def test_a_household_is_joined_and_left(at, amina, hawa, register):
    child = register(amina, "Yusuf")
    browser = at(amina)
    browser.post(place("join-household", hawa.pk), {"reference": child.reference})
    assert child.reference in browser.get(place("family", hawa.pk)).content.decode()
    browser.post(place("leave-household", hawa.pk))
    hawa.refresh_from_db()
    assert hawa.household is None


def test_whoever_was_handed_over_to_another_office_is_not_named_in_the_family(
    at, amina, salma, south, hawa, register
):
    child = register(amina, "Yusuf")
    relate(hawa, child, kind="parent", by=amina)
    hand_over(child, office=south, team=None, worker=None, by=salma)
    text = at(amina).get(place("family", hawa.pk)).content.decode()
    assert child.reference not in text
    assert "somebody outside your scope" in text


# ---- Handing over and the home page ------------------------------------------------------------------------------


def test_whoever_hands_over_is_led_where_they_may_still_be(at, salma, amina, south, bako, hawa):
    said = {"office": south.pk, "team": "", "worker": bako.pk}
    answer = at(amina).post(place("hand-over", hawa.pk), said)
    assert answer.url == place("list")
    hawa.refresh_from_db()
    assert (hawa.office, hawa.team, hawa.worker) == (south, None, bako)


def test_a_colleague_of_another_office_is_not_offered_silently(at, amina, bako, north, hawa):
    answer = at(amina).post(place("hand-over", hawa.pk), {"office": north.pk, "team": "", "worker": bako.pk})
    assert answer.status_code == 422
    assert "works in another office" in answer.content.decode()


def test_my_work_stands_on_the_home_page_by_reference(at, amina, hawa):
    text = at(amina).get(reverse("wagtailadmin_home")).content.decode()
    assert "My work" in text
    assert hawa.reference in text
    assert "Hawa" not in text
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.event, entry.who) == ("people:person:listed", amina.pk)


@pytest.mark.parametrize("who", ["marek", "priya"])
def test_there_is_no_such_work_for_others(at, who, request):
    text = at(request.getfixturevalue(who)).get(reverse("wagtailadmin_home")).content.decode()
    assert "my-work" not in text
    assert "data-find-people" not in text


def test_what_was_told_is_new_once_and_stays_for_a_week(at, salma, amina, hawa):
    tell(Kind.GLASS_BROKEN, to=salma, by=amina.pk, reference=hawa.reference)
    home = reverse("wagtailadmin_home")
    browser = at(salma)
    browser.head(home)
    first, second = (browser.get(home).content.decode() for _time in range(2))
    assert f"The glass was broken over {hawa.reference}." in first
    assert f"The glass was broken over {hawa.reference}." in second
    assert '<span class="cairn-tag">new</span>' in first
    assert '<span class="cairn-tag">new</span>' not in second


@pytest.mark.parametrize(
    ("who", "entries"),
    [
        ("amina", {"people:list", "people:search"}),
        ("ines", {"people:list", "people:search", "people:doubles", "people:sheets", "people:lists"}),
        ("viktor", set()),
    ],
)
def test_the_menu_holds_what_a_colleague_may_open(at, who, entries, request):
    text = at(request.getfixturevalue(who)).get(reverse("wagtailadmin_account")).content.decode()
    every = {"people:list", "people:search", "people:doubles", "people:sheets", "people:lists"}
    assert {name for name in every if f'"{reverse(name)}"' in text} == entries
