"""Whatever somebody does to a trace is found: changed, taken out, moved, added, cut, or made anew."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from cairn.guard.models import AuditEntry, DataKey
from cairn.guard.trace import Event, record
from cairn.guard.trace.acts import public_key
from cairn.guard.trace.chain import NOTHING, head_message, link, material, moment
from cairn.guard.trace.checkpoints import checkpoint, checkpoints_file
from cairn.guard.trace.copies import NoTraceHere, copy_in_file, postgresql_copy, remembered, sqlite_copy
from cairn.guard.trace.export import export_trace
from cairn.guard.trace.verify import MOST_TOLD, Copy, Head, Wrong, verify
from cairn.mission.commands.auditing import app as audit
from cairn.mission.errors import CairnError

KEY, OTHER_KEY = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
START = datetime(2026, 1, 1, tzinfo=UTC)


def chain(many: int, *, role: str = "caseworker") -> list[tuple]:
    rows, previous = [], NOTHING
    for number in range(1, many + 1):
        at = moment(START + timedelta(seconds=number))
        written = material(
            number, at, 7, role, "guard:attachment:read", "people.person", f"row-{number}", "{}"
        )
        rows.append((number, written, previous, link(previous, written)))
        previous = rows[-1][3]
    return rows


def signed(rows: list[tuple], count: int, *, key: Ed25519PrivateKey = KEY, where: str = "The head") -> Head:
    last, at = rows[count - 1][3] if count else NOTHING, moment(START)
    signature = key.sign(head_message(count, last, at))
    return Head(
        count=count,
        hash=last,
        at=at,
        public_key=key.public_key().public_bytes_raw(),
        signature=signature,
        where=where,
    )


def found(rows: list[tuple], head: Head | None, *checkpoints: Head, **more) -> set[Wrong]:
    return {
        fault.wrong
        for fault in verify(Copy(rows=rows, head=head, checkpoints=list(checkpoints)), **more).faults
    }


@given(st.integers(0, 30), st.data())
def test_a_whole_trace_is_called_whole(many, data):
    rows = chain(many)
    kept = [signed(rows, count) for count in data.draw(st.lists(st.integers(0, many), max_size=3))]
    verdict = verify(Copy(rows=rows, head=signed(rows, many), checkpoints=kept), public_key=raw(KEY))
    assert verdict.is_whole
    assert verdict.entries == verdict.last == many


class TestWhateverIsDoneIsFound:
    """Each with the head as it was signed, which nobody without the mission's key can make anew."""

    @given(st.integers(2, 20), st.data())
    def test_one_character_changed(self, many, data):
        rows, at = chain(many), data.draw(st.integers(0, many - 1))
        number, written, previous, stored = rows[at]
        where = data.draw(st.integers(0, len(written) - 1))
        put = data.draw(st.characters(codec="utf-8").filter(lambda letter: letter != written[where]))
        head = signed(rows, many)
        rows[at] = (number, written[:where] + put + written[where + 1 :], previous, stored)
        verdict = verify(Copy(rows=rows, head=head))
        assert [(fault.wrong, fault.sequence) for fault in verdict.faults] == [(Wrong.CHANGED, number)]

    @given(st.integers(2, 20), st.data())
    def test_an_entry_changed_and_everything_after_it_made_anew(self, many, data):
        rows = chain(many)
        assert Wrong.HEAD in found(chain(many, role="nobody"), signed(rows, many))
        kept = signed(rows, data.draw(st.integers(1, many)), where="The checkpoint")
        forged = chain(many, role="nobody")
        assert found(forged, signed(forged, many, key=OTHER_KEY), kept, public_key=raw(KEY)) >= {
            Wrong.HEAD,
            Wrong.SIGNATURE,
        }

    @given(st.integers(2, 20), st.data())
    def test_some_taken_out(self, many, data):
        rows = chain(many)
        first = data.draw(st.integers(0, many - 2))
        last = data.draw(st.integers(first, many - 2))
        verdict = verify(Copy(rows=rows[:first] + rows[last + 1 :], head=signed(rows, many)))
        assert [(fault.wrong, fault.sequence) for fault in verdict.faults] == [(Wrong.MISSING, first + 1)]

    @given(st.integers(3, 20), st.data())
    def test_some_taken_out_and_the_rest_numbered_and_hashed_anew(self, many, data):
        rows = chain(many)
        assert Wrong.CUT in found(
            chain(data.draw(st.integers(1, many - 1)), role="nobody"), signed(rows, many)
        )

    @given(st.integers(2, 20), st.data())
    def test_two_exchanged(self, many, data):
        rows = chain(many)
        one, other = sorted(
            data.draw(st.lists(st.integers(0, many - 1), min_size=2, max_size=2, unique=True))
        )
        head = signed(rows, many)
        rows[one], rows[other] = rows[other], rows[one]
        assert found(rows, head) & {Wrong.MOVED, Wrong.MISSING}

    @given(st.integers(1, 20), st.data())
    def test_the_tail_cut(self, many, data):
        rows, left = chain(many), data.draw(st.integers(0, many - 1))
        assert found(rows[:left], signed(rows, many)) == {Wrong.CUT}

    @given(st.integers(2, 20), st.data())
    def test_the_tail_cut_and_an_older_head_put_back(self, many, data):
        rows, left = chain(many), data.draw(st.integers(1, many - 1))
        beside = signed(rows, many, where="The checkpoint beside the database")
        assert found(rows[:left], signed(rows, left), beside=[beside]) == {Wrong.CUT}

    def test_an_entry_added(self):
        rows = chain(6)
        assert found(rows, signed(rows, 5)) == {Wrong.ADDED}

    def test_the_head_taken_away(self):
        assert found(chain(3), None) == {Wrong.HEAD}

    @pytest.mark.parametrize(
        "change",
        [
            {"count": 2},
            {"at": "2027-01-01 00:00:00.000000"},
            {"signature": bytes(64)},
            {"public_key": b"short"},
        ],
    )
    def test_a_head_that_was_changed(self, change):
        rows = chain(3)
        head = signed(rows, 3)
        forged = Head(**({name: getattr(head, name) for name in head.__slots__} | change))
        assert Wrong.SIGNATURE in found(rows, forged, public_key=raw(KEY))

    def test_fields_that_were_shifted_into_each_other(self):
        """The separator inside a field would let two entries have one text."""
        rows = chain(2)
        number, written, previous, _stored = rows[1]
        shifted = written.replace("\x1f7\x1f", "\x1f7\x1fx\x1f")
        rows[1] = (number, shifted, previous, link(previous, shifted))
        assert Wrong.CHANGED in found(rows, signed(rows, 2))


