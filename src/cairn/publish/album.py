"""Pictures that many pages show, read once for a whole publish with the sizes that were made of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db.models import prefetch_related_objects

from cairn.newsroom.models import MissionImage, MissionRendition, PublicPage


@dataclass
class Album:
    """The pictures of pages that were rendered so far."""

    _images: dict[int, MissionImage] = field(default_factory=dict)

    def bring_pictures(self, pages: Iterable[PublicPage]) -> None:
        """Give pages their pictures without a query for each."""
        pages = [page for page in pages if page.picture_id]
        missing = {page.picture_id for page in pages} - self._images.keys()
        if missing:
            self._images |= _with_sizes(MissionImage.objects.filter(pk__in=missing))
        for page in pages:
            page.picture = self._images[page.picture_id]


def forget_renditions(names: Iterable[str]) -> None:
    """Forget sizes of pictures whose files are lost (a backup may well leave them out); the next look makes them."""
    MissionRendition.objects.filter(file__in=list(names)).delete()
    # Another process may have removed them while this one still remembers.
    MissionRendition.cache_backend.clear()


def _with_sizes(images: Iterable[MissionImage]) -> dict[int, MissionImage]:
    images = list(images)
    prefetch_related_objects(images, "renditions")
    made = [rendition.file.name for image in images for rendition in image.renditions.all()]
    if lost := [name for name in made if not Path(settings.MEDIA_ROOT, name).exists()]:
        forget_renditions(lost)
        return _with_sizes(MissionImage.objects.filter(pk__in=[image.pk for image in images]))
    return {image.pk: image for image in images}
