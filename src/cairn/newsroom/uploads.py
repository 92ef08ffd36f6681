"""What may be uploaded. A file is judged by what it holds, not by its name, and before anything unpacks it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cairn.newsroom.documents import ensure_harmless_document
from cairn.newsroom.picture_headers import pixels_promised


class HarmlessImageField(WagtailImageField):
    """A picture whose size is read from its first bytes, and which then really opens."""

    def to_python(self, data):
        if data:
            self._ensure_sane_size(data)
        file = super().to_python(data)
        if file is not None:
            self._ensure_opens(file)
        return file

    def _ensure_sane_size(self, file) -> None:
        """Refuse before anything decodes it: a few kilobytes can promise gigabytes of pixels."""
        if file.size > self.max_upload_size:
            raise ValidationError(
                _("This file is larger than %(size)s. Please save the picture smaller.")
                % {"size": self.max_upload_size_text}
            )
        file.seek(0)
        pixels = pixels_promised(file, enough=self.max_image_pixels)
        file.seek(0)
        if pixels > self.max_image_pixels:
            raise ValidationError(
                _(
                    "This picture has more than %(most)d million pixels. "
                    "Please save it smaller: 2,400 pixels across are plenty."
                )
                % {"most": self.max_image_pixels // 1_000_000}
            )

    def _ensure_opens(self, file) -> None:
        file.seek(0)
        try:
            with Image.open(file) as picture:
                # Photographs are looked through at an eighth of their size, which needs little memory.
                picture.draft("RGB", (picture.width // 8, picture.height // 8))
                picture.load()
        except Exception as error:
            raise ValidationError(
                _("This picture is broken and cannot be opened to its end. Please save it again.")
            ) from error
        finally:
            file.seek(0)


class ImageForm(BaseImageForm):
    """A picture needs its credit and its alternative text before it enters the library."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if plain := self.fields.get("file"):
            self.fields["file"] = HarmlessImageField(
                label=plain.label, required=plain.required, widget=plain.widget
            )


class DocumentForm(BaseDocumentForm):
    """A document that is what its name says, of a size that a reader's machine can open."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            ensure_harmless_document(file)
        return file
