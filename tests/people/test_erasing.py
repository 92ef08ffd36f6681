"""Whoever is erased is gone with everything that was theirs, and the mission can prove that, and no more."""

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from cairn.guard.checks import problems
from cairn.guard.edits.models import Change
from cairn.guard.glass.acts import break_glass
from cairn.guard.keys.errors import KeyDestroyed
from cairn.guard.keys.rotation import continue_rotation, start_rotation
from cairn.guard.models import Attachment, AuditEntry, DataKey, Glass, Notice
from cairn.guard.notices.acts import tell
from cairn.guard.notices.kinds import Kind
from cairn.guard.scope import MayNot, OutsideScope
from cairn.guard.sealed.store import path_of
from cairn.mission.errors import CairnError
from cairn.people import receipts, weighing
from cairn.people.acts import (
    add_part,
    attach_file,
    change_person,
    erase_person,
    join_household,
    lift_hold,
    merge_people,
    place_hold,
    relate,
    weigh_erasure,
)
from cairn.people.acts.erasing import erasure_of, receipt_key
from cairn.people.acts.importing import bring_sheet, check_sheet, write_sheet
from cairn.people.exchange.importing import continue_sheet
from cairn.people.holdings import kinds, records_of, rows_of
from cairn.people.matching.tables import held_by
from cairn.people.models import (
    Consent,
    Contact,
    Erasure,
    Household,
    Import,
    Person,
    RegisterNumber,
    Relation,
)
from cairn.people.papers.receipting import receipt_paper

pytestmark = pytest.mark.django_db

REASON = "Asked in person at the office, and identified by the asylum card."


def erase(person, by, why="asked", reason=REASON):
    seen = weigh_erasure(person, by=by).fingerprint
    return erase_person(person, by=by, why=why, reason=reason, seen=seen)


@pytest.fixture
def known(amina, hawa, ask):
    """Somebody about whom a good deal is held."""
    change_person(hawa, based_on=1, changes={"special_needs": "Insulin"}, by=amina)
    add_part(hawa, Contact, by=amina, kind="phone", value="+220 555 0134")
    attach_file(hawa, SimpleUploadedFile("letter.txt", b"Dear madam"), title="Letter", by=amina)
    ask(hawa, amina)
    join_household(hawa, by=amina)
    return Person.objects.get(pk=hawa.pk)


def test_every_row_is_gone_and_the_key_with_them(leila, known):
    key, number = known.data_key, known.number
    stored = path_of(Attachment.objects.get().stored_name)
    erase(known, leila)
    for model in kinds():
        assert not model._base_manager.filter(data_key=key).exists(), model
    for model in (Person, Contact, Consent, Change, Attachment, Household):
        assert not model._base_manager.exists(), model
    assert not RegisterNumber.objects.filter(pk=number).exists()
    assert not held_by(connection, number)
    with pytest.raises(KeyDestroyed):
        DataKey.objects.get(pk=key.pk).unwrap()
    assert stored.exists()  # Until the transaction of this test would end.


def test_the_doctor_reminds_of_backups_until_the_master_key_is_renewed(leila, hawa):
    assert problems() == []
    erase(hawa, leila)
    (reminder,) = problems()
    assert "renewed: 1." in reminder.said
    assert not reminder.is_grave
    continue_rotation(start_rotation(by=None))
    assert "erased" not in " ".join(str(problem) for problem in problems())


@pytest.mark.django_db(transaction=True)
def test_files_leave_the_disk_when_it_is_certain(leila, known):
    stored = path_of(Attachment.objects.get().stored_name)
    erase(known, leila)
    assert not stored.exists()


def test_the_household_of_others_stays(amina, leila, known, register):
    son = register(amina, "Musa")
    join_household(son, with_=known, by=amina)
    erase(known, leila)
    assert Person.objects.get().household == Household.objects.get()


def test_relations_go_from_both_sides(amina, leila, known, register):
    sister = register(amina, "Fatou")
    relate(known, sister, kind="sibling", by=amina)
    relate(sister, known, kind="sibling", by=amina, note="Older")
    erase(known, leila)
    assert not Relation.objects.exists()
    assert Person.objects.get() == sister


def test_a_guardian_who_is_erased_leaves_the_child_s_consent(amina, leila, hawa, musa, ask):
    relate(hawa, musa, kind="parent", by=amina)
    ask(musa, amina, spoken_for="child", guardian=hawa, child_agrees=True)
    assert any("consents" in said for said in weigh_erasure(hawa, by=leila).touched)
    erase(hawa, leila)
    assert Consent.objects.get().guardian is None


