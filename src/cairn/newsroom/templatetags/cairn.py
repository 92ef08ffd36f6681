"""What the public templates may say: thin words over reads, dates, pictures and the shell."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from cairn.mission.colours import light_palette
from cairn.mission.config import EmergencyLine, MissionConfig, load_mission
from cairn.newsroom import dates, listings, pictures, reads, shell
from cairn.newsroom.asset_build import asset_map
from cairn.newsroom.citations import STYLES
from cairn.newsroom.countries import country_in_words
from cairn.newsroom.models import (
    EventPage,
    HomePage,
    MissionImage,
    PathwayPage,
    PublicationPage,
    PublicPage,
    StoryPage,
    TopicPage,
)
from cairn.newsroom.pathways.listings import pathway_listings

register = template.Library()

ARABIC_SCRIPT = {"ar", "ckb", "fa", "ps", "ug", "ur"}
# Somewhere harmless that opens fast, in any language, and that nobody has to explain.
HARMLESS_ADDRESS = "https://www.wikipedia.org/"


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built file; its plain name while nothing has been built."""
    return f"/assets/{asset_map().get(name, name)}"


@register.simple_tag
def heading_font() -> str:
    script = "arabic" if _is_arabic_script() else "latin"
    return asset(f"heading-{script}.woff2")


@register.simple_tag
def comma() -> str:
    """What stands between a name and its place; Arabic script turns it round."""
    return "، " if _is_arabic_script() else ", "


def _is_arabic_script() -> bool:
    return (get_language() or "").split("-")[0] in ARABIC_SCRIPT


@register.simple_tag
def logo() -> str:
    """The address of the mission's own logo, empty where it has none and the cairn stands for it."""
    return next((f"/assets/{file}" for name, file in asset_map().items() if name.startswith("logo.")), "")


@register.simple_tag
def theme_colour() -> str:
    """The colour of the page's head, for the frame that a telephone draws around it."""
    look = load_mission().appearance
    return _band(look.colour, look.accent)


@lru_cache(maxsize=4)
def _band(colour: str, accent: str) -> str:
    return light_palette(colour, accent)["band"]


@register.simple_tag
def mission() -> MissionConfig:
    return load_mission()


@register.simple_tag
def mission_name() -> str:
    return load_mission().name_in(get_language() or "")


@register.simple_tag
def mission_tagline() -> str:
    return load_mission().tagline_in(get_language() or "")


@register.simple_tag
def harmless_address() -> str:
    return HARMLESS_ADDRESS


@register.filter
def label_here(line: EmergencyLine) -> str:
    return line.label_in(get_language() or "")


@register.filter
def hours_here(line: EmergencyLine) -> str:
    return line.hours_in(get_language() or "")


@register.filter
def dialled(number: str) -> str:
    """A telephone number as a link dials it."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


# The shell ------------------------------------------------------------------------------------------


@register.simple_tag
def home() -> HomePage | None:
    return shell.home_of(get_language() or "")


@register.simple_tag
def ways() -> list[shell.Way]:
    return shell.ways(get_language() or "")


@register.simple_tag
def small_ways() -> list[shell.Way]:
    shown = {way.address for way in ways()}
    return [way for way in shell.small_ways(get_language() or "") if way.address not in shown]


@register.simple_tag
def help_way() -> shell.Way | None:
    return shell.help_way(get_language() or "")


@register.filter
def leads_to(way: shell.Way, page: Any) -> bool:
    return way.leads_to(page or None)


@register.simple_tag
def versions(page: Any) -> list[shell.Version]:
    return shell.versions(page or None, get_language() or "")


@register.simple_tag
def section_address(page: PublicPage) -> str:
    """Where the list that this page belongs to stands."""
    parent = shell.section_of(page)
    return shell.address_of(parent) if parent else "/"


@register.simple_tag
def news_address() -> str:
    return shell.news_address(get_language() or "")


@register.simple_tag
def x_default(page: Any) -> str:
    """The version for readers of any other language: that in the mission's default language, if there is one."""
    version = shell.public_translations(page or None).get(load_mission().default_language)
    return shell.address_of(version) if version else ""


@register.simple_tag
def absolute(address: str) -> str:
    """An address as the public knows it."""
    return f"{load_mission().public_url}{address}"


# Reads ----------------------------------------------------------------------------------------------


@register.simple_tag
def top_stories(home: HomePage) -> list[PublicPage]:
    """The stories that editors put first, as far as they are out."""
    chosen = (shell.public(story.page) for story in home.top_stories.select_related("page"))
    return [page for page in chosen if page]


@register.simple_tag
def related(story: StoryPage) -> list[PublicPage]:
    chosen = (shell.public(row.page) for row in story.related.select_related("page"))
    return [page for page in chosen if page]


@register.simple_tag
def latest(limit: int) -> list[PublicPage]:
    return listings.latest(get_language() or "", limit)


@register.filter
def if_public(page: Page | None) -> Page | None:
    """A chosen page, if everybody may read it by now: a title can be news that is not out yet."""
    return shell.public(page)


@register.simple_tag
def coming_events(limit: int) -> list[EventPage]:
    return reads.coming_events(get_language() or "")[:limit]


