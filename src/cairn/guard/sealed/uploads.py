"""Uploads that are sealed while they come in. Django's own handler writes larger files to the disk as they are."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from cairn.guard.keys.sealing import new_key
from cairn.guard.sealed.attachments import LARGEST
from cairn.guard.sealed.store import INCOMING, new_name, private_file, private_folder, store_folder
from cairn.guard.sealed.stream import SealingWriter, open_stream


class SealedUpload(UploadedFile):
    """An uploaded file under a key that lives in memory only, as long as the request."""

    def __init__(self, path: Path, key: bytes, *, is_too_large: bool, **more: Any) -> None:
        self._path, self.is_too_large = path, is_too_large
        super().__init__(file=open_stream(path.open("rb"), key, INCOMING), **more)

    def close(self) -> None:
        super().close()
        self._path.unlink(missing_ok=True)


class SealingUploadHandler(FileUploadHandler):
    """Keeps what comes in as sealed pieces; beyond the limit it only counts, so that a form can say so kindly."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._path = private_folder(store_folder() / INCOMING) / new_name()
        self._key, self._file = new_key(), private_file(self._path)
        self._writer = SealingWriter(self._file, self._key, INCOMING)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) <= LARGEST:
            self._writer.write(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload:
        self._writer.finish()
        self._file.close()
        return SealedUpload(
            self._path,
            self._key,
            is_too_large=file_size > LARGEST,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        if hasattr(self, "_file"):
            self._file.close()
            self._path.unlink(missing_ok=True)


def sealed_uploads(view: Callable[..., Any]) -> Callable[..., Any]:
    """For each view that takes files about people: no plain one is ever written.

    The check against forged requests reads what was posted, so it waits until the handler is in place.
    """
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def sealing(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        request.upload_handlers = [SealingUploadHandler(request)]
        return checked(request, *args, **kwargs)

    return sealing
