"""The trace on screens: it answers who and what, never about whom by name."""

import csv
import datetime as dt
import io
import json
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cairn.guard.models import AuditEntry, TraceExport
from cairn.guard.rights import Can
from cairn.guard.trace.acts import record
from cairn.guard.trace.details import Format
from cairn.guard.trace.events import Event
from cairn.guard.trace.extracting import export_entries
from cairn.guard.trace.reads import entries_about_person, entries_naming, searches_for
from cairn.guard.trace.tokens import trace_tokens
from cairn.people.acts import add_part, attach_file, relate, remove_part
from cairn.people.acts.exporting import expire_lists, order_list
from cairn.people.acts.photographs import keep_photograph
from cairn.people.exchange.exporting import make_list_file
from cairn.people.models import Contact, Export, IdentityDocument, Person, PersonFile
from signed_in import signed_in

pytestmark = pytest.mark.django_db
WHY = "The commissioner asked for the entries of this year."


def text(answer) -> str:
    return answer.content.decode()


def test_a_reference_leads_to_the_entries_without_a_name(viktor, amina, hawa):
    signed_in(amina).get(reverse("people:person", args=[hawa.pk]))
    browser = signed_in(viktor)
    answer = browser.post(reverse("guard:who-looked"), {"reference": hawa.reference})
    assert hawa.reference not in answer.url
    page = text(browser.get(answer.url))
    assert "read a record" in page
    assert "amina" in page
    assert "Hawa" not in page
    assert hawa.reference not in page


def test_the_data_protection_officer_sees_the_reference_and_the_way_to_it(leila, amina, hawa):
    page = text(signed_in(leila).get(reverse("guard:trace")))
    assert hawa.reference in page
    assert reverse("people:person", args=[hawa.pk]) in page
    assert "Jallow" not in page


def test_the_page_of_somebody_says_who_looked_to_those_who_may_ask(leila, amina, viktor, hawa):
    signed_in(amina).get(reverse("people:person", args=[hawa.pk]))
    address = reverse("people:looked", args=[hawa.pk])
    page = text(signed_in(leila).get(address))
    assert "read a record" in page
    assert "amina" in page
    assert signed_in(amina).get(address).status_code == 403
    assert signed_in(viktor).get(address).status_code == 404
    assert address not in text(signed_in(amina).get(reverse("people:person", args=[hawa.pk])))


def test_whoever_reads_about_somebody_is_found_beside_the_others(viktor, leila, amina, hawa):
    browser = signed_in(viktor)
    browser.get(browser.post(reverse("guard:who-looked"), {"reference": hawa.reference}).url)
    last = entries_about_person(hawa).first()
    assert (last.event, last.who) == (Event.TRACE_READ, viktor.pk)


def test_a_code_that_is_nobodys_is_said_beside_the_form(viktor):
    answer = signed_in(viktor).post(reverse("guard:who-looked"), {"reference": "2222-2222"})
    assert answer.status_code == 422


def test_what_was_done_with_a_part_belongs_to_the_person(amina, tomas, hawa, register):
    other = register(amina, "Somebody", "Else")
    add_part(hawa, Contact, by=tomas, kind="phone", value="+220 700 00 00")
    add_part(other, Contact, by=tomas, kind="phone", value="+220 700 00 01")
    assert [entry.event for entry in entries_about_person(hawa)] == [
        Event.PART_ADDED,
        Event.PERSON_REGISTERED,
    ]


def test_a_relation_is_found_from_both_sides(amina, hawa, register):
    brother = register(amina, "Lamin", "Jallow")
    relate(hawa, brother, kind="sibling", by=amina)
    assert entries_about_person(brother).first().event == Event.RELATION_MADE
    assert entries_about_person(hawa).first().event == Event.RELATION_MADE


PAPERS = ("file", "scan", "photograph", "consent-paper")


def papers_of(person, amina, ask) -> dict[str, str]:
    """A file, a scan of a passport, a photograph and a signed consent, each with the address that opens it."""
    file = attach_file(person, upload("letter.pdf"), title="Letter", by=amina)
    passport = add_part(
        person, IdentityDocument, by=amina, kind="passport", number="PC1", scan=upload("p.pdf")
    )
    keep_photograph(person, picture(), by=amina)
    consent = ask(person, amina, how="written", witness="", scan=upload("signed.pdf"))
    rows = zip(PAPERS, (file, passport, person, consent), strict=True)
    return {name: reverse(f"people:{name}", args=[row.pk]) for name, row in rows}


def upload(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, name.encode(), "application/pdf")


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "PNG")
    return SimpleUploadedFile("face.png", out.getvalue(), "image/png")


@pytest.mark.parametrize("name", PAPERS)
def test_whoever_opened_a_paper_of_somebody_is_among_those_who_looked(name, tomas, amina, hawa, ask):
    answer = signed_in(tomas).get(papers_of(hawa, amina, ask)[name])
    assert b"".join(answer.streaming_content)
    last = entries_about_person(hawa).first()
    assert (last.event, last.who) == (Event.ATTACHMENT_READ, tomas.pk)