def test_notices_and_tasks_about_them_go(amina, leila, known):
    from django_tasks_db.models import DBTaskResult

    from cairn.guard.keys.tasks import rewrap

    rewrap.enqueue(str(known.pk))
    rewrap.enqueue(4711)
    tell(Kind.CONFLICT_WAITS, to=amina, reference=known.reference)
    tell(Kind.GLASS_BROKEN, to=amina, subject_id=str(known.pk))
    tell(Kind.DUPLICATES_FOUND, to=amina)
    erase(known, leila)
    assert [notice.kind for notice in Notice.objects.all()] == [Kind.DUPLICATES_FOUND]
    assert [
        task.args_kwargs["args"] for task in DBTaskResult.objects.filter(task_path=rewrap.module_path)
    ] == [[4711]]


def test_glass_and_its_reason_go(bako, leila, known):
    break_glass(known, by=bako, reason="Her sister is at the door and asks for her.")
    erase(known, leila)
    assert not Glass.objects.exists()


def test_joined_records_go_together(amina, ines, leila, hawa, register):
    double = register(amina, "Haua", "Jalloh")
    add_part(double, Contact, by=amina, kind="phone", value="+220 555 0199")
    keys = {hawa.data_key_id, double.data_key_id}
    merge_people(hawa, double, by=ines)
    with pytest.raises(CairnError, match="joined"):
        erase(Person.objects.get(pk=double.pk), leila)
    erasure = erase(hawa, leila)
    assert not Person.objects.exists()
    assert not Contact.objects.exists()
    assert not DataKey.objects.filter(pk__in=keys, destroyed_at=None).exists()
    assert erasure.receipt["counts"]["people.Person"] == 2


# What stays -------------------------------------------------------------------------------------------------


def test_the_trace_stays_and_names_nobody(amina, leila, known):
    before = AuditEntry.objects.count()
    erase(known, leila)
    assert AuditEntry.objects.filter(subject_id=str(known.pk), event="people:person:erased").exists()
    assert AuditEntry.objects.count() > before
    assert not any(
        "Hawa" in entry.data or known.reference in entry.data for entry in AuditEntry.objects.all()
    )


def test_whoever_still_has_the_code_is_told_that_it_was_erased(leila, known):
    erasure = erase(known, leila)
    assert erasure_of(known.reference.lower().replace("-", " ")) == erasure
    assert erasure_of("7KMQ-4XCP") is None
    assert known.reference not in json.dumps(erasure.receipt)
    assert known.reference not in erasure.reference_hash


def test_erasures_are_numbered_without_a_gap(amina, leila, register):
    numbers = [erase(register(amina, name), leila).number for name in ("Awa", "Binta", "Coumba")]
    assert numbers == [1, 2, 3]


def test_a_receipt_is_verified_anywhere(leila, known):
    receipt = json.loads(json.dumps(erase(known, leila).receipt))
    mine = receipt_key().public_key().public_bytes_raw().hex()
    assert receipts.verify(receipt, public_key=mine).is_good
    assert receipt["counts"]["people.Contact"] == 1
    assert receipt["role"] == "data-protection"


@pytest.mark.parametrize("name", ["at", "counts", "number", "why", "public_key", "signature"])
def test_a_receipt_that_was_changed_is_not_good(leila, known, name):
    receipt = erase(known, leila).receipt
    forged = {**receipt, name: "00" * 32 if name != "counts" else {**receipt["counts"], "people.Contact": 0}}
    assert not receipts.verify(forged).is_good


def test_a_receipt_of_somebody_else_is_not_the_mission_s():
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    forged = receipts.signed("erasure", {"number": 1}, Ed25519PrivateKey.generate())
    assert receipts.verify(forged).is_good
    assert not receipts.verify(forged, public_key="ab" * 32).is_good
    assert not receipts.verify({"number": 1}).is_good
    assert not receipts.verify("nothing").is_good


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_page_of_a_receipt_carries_what_is_signed(leila, known, tmp_path, language):
    from typer.testing import CliRunner

    from cairn.mission.commands.erasing import FORGED, app

    erasure, page = erase(known, leila), tmp_path / "receipt.pdf"
    page.write_bytes(receipt_paper(erasure.receipt, language))
    good = CliRunner().invoke(app, ["verify", str(page), "--public-key", erasure.receipt["public_key"]])
    assert (good.exit_code, "The signature fits" in good.output) == (0, True)
    assert CliRunner().invoke(app, ["verify", str(page), "--public-key", "ab" * 32]).exit_code == FORGED
    forged = tmp_path / "forged.json"
    forged.write_text(json.dumps({**erasure.receipt, "number": 99}))
    assert CliRunner().invoke(app, ["verify", str(forged)]).exit_code == FORGED


