"""Files about people are sealed as they come in; nothing plain touches the disk, and they go with their key."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.http import HttpResponse
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import timezone

from cairn.guard.checks import problems
from cairn.guard.keys import CannotOpen, KeyDestroyed
from cairn.guard.models import Attachment, AuditEntry, DataKey
from cairn.guard.sealed.attachments import (
    LARGEST,
    FileTooLarge,
    attachment_response,
    delete_attachment,
    store_attachment,
    sweep_files,
    tidy_name,
    tidy_type,
)
from cairn.guard.sealed.store import INCOMING, path_of, store_folder
from cairn.guard.sealed.uploads import sealed_uploads
from cairn.guard.trace import Event

MARK = b"Ardita Hoxhaj, passport"
SCAN = (MARK + b" " * 41) * 3000  # About 190 KiB: three pieces.


def upload(content: bytes = SCAN, name: str = "passport Ardita.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.fixture
def scan(db, amina) -> Attachment:
    return store_attachment(upload(), data_key=DataKey.objects.make(), by=amina, about=None)


def on_the_disk(folder: Path) -> dict[Path, bytes]:
    return {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}


class TestAnAttachment:
    def test_opens_as_it_was(self, scan):
        seen = Attachment.objects.get(pk=scan.pk)
        assert (seen.file_name, seen.content_type, seen.size) == (
            "passport Ardita.pdf",
            "application/pdf",
            len(SCAN),
        )
        with seen.open() as file:
            assert file.read() == SCAN
            file.seek(100_000)
            assert file.read(50) == SCAN[100_000:100_050]

    def test_lies_sealed_under_a_name_that_tells_nothing(self, scan, mission):
        held = on_the_disk(mission.storage_path)
        stored = path_of(scan.stored_name)
        assert stored in held
        assert not any(MARK in content for content in held.values())
        assert not any("Ardita" in str(each) or str(scan.pk) in str(each) for each in held)
        assert stored.stat().st_mode & 0o777 == 0o600
        assert {each.stat().st_mode & 0o777 for each in (store_folder(), stored.parent)} == {0o700}

    def test_leaves_a_trace_when_it_is_stored_and_when_it_is_read(self, scan, amina, leila):
        response = attachment_response(scan, by=leila, about=None)
        assert b"".join(response.streaming_content) == SCAN
        response.file_to_stream.close()
        entries = list(AuditEntry.objects.values_list("event", "who", "subject_id", "data"))
        assert entries == [
            (Event.ATTACHMENT_STORED, amina.pk, str(scan.pk), "{}"),
            (Event.ATTACHMENT_READ, leila.pk, str(scan.pk), "{}"),
        ]

    def test_goes_out_as_a_download_that_no_browser_runs_or_keeps(self, scan, amina):
        response = attachment_response(scan, by=amina, about=None)
        assert response["Content-Disposition"].startswith("attachment;")
        assert response["Content-Length"] == str(len(SCAN))
        assert response["Cache-Control"] == "no-store"
        assert "sandbox" in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"
        response.file_to_stream.close()

    def test_is_known_by_its_reference(self, scan):
        assert str(scan) == f"attachment {scan.pk.hex[:8]}"
        assert "Ardita" not in repr(scan)

    def test_does_not_open_in_place_of_another(self, scan, amina):
        other = store_attachment(upload(b"other"), data_key=scan.data_key, by=amina, about=None)
        path_of(other.stored_name).write_bytes(path_of(scan.stored_name).read_bytes())
        with pytest.raises(CannotOpen):
            other.open()

    def test_whose_file_is_gone_says_so(self, scan):
        path_of(scan.stored_name).unlink()
        with pytest.raises(CannotOpen, match="Restore it from a backup"):
            scan.open()

    def test_does_not_open_when_its_key_is_destroyed(self, scan):
        DataKey.objects.filter(pk=scan.data_key_id).update(
            wrapped=b"", master=None, destroyed_at=timezone.now()
        )
        with pytest.raises(KeyDestroyed):
            Attachment.objects.get(pk=scan.pk).open()

    def test_is_deleted_with_its_file_once_that_is_certain(
        self, scan, amina, django_capture_on_commit_callbacks
    ):
        stored = path_of(scan.stored_name)
        with django_capture_on_commit_callbacks(execute=True):
            delete_attachment(scan, by=amina, about=None)
            assert stored.exists()
        assert not stored.exists()
        assert AuditEntry.objects.last().event == Event.ATTACHMENT_DELETED

    def test_larger_than_the_limit_is_refused_and_leaves_nothing(self, db, mission):
        class Endless:
            name = "film.mp4"

            def chunks(self):
                while True:
                    yield b"\0" * (1 << 20)

        with pytest.raises(FileTooLarge, match="at most 25 MB"), transaction.atomic():
            store_attachment(Endless(), data_key=DataKey.objects.make(), by=None, about=None)
        assert not any(each.is_file() for each in store_folder().rglob("*"))
        assert not Attachment.objects.exists()

    def test_of_just_the_limit_is_kept(self, db):
        kept = store_attachment(upload(b"\1" * LARGEST), data_key=DataKey.objects.make(), by=None, about=None)
        assert kept.size == LARGEST


def test_a_migration_can_read_and_write_sealed_fields(scan):
    """Its models have the fields of ours and none of our methods."""
    historical = MigrationLoader(connection).project_state().apps.get_model("guard", "Attachment")
    row = historical.objects.get(pk=scan.pk)
    assert row.file_name == "passport Ardita.pdf"
    row.file_name = "moved by a migration.pdf"
    row.save()
    seen = Attachment.objects.get(pk=scan.pk)
    assert (seen.file_name, seen.size) == ("moved by a migration.pdf", len(SCAN))


@pytest.mark.django_db
def test_an_upload_that_broke_off_is_swept_after_an_hour_and_the_doctor_says_so_if_not(scan):
    broken = store_folder() / INCOMING / "broken-off"
    broken.parent.mkdir()
    broken.write_bytes(b"")
    assert sweep_files() == 0
    os.utime(broken, (time.time() - 90_000,) * 2)
    assert any("broke off" in problem.said for problem in problems())
    os.utime(broken, (time.time() - 3_700,) * 2)
    assert not any("broke off" in problem.said for problem in problems())
    assert sweep_files() == 1
    assert not broken.exists()


@pytest.mark.django_db
def test_files_that_no_row_knows_are_swept_after_a_day(scan, amina):
    with transaction.atomic():
        lost = path_of(store_attachment(upload(), data_key=scan.data_key, by=amina, about=None).stored_name)
        transaction.set_rollback(True)
    os.utime(lost, (time.time() - 3_700,) * 2)
    assert sweep_files() == 0
    for each in (lost, path_of(scan.stored_name)):
        os.utime(each, (time.time() - 90_000,) * 2)
    assert sweep_files() == 1
    assert path_of(scan.stored_name).exists()
    assert not lost.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (r"C:\Users\amina\passport.pdf", "passport.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nb\u202e.pdf", "a b.pdf"),
        ("", "file"),
        ("x" * 500 + ".pdf", "x" * 196 + ".pdf"),
        ("جواز سفر.pdf", "جواز سفر.pdf"),
    ],
)
def test_names_are_tidied(given, kept):
    assert tidy_name(given) == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("image/jpeg", "image/jpeg"),
        ("Text/HTML; charset=utf-8", "text/html"),
        ("", "application/octet-stream"),
        ("x\r\nSet-Cookie: a", "application/octet-stream"),
    ],
)
def test_kinds_are_tidied(given, kept):
    assert tidy_type(given) == kept


# A form that takes files about people ---------------------------------------------------------------------

SEEN: dict[str, object] = {}


@sealed_uploads
def take_scan(request):
    """A view as a builder of screens writes it."""
    scan = request.FILES["scan"]
    SEEN["disk"] = on_the_disk(store_folder())
    SEEN["content"] = scan.read()
    scan.seek(0)
    SEEN["attachment"] = store_attachment(scan, data_key=DataKey.objects.make(), by=None, about=None)
    return HttpResponse("kept")


urlpatterns = [path("scan/", take_scan)]


@pytest.fixture
def visitor(db, settings, tmp_path) -> Client:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "plain")
    Path(settings.FILE_UPLOAD_TEMP_DIR).mkdir()
    client = Client(enforce_csrf_checks=True)
    client.token = _get_new_csrf_string()
    client.cookies["csrftoken"] = client.token
    return client


class TestAnUpload:
    LARGE = MARK + os.urandom(4 << 20)  # Django's own handler would write this to the disk as it is.

    def test_is_sealed_before_it_reaches_the_disk(self, visitor, tmp_path):
        posted = {"scan": upload(self.LARGE), "csrfmiddlewaretoken": visitor.token}
        assert visitor.post("/scan/", posted).content == b"kept"
        assert SEEN["content"] == self.LARGE
        assert SEEN["attachment"].open().read() == self.LARGE
        assert SEEN["attachment"].file_name == "passport Ardita.pdf"
        incoming = {each: held for each, held in SEEN["disk"].items() if each.parent.name == INCOMING}
        assert len(incoming) == 1
        assert not any(MARK in held for held in incoming.values())
        assert not list((tmp_path / "plain").iterdir())

    def test_leaves_nothing_behind_when_the_request_is_over(self, visitor):
        visitor.post("/scan/", {"scan": upload(self.LARGE), "csrfmiddlewaretoken": visitor.token})
        assert not list((store_folder() / INCOMING).iterdir())

    def test_that_is_too_large_is_refused_by_the_act(self, visitor):
        posted = {"scan": upload(b"\0" * (LARGEST + 1)), "csrfmiddlewaretoken": visitor.token}
        with pytest.raises(FileTooLarge):
            visitor.post("/scan/", posted)

    def test_from_a_forged_request_is_refused(self, visitor):
        assert visitor.post("/scan/", {"scan": upload()}).status_code == 403

    def test_that_breaks_off_leaves_nothing(self, visitor):
        whole = RequestFactory().post("/scan/", {"scan": upload(self.LARGE)})
        body = whole.body[: len(whole.body) // 2]
        answer = visitor.generic("POST", "/scan/", body, content_type=whole.headers["Content-Type"])
        assert answer.status_code in (400, 403)
        assert not list((store_folder() / INCOMING).glob("*"))
