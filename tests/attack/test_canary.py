"""Somebody is registered with unlikely words in every field, everything is done with them, and then they are erased.

Before that no word stands anywhere in plain; after it none stands anywhere, also not behind today's keys: not in the
database, files, logs and tasks, not in today's backup, nor in one from before once its master key is destroyed.
"""

import datetime as dt
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image
from rich.console import Console

from attack.rows import Filler
from attack.sought import Logged, Words, database, files, opened_today, places
from cairn.guard.acts import give_role
from cairn.guard.glass.acts import break_glass
from cairn.guard.keys.errors import CannotOpen, KeysMissing, WrongMasterKey
from cairn.guard.keys.ring import forget_answers, retired_file, ring_in
from cairn.guard.keys.root import forget_root
from cairn.guard.keys.rotation import continue_rotation, start_rotation
from cairn.guard.models import Attachment, AuditEntry, DataKey, Notice, Office, Team, User
from cairn.guard.roles import Role
from cairn.mission.backups.making import back_up
from cairn.mission.backups.opening import keys_at_hand, unpack
from cairn.mission.config import MissionConfig, load_mission
from cairn.mission.progress import Report
from cairn.mission.secrets import Secret, ensure_secrets
from cairn.mission.worker import LONG, SWIFT, do_waiting_tasks
from cairn.people.acts import (
    add_part,
    ask_exemption,
    attach_file,
    change_part,
    change_person,
    decide_exemption,
    decide_retention,
    disclose_person,
    erase_person,
    hand_over,
    join_household,
    lift_hold,
    merge_people,
    place_hold,
    record_consent,
    register_person,
    relate,
    undo_merge,
    weigh_erasure,
    withdraw_consent,
)
from cairn.people.acts.disclosing import fetch_part
from cairn.people.acts.exporting import order_list, take_list
from cairn.people.acts.importing import bring_sheet, check_sheet, write_sheet
from cairn.people.acts.photographs import keep_photograph
from cairn.people.acts.retention import find_due
from cairn.people.holdings import kinds, records_of
from cairn.people.models import (
    Contact,
    DisclosedPart,
    Export,
    IdentityDocument,
    LegalHold,
    NextOfKin,
    Person,
    PossibleDouble,
    RetentionReview,
)
from cairn.programmes.casework import acts as casework
from cairn.programmes.casework.codes import Work
from signed_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

SETTINGS = """
name = "Mission of the Two Rivers"
short_name = "Two Rivers"
countries = ["GB"]
languages = ["en", "fr", "ar"]
default_language = "en"
time_zone = "Europe/London"
public_url = "http://127.0.0.1:8080"
workspace_url = "http://127.0.0.1:8000"
database = "{database}"
storage = "kept"
[contact]
email = "office@rivers.example"
"""
REASON = "Asked in person at the office, and identified by a card."


@pytest.fixture
def mission(transactional_db, tmp_path, monkeypatch) -> MissionConfig:
    """A mission with a storage, a master key and a log of its own, on the suite's database."""
    known = connection.settings_dict
    address = f"sqlite:///{known['NAME']}"
    if connection.vendor == "postgresql":
        address = f"postgresql://{known['USER']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
    file = tmp_path / "mission.toml"
    file.write_text(SETTINGS.format(database=address))
    monkeypatch.setenv("CAIRN_MISSION_FILE", str(file))
    monkeypatch.delenv("CAIRN_STORAGE", raising=False)
    load_mission.cache_clear()
    forget_root()
    forget_answers()
    ensure_secrets(load_mission())
    yield load_mission()
    load_mission.cache_clear()
    forget_root()
    forget_answers()


