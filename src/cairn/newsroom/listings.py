"""Lists that readers walk through by links alone: by kind, theme, place, year and month, newest first.

Pages of a list are numbered from the oldest: what a new story changes is the front of each list it belongs to, and
never the hundreds of pages behind, whose addresses therefore can be kept and cited.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cairn.newsroom import reads
from cairn.newsroom.dates import month_in_words
from cairn.newsroom.models import (
    KIND_LABELS,
    EventPage,
    Place,
    PublicationPage,
    PublicPage,
    Theme,
)
from cairn.newsroom.shell import address_of, once

SIZE = 15


@dataclass(frozen=True, slots=True)
class Entry:
    """What a filter asks of a page."""

    pk: int
    date: dt.date
    kind: str
    themes: frozenset[str]
    places: frozenset[str]

    @property
    def filters(self) -> Iterator[tuple[str, str]]:
        """Each filter that shows it, as `by` and `code` of a choice."""
        yield "kind", self.kind
        yield from (("theme", code) for code in self.themes)
        yield from (("place", code) for code in self.places)
        yield "year", str(self.date.year)
        yield "month", f"{self.date.year}/{self.date.month:02}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter that a reader may follow."""

    by: str
    code: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Choices:
    """All filters of a list; only those that lead to something."""

    kinds: tuple[Choice, ...] = ()
    themes: tuple[Choice, ...] = ()
    places: tuple[Choice, ...] = ()
    years: tuple[Choice, ...] = ()
    months: tuple[tuple[Choice, tuple[Choice, ...]], ...] = ()  # Each year with its months.
    # Of legal routes: where people come from, and where the route leads.
    origins: tuple[Choice, ...] = ()
    destinations: tuple[Choice, ...] = ()


