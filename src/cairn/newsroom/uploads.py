"""What may be uploaded. A file is judged by what it holds, not by its name, and before anything unpacks it."""

import zipfile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

# A packed file may grow this many times, and to this size, when somebody opens it.
MOST_GROWTH = 100
MOST_UNPACKED = 500 * 1024 * 1024
MOST_UPLOAD = 50 * 1024 * 1024
ZIPPED = {"docx", "epub", "ods", "odt", "pptx", "xlsx", "zip"}
STARTS = {"pdf": b"%PDF-", **dict.fromkeys(ZIPPED, b"PK")}


class ImageForm(BaseImageForm):
    """A picture needs its credit and its alternative text before it enters the library."""


class DocumentForm(BaseDocumentForm):
    """A document that is what its name says, of a size that a reader's machine can open."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and hasattr(file, "name") and "file" in self.changed_data:
            ensure_harmless_document(file)
        return file


def ensure_harmless_document(file) -> None:
    """Raise ValidationError for a document that is too large, broken, or made to burst."""
    extension = file.name.rsplit(".", 1)[-1].lower()
    if file.size > MOST_UPLOAD:
        raise ValidationError(
            _("This file is larger than 50 MB. Please make it smaller, or publish it in parts.")
        )
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    if extension in STARTS and not start.startswith(STARTS[extension]):
        raise ValidationError(
            _("This file is not a %(kind)s, although its name says so. Please save it again as %(kind)s.")
            % {"kind": extension.upper()}
        )
    if extension in ZIPPED:
        _ensure_does_not_burst(file)


def _ensure_does_not_burst(file) -> None:
    try:
        with zipfile.ZipFile(file) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
            nested = any(entry.filename.lower().endswith(".zip") for entry in packed.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise ValidationError(_("This file is broken and cannot be opened. Please save it again.")) from error
    finally:
        file.seek(0)
    if unpacked > MOST_UNPACKED or unpacked > MOST_GROWTH * max(file.size, 1) or nested:
        raise ValidationError(
            _(
                "This file unpacks to far more than it seems to hold, which could stop a reader's machine. It was not kept."
            )
        )
