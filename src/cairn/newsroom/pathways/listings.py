"""Lists of routes that readers walk by links alone: by kind, by where people come from, by where the route leads.

A catalogue is looked through, not followed: each list stands whole on one page, its routes by kind and then by title.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wagtail.models import Page

from cairn.newsroom import reads
from cairn.newsroom.countries import country_in_words
from cairn.newsroom.listings import Choice, Choices, Listing
from cairn.newsroom.models import PathwayPage
from cairn.newsroom.shell import address_of, once

KINDS = [str(code) for code in PathwayPage.Route.values]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a filter asks of a route."""

    pk: int
    kind: str
    origins: tuple[str, ...]
    destination: str
    title: str

    def stands_under(self, choice: Choice) -> bool:
        """A route for people from anywhere stands under every country of origin."""
        match choice.by:
            case "kind":
                return self.kind == choice.code
            case "from":
                return not self.origins or choice.code.upper() in self.origins
            case _:
                return self.destination == choice.code.upper()


def pathway_listings(index: Page) -> Iterator[Listing]:
    """Every list of the catalogue, the whole of it first."""
    entries, base = _entries(index.locale.language_code), address_of(index)
    choices = _choices(entries, base)

    def listing(choice: Choice, shown: Sequence[Entry]) -> Listing:
        return Listing(
            index=index,
            address=choice.address,
            pks=tuple(entry.pk for entry in shown),
            by=choice.by,
            code=choice.code,
            label=choice.label,
            choices=choices,
            model=PathwayPage,
        )

    yield listing(Choice("", "", "", base), entries)
    for choice in (*choices.kinds, *choices.origins, *choices.destinations):
        yield listing(choice, [entry for entry in entries if entry.stands_under(choice)])


def _entries(language: str) -> list[Entry]:
    """All routes that the public may see, by kind and title; read once for all lists of a language."""
    return once(("routes", language), lambda: _read_entries(language))


def _read_entries(language: str) -> list[Entry]:
    rows = reads.pathways(language).values_list("pk", "route", "origins", "destination", "title")
    found = (Entry(pk, kind, tuple(origins), to, title) for pk, kind, origins, to, title in rows)
    return sorted(found, key=lambda entry: (KINDS.index(entry.kind), entry.title.casefold(), entry.pk))


def _choices(entries: Sequence[Entry], base: str) -> Choices:
    used = {entry.kind for entry in entries}
    kinds = (
        Choice("kind", kind, str(PathwayPage.Route(kind).label), f"{base}kind/{kind}/")
        for kind in KINDS
        if kind in used
    )
    return Choices(
        kinds=tuple(kinds),
        origins=_countries("from", {code for entry in entries for code in entry.origins}, base),
        destinations=_countries("to", {entry.destination for entry in entries}, base),
    )


def _countries(by: str, codes: set[str], base: str) -> tuple[Choice, ...]:
    found = (
        Choice(by, code.lower(), country_in_words(code), f"{base}{by}/{code.lower()}/") for code in codes
    )
    return tuple(sorted(found, key=lambda choice: choice.label.casefold()))
