"""Pictures and documents. A picture without words for those who cannot see it is not a picture of ours."""

from pathlib import Path

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from cairn.newsroom.camera_traces import without_traces
from cairn.newsroom.words import Words, in_language


class MissionImage(AbstractImage):
    """A picture with its credit, and its description in each language that shows it."""

    description = models.CharField(
        _("title for colleagues"), max_length=255, blank=True, help_text=_("Helps to find the picture again.")
    )
    alt = Words(
        _("alternative text"),
        help_text=_(
            "What somebody who cannot see the picture should know. Needed in each language whose pages show it."
        ),
    )
    credit = models.CharField(
        _("credit"),
        max_length=200,
        help_text=_("Who made it, and under which licence, as it should be printed."),
    )

    admin_form_fields = (
        "title",
        "file",
        "alt",
        "credit",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def default_alt_text(self) -> str:
        return in_language(self.alt)

    def _set_image_file_metadata(self) -> None:
        """Wagtail's own moment for a new file; what the camera noted about place and time ends here."""
        self.file.open()
        content = self.file.read()
        if (clean := without_traces(content)) != content:
            if self.file._committed:
                self.file.storage.delete(self.file.name)
            name = Path(self.file.name).name
            self.file.save(name, ContentFile(clean, name), save=False)
        super()._set_image_file_metadata()

    def alt_in(self, language: str) -> str:
        """The description in exactly this language; empty if nobody has written it."""
        return (self.alt or {}).get(language, "")


class MissionRendition(AbstractRendition):
    """A picture at one size and format."""

    image = models.ForeignKey(MissionImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"),
                name="one_rendition_per_picture_and_filter",
            )
        ]


class MissionDocument(AbstractDocument):
    """A file to take away."""

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