@pytest.fixture
def cast(mission) -> dict[str, User]:
    """Who works here: each in one role, all in the north but Bako."""
    north, south = (Office.objects.create(code=code, name=f"{code} office") for code in ("NORTH", "SOUTH"))
    river = Team.objects.create(office=north, code="RIVER", name="River team")
    cast = {}
    for name, role, office in (
        ("amina", Role.CASEWORKER, north),
        ("tomas", Role.CASEWORKER, north),
        ("bako", Role.CASEWORKER, south),
        ("salma", Role.CASE_SUPERVISOR, north),
        ("ines", Role.INFORMATION, north),
        ("leila", Role.DATA_PROTECTION, None),
    ):
        cast[name] = User.objects.create(username=name, office=office)
        give_role(cast[name], role)
        cast[name].teams.set([river] if office == north else [])
    return cast


def report() -> Report:
    return Report(Console(file=StringIO(), width=200))


def do_tasks() -> None:
    """All that waits, by both hands of the worker."""
    while DBTaskResult.objects.filter(status="READY").exists():
        for name in (SWIFT, LONG):
            do_waiting_tasks(name)


# Everything that can be done with somebody ------------------------------------------------------------------


class Story:
    """The life of one record: each step uses a feature, and sows a word in every field that the feature fills."""

    def __init__(self, cast: dict[str, User], words: Words) -> None:
        self.cast, self.words = cast, words
        self.amina, self.tomas, self.bako = (cast[name] for name in ("amina", "tomas", "bako"))
        self.salma, self.ines, self.leila = (cast[name] for name in ("salma", "ines", "leila"))
        self.river = Team.objects.get()

    def all_of_it(self) -> Person:
        self.is_registered()
        self.has_papers()
        self.is_edited_by_two()
        self.lives_with_others()
        self.agrees()
        self.has_a_case()
        self.is_looked_for()
        self.is_opened_from_elsewhere()
        self.is_doubled()
        self.leaves_in_a_list()
        self.comes_in_a_sheet()
        self.asks_for_access()
        self.grows_old()
        do_tasks()
        return Person.objects.get(pk=self.person.pk)

    def word(self, place: str) -> str:
        return self.words.sow(place)

    def file(self, place: str) -> SimpleUploadedFile:
        text = f"The paper says {self.word(f'text of {place}')}."
        return SimpleUploadedFile(f"{self.word(f'name of {place}')}.txt", text.encode(), "text/plain")

    def is_registered(self) -> None:
        names = (
            "given_name",
            "father_name",
            "family_name",
            "birth_place",
            "interpreter_notes",
            "special_needs",
        )
        self.person = register_person(
            by=self.amina,
            office=self.amina.office,
            team=self.river,
            **{name: self.word(name) for name in names},
            own_script_name=self.words.add("زقرطفان حضموتق", "own_script_name"),
            other_names=[self.word("other_names"), self.word("other_names 2")],
            born="1931-07-23",
            sex="female",
            nationalities=["GM"],
            languages=["en"],
            flags=["medical"],
        )
        self.words.add(self.person.reference, "reference")
        page = signed_in(self.amina).post(
            reverse("people:register"), {"given_name": self.person.given_name, "born": "not a day"}
        )
        assert page.status_code in (200, 409, 422)

    def has_papers(self) -> None:
        person, by = self.person, self.amina
        phone = add_part(
            person, Contact, by=by, kind="phone", value=self.words.add("+2205550173961", "phone"),
            times=self.word("times"), note=self.word("contact note"),
        )  # fmt: skip
        change_part(phone, based_on=1, changes={"note": self.word("contact note 2")}, by=self.tomas)
        add_part(
            person, IdentityDocument, by=by, kind="passport", number=self.words.add("QZ8817265309", "number"),
            note=self.word("paper note"), scan=self.file("scan"),
        )  # fmt: skip
        kin = {name: self.word(f"kin {name}") for name in ("name", "relation", "contact", "note")}
        add_part(person, NextOfKin, by=by, **kin)
        attach_file(person, self.file("file"), title=self.word("title"), by=by)
        out = BytesIO()
        Image.new("RGB", (50, 50), "teal").save(out, "PNG")
        photograph = SimpleUploadedFile("me.png", out.getvalue(), "image/png")
        self.person = keep_photograph(Person.objects.get(pk=person.pk), photograph, by=by)

    def is_edited_by_two(self) -> None:
        """One edit stands, the other waits as a conflict; both are kept."""
        seen = Person.objects.get(pk=self.person.pk)
        for by in (self.amina, self.tomas):
            changes = {"special_needs": self.word(f"needs by {by}")}
            change_person(seen, based_on=seen.version, changes=changes, by=by)

    def lives_with_others(self) -> None:
        other = register_person(by=self.amina, office=self.amina.office, team=self.river, given_name="Other")
        relate(self.person, other, kind="spouse", by=self.amina, note=self.word("relation note"))
        relate(other, self.person, kind="spouse", by=self.amina)
        join_household(self.person, by=self.amina)

    def agrees(self) -> None:
        said = {
            "said": "given", "how": "written", "witness": self.word("witness"), "capacity": "with-help",
            "capacity_note": self.word("capacity note"), "with_interpreter": True,
            "interpreter_note": self.word("interpreter"), "text_language": "fr", "scan": self.file("consent"),
        }  # fmt: skip
        consent = record_consent(self.person, by=self.amina, purpose="story", **said)
        told = {"how": self.word("withdrawal how"), "effect": self.word("withdrawal effect")}
        withdraw_consent(consent, by=self.amina, **told)
        asked = ask_exemption(
            self.person, by=self.amina, purpose="partner-service", partner_code="CLINIC", kind="vital-interest",
            reason=f"The clinic must know of {self.word('exemption')} today.",
        )  # fmt: skip
        decide_exemption(asked, approve=True, by=self.salma)

    def has_a_case(self) -> None:
        """Through the acts, and where words are typed through the screens: a draft, and a form that is refused."""
        today, by = timezone.localdate(), self.amina
        case = casework.open_case(self.person, Work.PROTECTION, by=by, about=self.word("case about"))
        for colleague in (self.amina, self.tomas):
            changes = {"plan": self.word(f"case plan by {colleague}")}
            casework.change_case(case, based_on=1, changes=changes, by=colleague)
        said = {
            "came_by": "alone",
            "spoken_alone": True,
            "interpreter": "none-needed",
            "wants": self.word("wants"),
        }
        form = casework.begin_record(case, "protection-intake", by=by, answers=said)
        for colleague in (self.amina, self.tomas):
            answers = {"wants": self.word(f"wants by {colleague}")}
            casework.change_record(form, based_on=1, answers=answers, by=colleague)
        casework.finish_note(case, self.word("case note"), by=by)
        casework.set_task(case, self.word("task"), due_on=today, by=by, waits_for=self.word("waits for"))
        casework.give_service(case, "food", given_on=today, by=by, note=self.word("service note"))
        casework.try_to_reach(case, channel="phone", reached="spoke", by=by, note=self.word("attempt note"))
        casework.attach_file(case, self.file("case file"), title=self.word("case file title"), by=by)
        payment = casework.ask_for_money(
            case, kind="cash", amount=40, currency="EUR", planned_on=today, why=self.word("money why"), by=by
        )
        casework.decide_money(payment, is_released=True, by=self.salma, answer=self.word("money answer"))
        casework.confirm_paid(payment, paid_on=today, receipt=self.file("receipt"), by=by)
        browser = signed_in(self.tomas)
        kept = browser.post(
            reverse("casework:note-keep", args=[case.pk]), {"text": self.word("draft of a note")}
        )
        assert kept.status_code == 200
        typed = {"a-done_today": str(said["wants"]), "a-arrived_on": "not a day"}
        assert (
            browser.post(reverse("casework:fill", args=[case.pk, "protection-intake"]), typed).status_code
            == 422
        )

    def is_looked_for(self) -> None:
        browser = signed_in(self.amina)
        found = browser.post(
            reverse("people:search"), {"text": f"{self.person.given_name} {self.person.family_name}"}
        )
        assert str(self.person.pk) in found.content.decode()
        for name in ("person", "papers", "family", "files", "history", "consent"):
            assert browser.get(reverse(f"people:{name}", args=[self.person.pk])).status_code == 200
        for name in ("list", "conflicts"):
            assert browser.get(reverse(f"people:{name}")).status_code == 200

    def is_opened_from_elsewhere(self) -> None:
        break_glass(self.person, by=self.bako, reason=f"She came with {self.word('glass')} to the south.")
        hand_over(self.person, office=self.amina.office, team=self.river, worker=self.tomas, by=self.salma)

    def is_doubled(self) -> None:
        double = register_person(
            by=self.amina,
            office=self.amina.office,
            team=self.river,
            given_name=self.word("double"),
            born="1931",
        )
        self.words.add(double.reference, "reference of the double")
        one, other = sorted((self.person, double), key=lambda each: each.number)
        PossibleDouble.objects.create(one=one, other=other, probability=0.9)
        remaining = Person.objects.get(pk=self.person.pk)
        undo_merge(merge_people(remaining, double, by=self.ines), by=self.ines)
        merge_people(Person.objects.get(pk=self.person.pk), Person.objects.get(pk=double.pk), by=self.ines)

    def leaves_in_a_list(self) -> None:
        export = order_list(
            columns=["given_name", "family_name"], format="csv", by=self.salma, reason=REASON,
            expires_at=timezone.now() + dt.timedelta(days=5),
        )  # fmt: skip
        do_tasks()
        assert take_list(Export.objects.get(pk=export.pk), by=self.salma).rows_total > 0

    def comes_in_a_sheet(self) -> None:
        name = self.word("in a sheet")
        rows = f"Given name,Family name\n{name},{self.word('family in a sheet')}\n".encode()
        sheet = bring_sheet(
            ContentFile(rows, name="people.csv"), office=self.ines.office, team=None, by=self.ines
        )
        mapping = {"Given name": "given_name", "Family name": "family_name"}
        check_sheet(sheet, mapping=mapping, day_first=True, by=self.ines)
        do_tasks()
        sheet.refresh_from_db()
        write_sheet(sheet, by=self.ines)
        do_tasks()
        brought = next(each for each in Person.objects.order_by("-registered_at") if each.given_name == name)
        self.words.add(brought.reference, "reference from a sheet")
        merge_people(Person.objects.get(pk=self.person.pk), brought, by=self.ines)

    def asks_for_access(self) -> None:
        person = Person.objects.get(pk=self.person.pk)
        _disclosure, passphrase = disclose_person(
            person, by=self.leila, asked_how=f"She showed {self.word('asked how')}", language="ar"
        )
        self.words.add(passphrase, "passphrase")
        fetch_part(DisclosedPart.objects.first(), by=self.leila)

    def grows_old(self) -> None:
        day = timezone.localdate() + dt.timedelta(days=60)
        hold = place_hold(
            self.person, by=self.leila, reason=f"The court of {self.word('hold')} asks for it.", review_on=day
        )
        lift_hold(hold, by=self.leila)
        find_due(today=timezone.localdate() + dt.timedelta(days=2000))
        review = RetentionReview.objects.get(person=self.person)
        decide_retention(
            review, fate="erase", reason=f"Nothing about {self.word('review')} is open.", by=self.leila
        )