@register.simple_tag
def past_events(limit: int) -> list[EventPage]:
    return reads.past_events(get_language() or "")[:limit]


@register.filter
def is_over(event: EventPage) -> bool:
    return event.is_past(reads.now())


@register.simple_tag
def topic_contents(topic: TopicPage) -> reads.TopicContents:
    return reads.topic_contents(topic)


@register.simple_tag(takes_context=True)
def listing(context: template.Context, page: PublicPage) -> listings.Listing:
    """The list that whoever renders has put into the context, else the front."""
    return context.get("listing") or listings.front_listing(page)


@register.simple_tag(takes_context=True)
def routes(context: template.Context, page: PublicPage) -> listings.Listing:
    """The list of legal routes that whoever renders has put into the context, else the whole catalogue."""
    return context.get("listing") or next(pathway_listings(page))


@register.filter
def is_overdue(page: PathwayPage) -> bool:
    """Whether a route should have been checked again before today."""
    return page.is_overdue(reads.today())


@register.filter
def country_name(code: str) -> str:
    return country_in_words(code)


@register.filter
def country_names(codes: Iterable[str]) -> str:
    """“Iraq, Sudan and Syria”, by their names in the reader's language."""
    return dates.list_in_words(sorted(map(country_in_words, codes)))


@register.simple_tag
def money(amount: Decimal, currency: str) -> str:
    return dates.money_in_words(amount, currency)


@register.simple_tag
def choices() -> listings.Choices:
    """The filters of the news in the reader's language, for pages that are not the news section."""
    index = shell.news_section(get_language() or "")
    return next(listings.news_listings(index)).choices if index else listings.Choices()


@register.simple_tag
def public_children(page: PublicPage) -> list[PublicPage]:
    return list(reads.live_pages(page.language).child_of(page).order_by("path").specific())


@register.simple_tag
def debt_notice(page: PublicPage) -> str:
    """“This page is 2 changes behind the English of 12 October 2015.”, or nothing."""
    debt = reads.translation_debt(page)
    if debt is None:
        return ""
    sentence = ngettext(
        "This page is %(count)d change behind the %(language)s of %(date)s.",
        "This page is %(count)d changes behind the %(language)s of %(date)s.",
        debt.changes,
    )
    return sentence % {
        "count": debt.changes,
        "language": tongue_name(debt.source_language),
        "date": dates.day_in_words(debt.source_date),
    }


@register.simple_tag
def citations(publication: PublicationPage) -> list[tuple[str, SafeString]]:
    return [(name, address_apart(publication.cite(style))) for style, name in STYLES.items()]


def address_apart(citation: str) -> SafeString:
    """The address in a direction of its own: its last slash would wander to the front of an Arabic line."""
    before, found, address = citation.rpartition("http")
    if not found:
        return format_html("{}", citation)
    return format_html('{}<bdi dir="ltr">{}</bdi>', before, found + address)


# Words ----------------------------------------------------------------------------------------------


@register.simple_tag
def day(value: dt.date | None) -> SafeString:
    """A day for people and for machines."""
    return _time(value, dates.day_in_words(value)) if value else SafeString("")


@register.simple_tag
def event_days(event: EventPage) -> SafeString:
    return _time(event.starts_on, dates.days_in_words(event.starts_on, event.last_day))


@register.simple_tag
def event_hours(event: EventPage) -> SafeString:
    """“12:45 to 17:00, London time”; nothing while the hours are unknown."""
    if event.starts_at is None:
        return SafeString("")
    start = _time(event.start, dates.hour_in_words(event.starts_at))
    city = dates.city_of_zone(event.time_zone)
    if event.ends_at is None:
        return format_html(_("{start}, {city} time"), start=start, city=city)
    end = _time(event.end, dates.hour_in_words(event.ends_at))
    return format_html(_("{start} to {end}, {city} time"), start=start, end=end, city=city)


@register.filter
def month(value: dt.date) -> str:
    return dates.month_alone(value)


@register.filter
def hour(value: dt.time) -> str:
    return dates.hour_in_words(value)


@register.filter
def in_days(value: dt.date) -> str:
    return dates.day_in_words(value)


@register.filter
def number(value: int) -> str:
    return dates.number_in_words(value)


@register.filter
def tongue_name(code: str) -> str:
    """A language as the reader's own language calls it."""
    return dates.language_in_words(code)


@register.filter
def tongue_names(codes: Iterable[str]) -> str:
    """“English, French and Arabic”, as the reader's own language joins them."""
    return dates.list_in_words([dates.language_in_words(code) for code in codes])


@register.filter
def file_tongues(publication: PublicationPage) -> str:
    return tongue_names(dict.fromkeys(file.language for file in publication.files.all()))


def _time(value: dt.date | dt.datetime, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@register.simple_tag
def picture(image: MissionImage, use: str, alt: str = "", eager: bool = False) -> SafeString:
    return pictures.picture_html(image, use, alt=alt, eager=eager)


@register.filter
def alt_here(image: MissionImage) -> str:
    return image.alt_in(get_language() or "") or image.default_alt_text
