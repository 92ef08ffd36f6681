"""An entry is part of its act, says who did what to whose row, and never a word about the person."""

from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from cairn.guard.models import AuditCheckpoint, AuditEntry, AuditHead, DataKey, User
from cairn.guard.trace import Code, Count, Event, Flag, OneOf, Opaque, record, register_detail, trace_tokens
from cairn.guard.trace.acts import written
from cairn.guard.trace.chain import NOTHING, link
from cairn.guard.trace.checkpoints import checkpoint, checkpoints_file
from cairn.guard.trace.details import checked
from cairn.guard.trace.errors import ChainBroken, NotForTheTrace, TraceOutsideAct
from cairn.guard.trace.reads import entries_about, entries_by, searches_for

READ = Event.ATTACHMENT_READ


@pytest.mark.django_db
class TestAnEntry:
    def test_says_who_did_what_to_which_row(self, amina):
        key = DataKey.objects.make()
        entry = record(READ, key, by=amina, data={"count": 3}, role="caseworker")
        assert AuditEntry.objects.get() == entry
        entry.refresh_from_db()
        assert (entry.sequence, entry.who, entry.role, entry.event) == (1, amina.pk, "caseworker", READ)
        assert (entry.subject_model, entry.subject_id) == ("guard.datakey", str(key.pk))
        assert entry.details == {"count": 3}
        assert bytes(entry.previous) == NOTHING
        assert bytes(entry.hash) == link(NOTHING, written(entry))

    def test_follows_on_the_one_before_and_moves_the_head(self, amina):
        first, second = record(READ, by=amina), record(READ, by=None)
        head = AuditHead.objects.get()
        assert bytes(second.previous) == bytes(first.hash)
        assert (head.count, bytes(head.hash)) == (2, bytes(second.hash))
        assert second.who is None

    def test_may_be_about_a_list_or_about_a_row_that_is_gone(self, amina):
        gone = uuid4()
        record(READ, DataKey, by=amina)
        record(READ, (DataKey, gone), by=amina)
        assert list(AuditEntry.objects.values_list("subject_id", flat=True)) == ["", str(gone)]

    def test_goes_when_its_act_goes(self, amina):
        record(READ, by=amina)
        with transaction.atomic():
            record(READ, by=amina)
            transaction.set_rollback(True)
        assert record(READ, by=amina).sequence == 2

    def test_of_an_unknown_event_is_refused(self, amina):
        with pytest.raises(ValueError, match="not a valid Event"):
            record("guard:attachment:raed", by=amina)

    def test_is_not_written_after_the_head_was_taken_away(self, amina):
        record(READ, by=amina)
        AuditHead.objects.all().delete()
        with pytest.raises(ChainBroken, match="cairn audit verify"):
            record(READ, by=amina)

    def test_can_be_asked_for_by_row_colleague_and_search(self, amina, leila):
        key, other = DataKey.objects.make_many(2)
        record(READ, key, by=amina)
        record(READ, other, by=leila)
        tokens = trace_tokens("Ardita HOXHA")
        record(Event.PERSON_SEARCHED, DataKey, by=leila, data={"tokens": tokens, "count": 2})
        assert [entry.who for entry in entries_about(key)] == [amina.pk]
        assert [entry.sequence for entry in entries_by(leila)] == [3, 2]
        assert [entry.sequence for entry in searches_for("hoxha  ardita")] == [3]
        assert not searches_for("hoxha besnik")


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_an_act_is_refused(amina):
    with pytest.raises(TraceOutsideAct):
        record(READ, by=amina)


@pytest.mark.django_db(transaction=True)
def test_many_recorders_at_once_keep_one_unbroken_chain():
    """Each with a connection of its own, some of them giving up half way."""

    def act(number: int) -> None:
        try:
            with transaction.atomic():
                record(READ, (DataKey, number), by=None, data={"count": number})
                if number % 7 == 0:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(1, 141)))
    entries = list(AuditEntry.objects.all())
    assert [entry.sequence for entry in entries] == list(range(1, 121))
    assert {entry.details["count"] for entry in entries} == {n for n in range(1, 141) if n % 7}
    previous = NOTHING
    for entry in entries:
        assert bytes(entry.previous) == previous
        previous = link(previous, written(entry))
        assert bytes(entry.hash) == previous