def erase(person: Person, leila: User) -> None:
    for hold in LegalHold.objects.filter(person__in=records_of(person), lifted_at=None):
        lift_hold(hold, by=leila)
    seen = weigh_erasure(person, by=leila).fingerprint
    erase_person(person, by=leila, why="asked", reason=REASON, seen=seen)
    do_tasks()


def anywhere(mission: MissionConfig, words: Words, logged: Logged) -> dict[str, set[str]]:
    """Where a word stands as it is."""
    return places(words, database(), files(mission.storage_path), logged.lines())


# The promise ------------------------------------------------------------------------------------------------


def test_whoever_is_erased_is_nowhere(mission, cast, tmp_path):
    words = Words()
    with Logged() as logged:
        person = Story(cast, words).all_of_it()

        in_plain = {place for found in anywhere(mission, words, logged).values() for place in found}
        assert in_plain <= {"reference", "reference of the double", "reference from a sheet"}
        # The search finds what is there: with the keys of today, every word but those that are kept nowhere.
        with_keys = {place for found in places(words, opened_today()).values() for place in found}
        unseen = {"passphrase", "reference", "reference of the double", "reference from a sheet"}
        assert with_keys >= {words._words[word] for word in words} - unseen

        before = back_up(tmp_path / "before.cairn-backup", report()).file
        keys = {each.data_key_id for each in records_of(person)}
        erase(person, cast["leila"])
        assert not DataKey.objects.filter(pk__in=keys, destroyed_at=None).exists()
        assert _sealed_files(mission) == set(Attachment.objects.values_list("stored_name", flat=True))
        assert anywhere(mission, words, logged) == {}
        assert places(words, opened_today()) == {}

        keys_before = _renew_master_key(mission)
        today = back_up(tmp_path / "today.cairn-backup", report()).file
    assert _in_backup(today, mission, words, tmp_path / "today") == {}
    with pytest.raises((CannotOpen, KeysMissing, WrongMasterKey)):
        unpack(before, keys_at_hand(None, mission).ring, _folder(tmp_path / "before"), report())
    # As long as somebody keeps the retired key, yesterday's backup opens: that is why it is destroyed.
    unpack(before, ring_in(keys_before), _folder(tmp_path / "with-the-retired-key"), report())


