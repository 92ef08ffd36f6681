"""What may be uploaded. A file is judged by what it holds, not by its name, and before anything unpacks it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cairn.newsroom.documents import ensure_harmless_document
from cairn.newsroom.picture_headers import pixels_promised


class HarmlessImageField(WagtailImageField):
    """A picture whose size is read from its headers, and which then really opens."""

    def to_python(self, data):
        if data:
            self._ensure_sane_size(data)
        try:
            return super().to_python(data)
        except ValidationError:
            raise
        except Exception as error:  # Wagtail decodes it here, and leaves what decoders throw to nobody.
            raise ValidationError(
                _("This picture is broken and cannot be opened to its end. Please save it again.")
            ) from error

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