# Refusals ---------------------------------------------------------------------------------------------------


def test_what_changed_since_it_was_looked_at_is_looked_at_again(amina, leila, known):
    seen = weigh_erasure(known, by=leila).fingerprint
    add_part(known, Contact, by=amina, kind="phone", value="+220 555 0177")
    with pytest.raises(CairnError, match="since you looked"):
        erase_person(known, by=leila, why="asked", reason=REASON, seen=seen)
    assert Person.objects.exists()


def test_a_legal_hold_stops_it_until_it_is_lifted(leila, known):
    day = timezone.localdate() + dt.timedelta(days=90)
    hold = place_hold(known, by=leila, reason="The labour court asks for the record.", review_on=day)
    with pytest.raises(CairnError, match="legal hold"):
        erase(known, leila)
    lift_hold(hold, by=leila)
    assert erase(known, leila)


def test_a_hold_on_a_joined_record_holds_both(amina, ines, leila, hawa, register):
    double = register(amina, "Haua")
    day = timezone.localdate() + dt.timedelta(days=90)
    place_hold(double, by=leila, reason="The labour court asks for the record.", review_on=day)
    merge_people(hawa, double, by=ines)
    with pytest.raises(CairnError, match="legal hold"):
        erase(hawa, leila)


def test_what_the_mission_still_owes_somebody_stops_it(leila, known, monkeypatch):
    monkeypatch.setattr(weighing, "_DUTIES", [])
    weighing.register_duty(lambda records: ["A payment waits to be made."])
    with pytest.raises(CairnError, match="A payment waits"):
        erase(known, leila)


@pytest.mark.parametrize(
    "reason", ["Hawa asked for it at the office.", "The one with +220-555-0134 asked for it."]
)
def test_the_reason_does_not_say_who_it_was(leila, known, reason):
    with pytest.raises(ValidationError, match="leave names out"):
        erase(known, leila, reason=reason)


def test_the_reason_is_a_sentence(leila, known):
    with pytest.raises(ValidationError, match="at least 20"):
        erase(known, leila, reason="asked")


def test_the_reason_is_read_by_those_who_may_erase(leila, amina, known):
    erase(known, leila)
    assert Erasure.objects.visible_to(leila).get().reason == REASON
    assert not Erasure.objects.visible_to(amina).exists()


@pytest.mark.parametrize("who", ["amina", "salma", "ines", "priya"])
def test_only_the_data_protection_officer_erases(request, leila, hawa, who):
    seen = weigh_erasure(hawa, by=leila).fingerprint
    with pytest.raises(MayNot):
        erase_person(hawa, by=request.getfixturevalue(who), why="asked", reason=REASON, seen=seen)


def test_outside_the_scope_there_is_nobody_to_erase(viktor, hawa):
    with pytest.raises(OutsideScope):
        weigh_erasure(hawa, by=viktor)


def test_no_kind_of_row_is_left_when_everybody_is_erased(amina, leila, register, ask):
    for name in ("Awa", "Binta"):
        ask(register(amina, name), amina)
    for person in Person.objects.all():
        records = records_of(person)
        erase(person, leila)
        assert not any(rows_of(model, records).exists() for model in kinds())


def test_whoever_is_erased_lives_on_in_no_sheet_that_says_the_same(salma, leila, north):
    """A sheet that was never written, because its row was there already, has them in it as well."""

    def brought(more=""):
        text = f"First name;Surname\nHawa;Jallow\n{more}".encode()
        return bring_sheet(SimpleUploadedFile("people.csv", text), office=north, team=None, by=salma)

    def checked(sheet):
        sheet = check_sheet(sheet, mapping=sheet.mapping, day_first=True, by=salma)
        continue_sheet(sheet)
        return sheet

    continue_sheet(write_sheet(checked(brought()), by=salma))
    waiting = checked(brought("Musa;Ceesay\n"))
    erase(Person.objects.get(), leila)
    waiting = Import.objects.get(pk=waiting.pk)
    assert waiting.file is None
    assert not Attachment.objects.filter(data_key=waiting.data_key).exists()
    continue_sheet(write_sheet(waiting, by=salma))
    assert Import.objects.get(pk=waiting.pk).state == "failed"
    assert not Person.objects.exists()