# Numbered pages name no filters: a story in a new month must not change them all.
NO_CHOICES = Choices()


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One static list page. `number` is 0 on the front, which holds the newest."""

    index: Page
    address: str
    pks: tuple[int, ...]
    by: str = ""
    code: str = ""
    label: str = ""
    number: int = 0
    newer: str = ""
    older: str = ""
    choices: Choices = NO_CHOICES
    model: type[PublicPage] = PublicPage
    days: dict[int, dt.date] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def pages(self) -> list[PublicPage]:
        """The pages in order, with what a row shows of them; asked for only when drawn."""
        return pages_of(self.pks, self.model, self.days)


def pages_of(
    pks: Sequence[int], model: type[PublicPage] = PublicPage, days: dict[int, dt.date] | None = None
) -> list[PublicPage]:
    """Pages in the given order; `shown_on` is the day a list says, which some types keep in their own table."""
    rows = model.objects.filter(pk__in=pks).select_related("locale", "picture")
    found = {page.pk: page for page in rows.prefetch_related("picture__renditions")}
    for pk, page in found.items():
        page.shown_on = (days or {}).get(pk) or page.date
    return [found[pk] for pk in pks if pk in found]


def latest(language: str, limit: int) -> list[PublicPage]:
    """The newest across all kinds, in the order of the news section."""
    entries = _entries(language)[:limit]
    return pages_of([entry.pk for entry in entries], days={entry.pk: entry.date for entry in entries})


def news_listings(index: Page) -> Iterator[Listing]:
    """Every list page of the news section, fronts first within each filter."""
    entries = _entries(index.locale.language_code)
    choices = _choices(entries, address_of(index))
    whole = List(index, choices=choices, days={entry.pk: entry.date for entry in entries})
    yield from _pieces(whole, [entry.pk for entry in entries])
    months = tuple(month for _year, group in choices.months for month in group)
    shown = _by_filter(entries)
    for choice in (*choices.kinds, *choices.themes, *choices.places, *choices.years, *months):
        yield from _pieces(replace(whole, choice=choice), shown[choice.by, choice.code])


def _by_filter(entries: Sequence[Entry]) -> dict[tuple[str, str], list[int]]:
    """The pages that each filter shows, in order; one walk, because a large archive has many filters."""
    shown: dict[tuple[str, str], list[int]] = defaultdict(list)
    for entry in entries:
        for chosen in entry.filters:
            shown[chosen].append(entry.pk)
    return shown


def news_listing(index: Page, *, by: str = "", code: str = "", number: int = 0) -> Listing | None:
    """One list page of the news, or None where there is none."""
    wanted = (by, code, number)
    return next((one for one in news_listings(index) if (one.by, one.code, one.number) == wanted), None)


def event_listings(index: Page) -> Iterator[Listing]:
    """What is to come, the next one first; and what is past, the latest first."""
    language = index.locale.language_code
    coming = tuple(event.pk for event in reads.coming_events(language))
    yield Listing(index=index, address=address_of(index), pks=coming, model=EventPage)
    choice = Choice("past", "past", _("Past events"), f"{address_of(index)}past/")
    past = [event.pk for event in reads.past_events(language)]
    yield from _pieces(List(index, choice=choice, model=EventPage), past)


def publication_listings(index: Page) -> Iterator[Listing]:
    """All publications, the newest first."""
    pks = [entry.pk for entry in _entries(index.locale.language_code) if entry.kind == "publication"]
    yield from _pieces(List(index, model=PublicationPage), pks)


def front_listing(index: Page) -> Listing:
    """What an index shows at its own address; previews in the workspace show no other."""
    makers: dict[str, Callable[[Page], Iterator[Listing]]] = {
        "NewsIndexPage": news_listings,
        "EventIndexPage": event_listings,
        "PublicationIndexPage": publication_listings,
    }
    return next(makers[index.specific_class.__name__](index))


def _entries(language: str) -> list[Entry]:
    """Everything that lists may show, the newest first."""
    return once(("entries", language), lambda: _read_entries(language))


def _read_entries(language: str) -> list[Entry]:
    rows = reads.public_pages().filter(locale__language_code=language, kind__in=reads.LISTED_KINDS)
    themes = _codes(PublicPage.themes.through, "theme__code")
    places = _codes(PublicPage.places.through, "place__code")
    own_days = dict(PublicationPage.objects.filter(dated=None).values_list("pk", "published_on"))
    event_days = dict(EventPage.objects.filter(dated=None).values_list("pk", "starts_on"))
    entries = []
    for pk, dated, first, kind in rows.values_list("pk", "dated", "first_published_at", "kind"):
        shown = dated or own_days.get(pk) or (timezone.localdate(first) if first else event_days.get(pk))
        entries.append(
            Entry(
                pk, shown or reads.today(), kind, frozenset(themes.get(pk, ())), frozenset(places.get(pk, ()))
            )
        )
    return sorted(entries, key=lambda entry: (entry.date, entry.pk), reverse=True)


def _codes(through: type, field_name: str) -> dict[int, list[str]]:
    codes: dict[int, list[str]] = {}
    for pk, code in through.objects.values_list("publicpage_id", field_name):
        codes.setdefault(pk, []).append(code)
    return codes


def _choices(entries: Sequence[Entry], base: str) -> Choices:
    themes = {theme.code: theme.name_in() for theme in Theme.objects.all()}
    places = {place.code: place.name_in() for place in Place.objects.all()}
    kinds_used = {entry.kind for entry in entries}
    themes_used = {code for entry in entries for code in entry.themes}
    places_used = {code for entry in entries for code in entry.places}
    years = [
        Choice("year", str(year), str(year), f"{base}year/{year}/")
        for year in sorted({entry.date.year for entry in entries}, reverse=True)
    ]
    return Choices(
        kinds=tuple(
            Choice("kind", code, str(label), f"{base}kind/{code}/")
            for code, label in KIND_LABELS.items()
            if code in kinds_used
        ),
        themes=_named("theme", themes, themes_used, base),
        places=_named("place", places, places_used, base),
        years=tuple(years),
        months=tuple((year, _months(entries, int(year.code), base)) for year in years),
    )


def _named(by: str, names: dict[str, str], used: set[str], base: str) -> tuple[Choice, ...]:
    found = [Choice(by, code, name, f"{base}{by}/{code}/") for code, name in names.items() if code in used]
    return tuple(sorted(found, key=lambda choice: choice.label.casefold()))


def _months(entries: Sequence[Entry], year: int, base: str) -> tuple[Choice, ...]:
    months = sorted({entry.date.month for entry in entries if entry.date.year == year}, reverse=True)
    return tuple(
        Choice(
            "month",
            f"{year}/{month:02}",
            month_in_words(dt.date(year, month, 1)),
            f"{base}{year}/{month:02}/",
        )
        for month in months
    )


@dataclass(frozen=True, slots=True)
class List:
    """What all pages of one list share."""

    index: Page
    choice: Choice | None = None
    choices: Choices = NO_CHOICES
    model: type[PublicPage] = PublicPage
    days: dict[int, dt.date] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return self.choice.address if self.choice else address_of(self.index)


def _pieces(whole: List, pks: Sequence[int]) -> Iterator[Listing]:
    """The front with up to twice SIZE, then numbered pages of exactly SIZE, 1 being the oldest."""
    behind = max(len(pks) // SIZE - 1, 0)
    front = len(pks) - behind * SIZE
    yield _piece(whole, tuple(pks[:front]), 0, behind)
    for number in range(behind, 0, -1):
        start = front + (behind - number) * SIZE
        yield _piece(whole, tuple(pks[start : start + SIZE]), number, behind)


def _piece(whole: List, pks: tuple[int, ...], number: int, behind: int) -> Listing:
    def address(of: int) -> str:
        return f"{whole.base}page/{of}/" if of else whole.base

    older = number - 1 if number else behind
    newer = number + 1 if number < behind else 0
    return Listing(
        index=whole.index,
        address=address(number),
        pks=pks,
        by=whole.choice.by if whole.choice else "",
        code=whole.choice.code if whole.choice else "",
        label=whole.choice.label if whole.choice else "",
        number=number,
        newer=address(newer) if number else "",
        older=address(older) if older else "",
        choices=NO_CHOICES if number else whole.choices,
        model=whole.model,
        days=whole.days,
    )
