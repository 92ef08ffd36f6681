"""The code by which a case remembers a route."""

from typing import TYPE_CHECKING

from django.utils.text import slugify

if TYPE_CHECKING:
    from cairn.newsroom.models import PathwayPage


def free_code(page: "PathwayPage") -> str:
    """The page's first address, with a number behind it where another route was called so before."""
    wanted = page.slug or slugify(page.title, allow_unicode=True) or str(page.translation_key)
    others = type(page).objects.exclude(translation_key=page.translation_key)
    taken = set(others.filter(code__startswith=wanted).values_list("code", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(code for code in numbered if code not in taken)
