"""The doctor says what is wrong with keys, files and the trace, and what to do about it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from typer.testing import CliRunner

from cairn.guard.checks import problems
from cairn.guard.keys.ring import add_version, kept_in_file, master_ring
from cairn.guard.keys.rotation import continue_rotation, start_rotation
from cairn.guard.models import AuditHead, DataKey
from cairn.guard.sealed.attachments import store_attachment
from cairn.guard.sealed.store import path_of, store_folder
from cairn.guard.trace import Event, record
from cairn.mission.commands.keeping import app as keys_command


@pytest.fixture
def at_work(db, amina):
    """A mission in which something was sealed and something traced."""
    attachment = store_attachment(
        SimpleUploadedFile("a.txt", b"a"), data_key=DataKey.objects.make(), by=amina, about=None
    )
    record(Event.ATTACHMENT_READ, attachment, by=amina)
    return attachment


def grave() -> list[str]:
    return [str(problem) for problem in problems() if problem.is_grave]


def slight() -> list[str]:
    return [str(problem) for problem in problems() if not problem.is_grave]


@pytest.mark.django_db
def test_an_empty_mission_has_none():
    assert problems() == []


def test_a_mission_at_work_has_none(at_work):
    assert problems() == []


def test_a_lost_master_key_is_named(at_work):
    kept_in_file().unlink()
    master_ring()  # Makes another one, which opens nothing.
    (said,) = grave()
    assert "version 1 is not the one that this database was sealed with" in said


def test_a_vault_that_does_not_answer_is_named(at_work, monkeypatch):
    monkeypatch.setenv("CAIRN_SECRET_MASTER_KEY", "not a key")
    assert "The master key cannot be read" in grave()[0]


def test_a_version_that_is_missing_is_named(at_work, monkeypatch):
    path = kept_in_file()
    add_version(path)
    monkeypatch.setenv("CAIRN_SECRET_MASTER_KEY", path.read_text().split("\n")[-2])
    assert "Master key version 1 is needed" in grave()[0]


def test_a_damaged_key_is_counted(at_work):
    DataKey.objects.update(wrapped=b"\x01" + bytes(60))
    assert "1 of 2 wrapped keys do not open" in grave()[0]


def test_what_others_can_read_is_named(at_work):
    store_folder().chmod(0o755)
    kept_in_file().chmod(0o644)
    (said,) = grave()
    assert "Others on this machine can read sealed, secrets/master_key. chmod -R go=" in said


def test_a_file_that_is_gone_is_counted(at_work):
    path_of(at_work.stored_name).unlink()
    assert "1 of the 50 newest sealed files" in grave()[0]


@pytest.mark.django_db(transaction=True)
def test_triggers_that_are_gone_are_named(triggers_lifted):
    with triggers_lifted():
        assert "no longer protects the trace" in grave()[0]
    assert grave() == []


def test_a_head_that_does_not_fit_is_named(at_work):
    AuditHead.objects.update(count=1)
    assert "ends at entry 2, and its head says 1" in grave()[0]


def test_a_rotation_under_way_is_told_and_is_no_fault(at_work):
    rotation = start_rotation(by=None)
    assert grave() == []
    assert "Keys are being rewrapped for master key 2: 0 of 2" in slight()[0]
    continue_rotation(rotation)
    assert "holds master keys that only older backups need" in slight()[0]


def test_a_vault_that_keeps_what_nothing_needs_is_told(at_work, monkeypatch):
    path = kept_in_file()
    add_version(path)
    monkeypatch.setenv("CAIRN_SECRET_MASTER_KEY", path.read_text())
    continue_rotation(start_rotation(by=None))
    assert "version 1 is at hand and wraps nothing any more" in slight()[0]


def test_looking_changes_nothing(at_work, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as queries:
        problems()
    assert all(query["sql"].lstrip().startswith("SELECT") for query in queries.captured_queries)


class TestTheCommand:
    def test_says_how_keys_are(self, at_work):
        said = CliRunner().invoke(keys_command, ["status"])
        assert said.exit_code == 0
        assert said.output == "Master key 1 wraps 2 keys, and every new one.\n"

    def test_rotates(self, at_work):
        said = CliRunner().invoke(keys_command, ["rotate"])
        assert said.exit_code == 0, said.output
        assert "Master key 2 wraps every key" in said.output
        again = CliRunner().invoke(keys_command, ["status"])
        assert "Master key 2 wraps 2 keys" in again.output

    def test_ends_with_a_code_when_something_is_wrong(self, at_work):
        DataKey.objects.update(wrapped=b"\x01" + bytes(60))
        assert CliRunner().invoke(keys_command, ["status"]).exit_code == 3