def test_no_kind_of_row_outlives_the_person(mission, cast):
    """Every protected model, also those that nobody thought of here, with a word in each of its sealed fields."""
    north, river = Office.objects.get(code="NORTH"), Team.objects.get()
    side = Filler("own", north, river, cast["amina"]).everything()
    words = Words()
    for each in side.canaries:
        words.add(each.word, str(each))
    words.add(side.person.reference, "reference")
    found = places(words, opened_today())
    assert {place for places_ in found.values() for place in places_} >= {str(each) for each in side.canaries}
    with Logged() as logged:
        erase(side.person, cast["leila"])
        assert anywhere(mission, words, logged) == {}
        assert places(words, opened_today()) == {}
    for model in kinds():
        assert not model._base_manager.filter(data_key=side.person.data_key_id).exists(), model


def test_what_stays_are_opaque_numbers_and_counts(mission, cast):
    words = Words()
    person = Story(cast, words).all_of_it()
    erase(person, cast["leila"])
    assert AuditEntry.objects.filter(subject_id=str(person.pk)).exists()
    numbers = Words()
    numbers.add(str(person.pk), "the number of the person")
    numbers.add(person.pk.hex, "the number of the person")
    assert set(places(numbers, database())) <= {"guard_auditentry", *_raw_files()}
    assert not Notice.objects.filter(reference=person.reference).exists()


def _sealed_files(mission: MissionConfig) -> set[str]:
    """What lies in the store, by the names that rows know it by."""
    folder = mission.storage_path / "sealed"
    return {"".join(path.relative_to(folder).parts) for path in folder.rglob("*") if path.is_file()}


def _raw_files() -> set[str]:
    path = str(connection.settings_dict["NAME"])
    return {path, f"{path}-wal"}


def _renew_master_key(mission: MissionConfig) -> str:
    """What the operator's page asks for after an erasure; answers the keys of before, as somebody might have kept them."""
    key_file = mission.storage_path / "secrets" / Secret.MASTER_KEY
    kept = key_file.read_text()
    rotation = start_rotation(by=None)
    while not continue_rotation(rotation):
        pass
    retired_file(key_file).unlink()
    forget_answers()
    forget_root()
    assert kept not in key_file.read_text()
    return kept


def _in_backup(file: Path, mission: MissionConfig, words: Words, folder: Path) -> dict[str, set[str]]:
    unpack(file, keys_at_hand(None, mission).ring, _folder(folder), report())
    return places(words, files(folder))


def _folder(path: Path) -> Path:
    path.mkdir()
    return path
