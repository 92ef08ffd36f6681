"""What may be uploaded. A file is judged by what it holds, not by its name, and before anything unpacks it."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cairn.mission.disk import Room, fullest
from cairn.newsroom.checks import pictures_of
from cairn.newsroom.documents import ensure_harmless_document
from cairn.newsroom.models import PublicPage
from cairn.newsroom.picture_headers import pixels_promised


def ensure_room() -> None:
    """Nothing new goes onto a disk that is nearly full: what is there already needs the rest."""
    if fullest().room is Room.NONE:
        raise ValidationError(
            _(
                "The disk of the mission is nearly full, so no file can be added now. Please tell an administrator."
            )
        )


class HarmlessImageField(WagtailImageField):
    """A picture whose size is read from its headers, and which then really opens."""

    def to_python(self, data):
        if data:
            ensure_room()
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

    def clean_alt(self):
        """Words that readers of a page rely on may be changed, and not taken away."""
        words = self.cleaned_data["alt"]
        before = type(self.instance).objects.filter(pk=self.instance.pk).values_list("alt", flat=True).first()
        lost = [code for code, text in (before or {}).items() if text and not words.get(code)]
        for page in self._pages_that_show_it(lost):
            raise ValidationError(
                _("“%(page)s” shows this picture in %(language)s. Please keep the text in that language.")
                % {"page": page.title, "language": page.locale.get_display_name()}
            )
        return words

    def _pages_that_show_it(self, languages: list[str]) -> Iterator[PublicPage]:
        """Live pages in these languages; asked of the pages themselves, for Wagtail's index of uses comes later."""
        number = self.instance.pk
        pages = PublicPage.objects.live().filter(locale__language_code__in=languages).select_related("locale")
        pages = pages.alias(text=Cast("body", TextField()))
        for page in pages.filter(Q(picture=number) | Q(text__contains=f'"image": {number}')):
            if any(image.pk == number for _field, image, _block in pictures_of(page)):
                yield page


class DocumentForm(BaseDocumentForm):
    """A document that is what its name says, of a size that a reader's machine can open."""

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            ensure_room()
            ensure_harmless_document(file)
        return file