def test_what_is_stored_and_deleted_of_somebody_names_them(amina, hawa, ask):
    papers_of(hawa, amina, ask)
    remove_part(PersonFile.objects.get(), by=amina)
    keep_photograph(hawa, None, by=amina)
    events = [entry.event for entry in entries_about_person(hawa)]
    assert events.count(Event.ATTACHMENT_STORED) == 4
    assert events.count(Event.ATTACHMENT_DELETED) == 2


def test_whoever_opened_a_part_of_a_record_is_among_those_who_looked(tomas, amina, hawa):
    contact = add_part(hawa, Contact, by=amina, kind="phone", value="+220 700 00 00")
    signed_in(tomas).get(reverse("people:change-part", args=["contact", contact.pk]))
    last = entries_about_person(hawa).first()
    assert (last.event, last.who, last.subject_id) == (Event.PERSON_READ, tomas.pk, str(contact.pk))


def test_the_question_whether_a_relation_is_taken_back_is_read_of_both(tomas, amina, hawa, register):
    brother = register(amina, "Lamin", "Jallow")
    relation = relate(hawa, brother, kind="sibling", by=amina)
    signed_in(tomas).get(reverse("people:unrelate", args=[relation.pk]))
    for person in (hawa, brother):
        last = entries_about_person(person).first()
        assert (last.event, last.who) == (Event.PERSON_READ, tomas.pk)


def test_a_guardian_who_is_named_beside_a_question_was_read(tomas, amina, hawa, musa):
    relate(hawa, musa, kind="parent", by=amina)
    page = text(signed_in(tomas).get(reverse("people:consent-record", args=[musa.pk])))
    assert "Hawa Jallow" in page
    for person in (hawa, musa):
        last = entries_about_person(person).first()
        assert (last.event, last.who) == (Event.PERSON_READ, tomas.pk)


def test_each_way_to_the_entries_of_a_person_has_an_index(hawa):
    plan = entries_naming("people.person", hawa.pk)[:50].explain()
    for index in ("trace_of_a_row", "trace_naming_a_person", "trace_naming_another"):
        assert index in plan or "Bitmap" in plan or "Seq" in plan, plan


def test_entries_are_filtered_by_colleague_event_role_and_day(viktor, amina, bako, hawa, register):
    register(bako, "Far", "Away")
    browser = signed_in(viktor)

    def numbers(**asked) -> list[int]:
        answer = browser.get(reverse("guard:trace"), asked)
        return [line.number for line in answer.context["rows"]]

    assert len(numbers(who=amina.pk)) == 1
    assert len(numbers(event=Event.PERSON_REGISTERED)) == 2
    assert len(numbers(role="caseworker", event=Event.PERSON_REGISTERED)) == 2
    assert numbers(role="trainer") == []
    assert numbers(until="2020-01-01") == []
    assert len(numbers(since="2020-01-01", event=Event.PERSON_REGISTERED)) == 2
    assert numbers(since="no day") == []


def test_pages_follow_the_numbers(viktor, amina):
    from django.db import transaction

    with transaction.atomic():
        for _entry in range(60):
            record(Event.PERSON_LISTED, Person, by=amina, data={"rows": 1})
    browser = signed_in(viktor)
    first = browser.get(reverse("guard:trace"), {"who": amina.pk})
    second = browser.get(reverse("guard:trace"), {"who": amina.pk, "after": first.context["page"].after})
    numbers = [line.number for answer in (first, second) for line in answer.context["rows"]]
    assert len(numbers) == 60
    assert numbers == sorted(numbers, reverse=True)


def test_who_searched_a_name_is_asked_with_the_name_and_without_an_address(leila, amina, caplog):
    record(Event.PERSON_SEARCHED, Person, by=amina, data={"tokens": trace_tokens("Hawa Jallow"), "rows": 1})
    record(Event.PERSON_SEARCHED, Person, by=amina, data={"tokens": trace_tokens("Somebody"), "rows": 0})
    answer = signed_in(leila).post(reverse("guard:who-searched"), {"word": "hawa"})
    assert [line.who for line in answer.context["rows"]] == ["amina"]
    assert "1 search" in text(answer)
    assert "hawa" not in answer.request["QUERY_STRING"]
    last = AuditEntry.objects.latest("sequence")
    assert last.event == Event.TRACE_READ
    assert last.details["tokens"] == trace_tokens("hawa")
    assert "hawa" not in last.data
    assert not searches_for("  ").exists()


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_an_export_is_an_entry_with_its_rows_and_the_hash_of_the_file(viktor, amina, hawa, kind):
    address = f"{reverse('guard:trace-export')}?who={amina.pk}"
    answer = signed_in(viktor).post(address, {"format": kind, "reason": WHY})
    file = b"".join(answer.streaming_content)
    lines = file.decode().splitlines()
    rows = list(csv.reader(lines)) if kind == "csv" else [json.loads(line) for line in lines]
    assert len(rows) == 2
    assert "Hawa" not in file.decode()
    entry = AuditEntry.objects.latest("sequence")
    assert entry.event == Event.TRACE_EXPORTED
    assert entry.details == {"digest": sha256(file).hexdigest(), "format": kind, "rows": 1}
    kept = TraceExport.objects.get()
    assert (kept.asked, kept.reason, kept.by) == ({"who": str(amina.pk)}, WHY, viktor)