class Why(StrEnum):
    AUDIT = "audit"
    COURT_ORDER = "court-order"


WORDS = "Ardita Hoxha"
ID = uuid4()


for name, kind in {
    "tested_why": OneOf(Why),
    "tested_office": Code(),
    "tested_flag": Flag(),
    "tested_row": Opaque(),
}.items():
    register_detail(name, kind)


class TestDetails:
    @pytest.mark.parametrize(
        ("said", "kept"),
        [
            ({"tested_why": Why.COURT_ORDER}, {"tested_why": "court-order"}),
            ({"tested_office": "north-2"}, {"tested_office": "north-2"}),
            ({"tested_flag": True}, {"tested_flag": True}),
            ({"tested_row": ID}, {"tested_row": str(ID)}),
            ({"rows": 0}, {"rows": 0}),
            ({"format": "csv"}, {"format": "csv"}),
            ({"digest": "0" * 64}, {"digest": "0" * 64}),
            ({"fields": {"wrapped", "made_at"}}, {"fields": ["made_at", "wrapped"]}),
            (None, {}),
        ],
    )
    def test_codes_and_counts_are_kept(self, said, kept):
        assert checked(said, DataKey) == kept

    @pytest.mark.parametrize(
        "said",
        [
            {"name": WORDS},
            {"tested_why": WORDS},
            {"tested_office": WORDS},
            {"tested_office": "x" * 33},
            {"count": "3"},
            {"count": -1},
            {"count": True},
            {"count": 2.5},
            {"tested_flag": 1},
            {"tested_row": WORDS},
            {"digest": WORDS},
            {"tokens": [WORDS]},
            {"tokens": ["a" * 32] * 101},
            {"fields": [WORDS]},
            {"fields": "wrapped"},
            {"format": "docx"},
        ],
    )
    def test_anything_else_is_refused_and_not_repeated(self, said):
        with pytest.raises(NotForTheTrace) as refused:
            checked(said, DataKey)
        assert WORDS not in str(refused.value)

    @given(st.text(min_size=1, max_size=40))
    def test_no_text_with_a_space_passes_under_any_name(self, text):
        for name in (
            "why",
            "office",
            "urgent",
            "reason_row",
            "count",
            "digest",
            "tokens",
            "fields",
            "format",
        ):
            for value in (f"{text} x", [f"{text} x"]):
                with pytest.raises(NotForTheTrace):
                    checked({name: value}, User)

    def test_a_name_means_one_kind_of_thing(self):
        register_detail("tested_office", Code())
        with pytest.raises(ValueError, match="registered already"):
            register_detail("tested_office", Count())
        with pytest.raises(ValueError, match="small letters"):
            register_detail("Office of …", Code())


def test_events_speak_one_grammar_in_alphabetical_order():
    import re

    assert [event.name for event in Event] == sorted(event.name for event in Event)
    assert all(re.fullmatch(r"[a-z]+(:[a-z][a-z-]*){2}", event) for event in Event)


@pytest.mark.django_db
class TestSearchTerms:
    def test_leave_blind_tokens_only(self, amina):
        record(READ, DataKey, by=amina, data={"tokens": trace_tokens("Ardita Hoxha 1990")})
        kept = AuditEntry.objects.get().data
        assert not any(word in kept.casefold() for word in ("ardita", "hoxha", "1990"))

    def test_order_and_case_do_not_tell(self):
        assert trace_tokens("Ardita Hoxha") == trace_tokens("HOXHA ardita")


@pytest.mark.django_db(transaction=True)
def test_a_checkpoint_is_remembered_here_and_beside_the_database(amina):
    assert checkpoint() is None
    with transaction.atomic():
        record(READ, by=amina)
    kept = checkpoint()
    assert checkpoint() is None
    assert AuditCheckpoint.objects.get().count == kept.count == 1
    path = checkpoints_file()
    assert path.stat().st_mode & 0o777 == 0o600
    assert f'"hash": "{bytes(kept.hash).hex()}"' in path.read_text()


@pytest.mark.django_db
def test_every_thousandth_entry_is_a_checkpoint(amina, monkeypatch):
    monkeypatch.setattr("cairn.guard.trace.acts.REMEMBER_EVERY", 5)
    for _number in range(11):
        record(READ, by=amina)
    assert [each.count for each in AuditCheckpoint.objects.all()] == [5, 10]
