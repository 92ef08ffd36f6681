"""Pictures at the sizes that screens ask for, so that nobody loads more than they see."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from cairn.newsroom.models.media import MissionImage


@dataclass(frozen=True, slots=True)
class Use:
    """Where a picture stands: the widths made for it, and how wide it is drawn."""

    widths: tuple[int, ...]
    sizes: str
    shape: float | None = None  # Width through height; None keeps the picture's own.


USES = {
    "cover": Use((480, 760, 1100), "(min-width: 64rem) 34rem, 92vw", 4 / 3),
    "wide": Use((480, 800, 1280, 1800), "(min-width: 80rem) 76rem, 100vw"),
    "text": Use((480, 760, 1100), "(min-width: 48rem) 42rem, 92vw"),
    "lead": Use((480, 760, 1100), "(min-width: 64rem) 40rem, 92vw", 3 / 2),
    "card": Use((320, 480, 720), "(min-width: 64rem) 22rem, (min-width: 40rem) 45vw, 92vw", 3 / 2),
    "thumb": Use((160, 320), "8rem", 1),
    "book": Use((320, 480, 640), "(min-width: 48rem) 20rem, 60vw"),
}


def picture_html(image: MissionImage, use: str, *, alt: str = "", eager: bool = False) -> SafeString:
    """An <img> with its sources; the browser waits with it until it is nearly in sight, unless eager."""
    place = USES[use]
    filters = [_filter(width, place.shape) for width in place.widths if width <= image.width * 1.2]
    made = image.get_renditions(*(filters or [_filter(image.width, place.shape)]))
    renditions = sorted({made[key].width: made[key] for key in made}.values(), key=lambda one: one.width)
    middle = renditions[len(renditions) // 2]
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" decoding="async"{}>',
        middle.url,
        ", ".join(f"{one.url} {one.width}w" for one in renditions),
        place.sizes,
        middle.width,
        middle.height,
        alt,
        SafeString(' fetchpriority="high"' if eager else ' loading="lazy"'),
    )


def _filter(width: int, shape: float | None) -> str:
    size = f"fill-{width}x{round(width / shape)}" if shape else f"width-{width}"
    return f"{size}|format-webp|webpquality-78"
