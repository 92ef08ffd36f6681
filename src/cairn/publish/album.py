"""Pictures and list rows that many pages show, read once for a whole publish."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db.models import prefetch_related_objects

from cairn.newsroom.listings import Listing
from cairn.newsroom.models import MissionImage, MissionRendition, PublicPage

# A row of a list shows none of these, and they are the larger half of a page.
NOT_IN_A_ROW = ("body", "covers", "says")


@dataclass
class Album:
    """What was read so far: each picture with its sizes, and each page as lists show it.

    A story stands in half a dozen lists (its year, its month, its theme, …); each list would read it again.
    """

    _images: dict[int, MissionImage] = field(default_factory=dict)
    _rows: dict[tuple[type, int], PublicPage] = field(default_factory=dict)

    def bring_rows(self, listing: Listing) -> None:
        """Give a list its pages, in its order and with the days that it says."""
        model = listing.model
        missing = [pk for pk in listing.pks if (model, pk) not in self._rows]
        for page in model.objects.filter(pk__in=missing).select_related("locale").defer(*NOT_IN_A_ROW):
            self._rows[model, page.pk] = page
        pages = [self._rows[model, pk] for pk in listing.pks if (model, pk) in self._rows]
        self.bring_pictures(pages)
        for page in pages:
            page.shown_on = listing.days.get(page.pk) or page.date
        vars(listing)["pages"] = pages  # What its cached property would read for this one list alone.

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
