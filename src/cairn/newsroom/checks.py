"""What a page owes its readers before it goes out. Checked in the editor, and again at the moment of publishing.

Each check answers with the field it is about and a sentence that says what to do. Nothing here asks the
database for more than the page's own pictures and figures.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from cairn.newsroom.models.media import MissionImage
    from cairn.newsroom.models.page import PublicPage

# A window title or an address in a shared browser's history can endanger the person who read the page.
# Stems, so that inflected forms are found as well.
TELLING_WORDS = {
    "en": (
        "abus",
        "asylum",
        "deport",
        "exploit",
        "rape",
        "slave",
        "smuggl",
        "traffick",
        "undocumented",
        "victim",
        "violen",
    ),
    "fr": (
        "abus",
        "asile",
        "clandestin",
        "esclav",
        "exploit",
        "expuls",
        "passeur",
        "sans-papiers",
        "traite",
        "viol",
        "victim",
    ),
    "ar": ("اتجار", "إتجار", "اغتصاب", "استغلال", "تهريب", "ترحيل", "ضحايا", "ضحية", "عنف", "لجوء"),
}

# Addresses below a home page at which the site itself puts something, and how deep in the tree its pages stand.
TAKEN = frozenset({"data", "figures", "search"})
BELOW_HOME = 3


class Reason(NamedTuple):
    """Why a page may not go out yet: the field at fault, the block of the text where it is one, and what to do."""

    field: str
    message: str
    block: int | None = None


class PublishRefused(ValidationError):
    """A page was asked to go out before it may; the messages say what is missing, field by field."""

    def __init__(self, page: "PublicPage", reasons: list[Reason]) -> None:
        by_field: dict[str, list[str]] = {}
        for reason in reasons:
            by_field.setdefault(reason.field, []).append(reason.message)
        super().__init__(by_field)
        self.page = page


def ensure_fit_to_publish(page: "PublicPage") -> None:
    """Raise PublishRefused with every reason at once, so that an editor mends them in one go."""
    reasons = list(reasons_not_to_publish(page))
    if reasons:
        raise PublishRefused(page, reasons)


def reasons_not_to_publish(page: "PublicPage") -> Iterator[Reason]:
    """Every reason for which this page, as it stands in memory, may not be published."""
    if not page.summary.strip():
        yield Reason("summary", _("Please write a summary: lists, feeds and search results show it."))
    if page.depth == BELOW_HOME and page.slug in TAKEN:
        yield Reason(
            "slug",
            _("“%(slug)s” is an address of the site itself. Please choose another one.")
            % {"slug": page.slug},
        )
    yield from _pictures_without_words(page)
    yield from _withdrawn_figures(page)
    yield from _withdrawn_charts(page)
    yield from page.reasons_of_its_type()
    if page.is_sensitive:
        yield from _dangers_on_a_sensitive_page(page)


def _pictures_without_words(page: "PublicPage") -> Iterator[Reason]:
    for field, image, block in pictures_of(page):
        if not image.alt_in(page.locale.language_code).strip():
            yield Reason(
                field,
                _(
                    "The picture “%(title)s” has no alternative text in this page's language (%(language)s). "
                    "Please add it to the picture."
                )
                % {"title": image.title, "language": page.locale.get_display_name()},
                block,
            )
        if not image.credit.strip():
            yield Reason(
                field,
                _("The picture “%(title)s” has no credit. Please add it to the picture.")
                % {"title": image.title},
                block,
            )


def pictures_of(page: "PublicPage") -> Iterator[tuple[str, "MissionImage", int | None]]:
    """Every picture that the page shows: the field, the picture, and its block if it stands in the text."""
    if page.picture:
        yield "picture", page.picture, None
    for number, block in enumerate(page.body):
        if block.block_type == "picture" and block.value["image"]:
            yield "body", block.value["image"], number


def _withdrawn_figures(page: "PublicPage") -> Iterator[Reason]:
    """Who sends a page out answers for each of its numbers, and nobody answers for one that was withdrawn."""
    from cairn.newsroom.models.figures import Figure

    shown = list(figures_of(page))
    withdrawn = Figure.objects.withdrawn().in_bulk({number for _block, number in shown}) if shown else {}
    for block, number in dict.fromkeys(shown):
        if number in withdrawn:
            yield Reason(
                "body",
                _(
                    "The figure “%(figure)s” comes from %(release)s, which was withdrawn. "
                    "Please choose another figure, or take it out."
                )
                % {"figure": withdrawn[number], "release": withdrawn[number].release},
                block,
            )


def _withdrawn_charts(page: "PublicPage") -> Iterator[Reason]:
    for place, block in enumerate(page.body):
        if block.block_type == "chart" and block.value and block.value.is_withdrawn:
            yield Reason(
                "body",
                _(
                    "The chart “%(chart)s” comes from a release that was withdrawn. "
                    "Please choose another chart, or take it out."
                )
                % {"chart": block.value},
                place,
            )


def figures_of(page: "PublicPage") -> Iterator[tuple[int, int]]:
    """Every figure that the page shows, by its number, with the block in which it stands."""
    from cairn.newsroom.figures.rich_text import figures_in

    for place, block in enumerate(page.body):
        match block.block_type:
            case "figures":
                yield from ((place, figure.pk) for figure in block.value["figures"] if figure)
            case "paragraph" | "callout":
                yield from ((place, number) for number in figures_in(block.value.source))


def _dangers_on_a_sensitive_page(page: "PublicPage") -> Iterator[Reason]:
    for number, block in enumerate(page.body):
        if block.block_type == "embed":
            yield Reason(
                "body",
                _(
                    "A sensitive page may not embed anything from elsewhere. "
                    "Please remove it, or link to it in the text."
                ),
                number,
            )
    if page.picture:
        yield Reason(
            "picture", _("A sensitive page has no card on social networks. Please remove its picture.")
        )
    for field in ("title", "seo_title", "slug"):
        if word := telling_word(getattr(page, field) or ""):
            yield Reason(
                field,
                _(
                    "“%(word)s” would stay in the browser's history for others to see. "
                    "Please choose a neutral wording, such as “Help and contacts”."
                )
                % {"word": word},
            )


# "And", "for", "with", "the" grow together with the Arabic word that follows them.
ARABIC_BEGINNINGS = "[وف]?(?:لل|[بكل]?ال|[بكل])?"


def telling_word(text: str) -> str:
    """The first word of `text` that would tell a bystander what the page is about; empty if there is none.

    Words of every language are looked for on every page: titles borrow from each other.
    """
    stems = "|".join(re.escape(stem) for stems in TELLING_WORDS.values() for stem in stems)
    # A word begins after anything that is no letter; the hyphens of an address part words as well.
    found = re.search(rf"(?<!\w){ARABIC_BEGINNINGS}(?:{stems})\w*", text.lower())
    return found.group() if found else ""