def test_a_trace_full_of_faults_is_told_in_short():
    verdict = verify(Copy(rows=[(n, "", b"", b"") for n in range(1, 301)], head=None))
    assert len(verdict.faults) == MOST_TOLD
    assert verdict.untold > 100


def raw(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


@pytest.fixture
def seven_entries(transactional_db, amina) -> None:
    with transaction.atomic():
        for number in range(4):
            record(Event.ATTACHMENT_READ, (DataKey, number), by=amina, data={"count": number})
    checkpoint()
    with transaction.atomic():
        for _number in range(3):
            record(Event.ATTACHMENT_READ, by=None, role="ما زال")


@pytest.fixture
def this_database(seven_entries):
    """The trace as it stands, read without Django."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return lambda: sqlite_copy(Path(given["NAME"]))
    names = {"host": "HOST", "port": "PORT", "user": "USER", "dbname": "NAME", "password": "PASSWORD"}
    address = " ".join(f"{theirs}={given[ours]}" for theirs, ours in names.items() if given[ours])
    return lambda: postgresql_copy(address)


def test_a_database_is_verified_as_cairn_wrote_it(this_database):
    verdict = verify(this_database(), public_key=public_key(), beside=remembered(checkpoints_file()))
    assert verdict.faults == []
    assert (verdict.entries, verdict.signed_by) == (7, public_key())


def test_a_time_without_microseconds_is_the_same_time(this_database, monkeypatch):
    monkeypatch.setattr("cairn.guard.trace.acts.timezone.now", lambda: START)
    with transaction.atomic():
        record(Event.ATTACHMENT_READ, by=None)
    assert verify(this_database()).is_whole


DONE_BY_ITS_OWNER = {
    "another colleague named": (Wrong.CHANGED, "UPDATE guard_auditentry SET who = 99 WHERE sequence = 3"),
    "nobody named": (Wrong.CHANGED, "UPDATE guard_auditentry SET who = NULL WHERE sequence = 3"),
    "another time": (
        Wrong.CHANGED,
        "UPDATE guard_auditentry SET at = '2020-01-01 00:00:00' WHERE sequence = 3",
    ),
    "other details": (Wrong.CHANGED, "UPDATE guard_auditentry SET data = '{}' WHERE sequence = 3"),
    "another hash": (Wrong.CHANGED, "UPDATE guard_auditentry SET hash = previous WHERE sequence = 3"),
    "an entry taken out": (Wrong.MISSING, "DELETE FROM guard_auditentry WHERE sequence = 3"),
    "a tail cut": (Wrong.CUT, "DELETE FROM guard_auditentry WHERE sequence > 5"),
    "a tail cut, and the head moved back": (
        Wrong.SIGNATURE,
        "DELETE FROM guard_auditentry WHERE sequence > 5; UPDATE guard_audithead SET count = 5",
    ),
    "the head taken away": (Wrong.HEAD, "DELETE FROM guard_audithead"),
    "a checkpoint forged": (Wrong.SIGNATURE, "UPDATE guard_auditcheckpoint SET count = 3"),
    "two entries exchanged": (
        Wrong.MOVED,
        "UPDATE guard_auditentry SET sequence = 99 WHERE sequence = 3;"
        "UPDATE guard_auditentry SET sequence = 3 WHERE sequence = 4;"
        "UPDATE guard_auditentry SET sequence = 4 WHERE sequence = 99",
    ),
    "all emptied": (Wrong.CUT, "DELETE FROM guard_auditentry; DELETE FROM guard_audithead"),
}


@pytest.mark.parametrize("what", DONE_BY_ITS_OWNER)
def test_a_database_shows_what_its_owner_did_to_the_trace(what, this_database, triggers_lifted):
    wrong, statements = DONE_BY_ITS_OWNER[what]
    with triggers_lifted(), connection.cursor() as cursor:
        for statement in statements.split(";"):
            cursor.execute(statement)
    verdict = verify(this_database(), public_key=public_key(), beside=remembered(checkpoints_file()))
    assert wrong in {fault.wrong for fault in verdict.faults}


class TestAnExport:
    @pytest.fixture
    def exported(self, seven_entries, tmp_path, leila) -> Path:
        path = tmp_path / "trace.jsonl"
        export_trace(path, by=leila)
        return path

    def test_is_verified_and_is_an_entry_itself(self, exported, leila):
        verdict = verify(copy_in_file(exported), public_key=public_key())
        assert (verdict.faults, verdict.entries) == ([], 7)
        entry = AuditEntry.objects.last()
        assert (entry.event, entry.who, entry.details["rows"]) == (Event.TRACE_EXPORTED, leila.pk, 7)
        assert exported.stat().st_mode & 0o777 == 0o600

    @settings(max_examples=60, deadline=None)
    @given(data=st.data())
    def test_shows_any_change_of_a_line(self, tmp_path_factory, data):
        path = tmp_path_factory.mktemp("export") / "trace.jsonl"
        lines = self.whole.splitlines(keepends=True)
        number = data.draw(st.integers(1, len(lines) - 1))
        match data.draw(st.sampled_from(["drop", "swap", "digit"])):
            case "drop":
                del lines[number]
            case "swap" if number > 1:
                lines[number], lines[number - 1] = lines[number - 1], lines[number]
            case _:
                lines[number] = lines[number].replace('["', '[1,"', 1).replace("2", "3", 1)
        path.write_text("".join(lines))
        with suppress(NoTraceHere):
            assert not verify(copy_in_file(path)).is_whole

    @pytest.fixture(autouse=True)
    def _whole(self, exported):
        self.whole = exported.read_text()


@pytest.mark.parametrize(
    "text", ["", "hello", "{}", '{"cairn_audit": 1}', '{"cairn_audit": 1, "heads": []}\n[1]\n']
)
def test_a_file_that_is_no_export_is_named(tmp_path, text):
    path = tmp_path / "other.jsonl"
    path.write_text(text)
    with pytest.raises(NoTraceHere):
        verify(copy_in_file(path))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(NoTraceHere, match="cannot be read"):
        copy_in_file(tmp_path / "nothing")


class TestTheCommand:
    @pytest.fixture
    def exported(self, seven_entries, tmp_path) -> Path:
        export_trace(tmp_path / "trace.jsonl", by=None)
        return tmp_path / "trace.jsonl"

    def test_says_that_a_copy_is_whole_and_who_signed_it(self, exported):
        said = CliRunner().invoke(audit, ["verify", str(exported), "--public-key", public_key().hex()])
        assert said.exit_code == 0
        assert "The trace is whole: 7 entries" in said.output
        assert public_key().hex() in said.output

    def test_says_what_is_wrong_and_ends_with_its_own_code(self, exported):
        lines = exported.read_text().splitlines(keepends=True)
        exported.write_text("".join(lines[:3] + lines[4:]))
        said = CliRunner().invoke(audit, ["verify", str(exported)])
        assert said.exit_code == 4
        assert "Entry 3 is missing." in said.output

    def test_refuses_a_key_that_is_none(self, exported):
        refused = CliRunner().invoke(audit, ["verify", str(exported), "--public-key", "abc"])
        assert isinstance(refused.exception, CairnError)