def test_the_whole_trace_can_be_taken_away(viktor, hawa):
    answer = signed_in(viktor).post(reverse("guard:trace-export"), {"format": "jsonl", "reason": WHY})
    assert len(b"".join(answer.streaming_content).splitlines()) == AuditEntry.objects.count()


def test_an_export_needs_a_reason_and_steps_up(viktor):
    address = reverse("guard:trace-export")
    assert signed_in(viktor).post(address, {"format": "csv", "reason": "because"}).status_code == 422
    again = signed_in(viktor, stepped_up=False).get(address)
    assert again.url.startswith(reverse("account_reauthenticate"))
    assert not TraceExport.objects.exists()


@pytest.mark.parametrize("wrong", ["who=²", "since=Hawa+Jallow"])
def test_nothing_is_taken_by_a_filter_that_is_wrong_and_its_words_are_kept_nowhere(viktor, wrong):
    answer = signed_in(viktor).post(
        f"{reverse('guard:trace-export')}?{wrong}", {"format": "jsonl", "reason": WHY}
    )
    assert answer.status_code == 422
    assert "The filter is wrong" in answer.text
    assert not TraceExport.objects.exists()


@pytest.mark.parametrize("route", ["trace", "who-looked", "who-searched", "trace-export"])
def test_the_trace_is_for_the_auditor_and_the_data_protection_officer(route, request):
    people = ("viktor", "leila", "amina", "salma", "ines", "marek", "priya")
    statuses = {
        name: signed_in(request.getfixturevalue(name)).get(reverse(f"guard:{route}")).status_code
        for name in people
    }
    assert {name for name, status in statuses.items() if status == 200} == {"viktor", "leila"}
    assert {statuses[name] for name in people[2:]} == {403}


def test_what_left_is_shown_with_its_reason_to_those_who_answer_for_it(viktor, leila, salma, hawa):
    week = timezone.now() + dt.timedelta(days=7)
    columns, only = ("reference", "given_name"), {"office": "NORTH"}
    make_list_file(
        order_list(columns=columns, format=Format.CSV, reason=WHY, by=salma, expires_at=week, only=only)
    )
    about = f"people.person:{hawa.pk}"
    entries = entries_about_person(hawa)
    export_entries(entries, asked={"about": about}, format="csv", reason=WHY, by=leila)[1].close()
    for reader in (viktor, leila):
        lists = text(signed_in(reader).get(reverse("people:lists-left")))
        extracts = text(signed_in(reader).get(reverse("people:extracts-left")))
        entry = AuditEntry.objects.latest("sequence")
        assert (entry.event, entry.who, entry.details) == (Event.LIST_REVIEWED, reader.pk, {"rows": 1})
        assert all(said in lists for said in (WHY, "salma", "reference, given names", "office: NORTH"))
        assert all(said in extracts for said in (WHY, "leila", str(hawa.pk)[:8]))
        assert "Hawa" not in lists + extracts


def test_a_reason_that_is_gone_leaves_its_line(viktor, salma, hawa):
    week = timezone.now() + dt.timedelta(days=7)
    order_list(columns=["reference"], format=Format.CSV, reason=WHY, by=salma, expires_at=week)
    expire_lists(also_fresh=True)
    page = text(signed_in(viktor).get(reverse("people:lists-left")))
    assert "not kept" in page
    assert WHY not in page


def test_lists_of_others_are_nobody_elses(salma, ines, hawa):
    week = timezone.now() + dt.timedelta(days=7)
    order_list(columns=["reference"], format=Format.CSV, reason=WHY, by=salma, expires_at=week)
    for can in (None, Can.PERSON_EXPORT, Can.TRACE_READ):
        assert not Export.objects.visible_to(ines, can).exists()
    assert signed_in(ines).get(reverse("people:lists-left")).status_code == 403


def test_a_trace_that_was_changed_says_so_on_its_page(viktor, amina, hawa, triggers_lifted):
    with triggers_lifted():
        AuditEntry.objects.filter(event=Event.PERSON_REGISTERED).update(who=999)
    assert "The trace is broken" in text(signed_in(viktor).get(reverse("guard:trace")))


def test_the_page_says_when_everything_was_verified(viktor, hawa):
    from cairn.guard.trace.health import remember_verdict
    from cairn.guard.trace.verify import Verdict

    assert "Nobody has verified all of them yet" in text(signed_in(viktor).get(reverse("guard:trace")))
    remember_verdict(Verdict(entries=7))
    assert "All 7 that stood on" in text(signed_in(viktor).get(reverse("guard:trace")))
