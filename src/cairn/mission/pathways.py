"""The legal routes that this mission tells of, as its programmes may ask for them.

Whoever keeps the catalogue registers how it is read; whoever advises somebody asks here. A case keeps the code of a
route and nothing public, and the catalogue never hears who asked.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document that a route asks for."""

    code: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One legal route, by the code that lasts; words by language. No countries of origin mean: any."""

    code: str
    kind: str
    titles: Mapping[str, str]
    destination: str
    origins: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    review_by: date | None = None

    def is_open_to(self, country: str) -> bool:
        return not self.origins or country in self.origins


Read = Callable[[], Iterable[Route]]
_readers: dict[str, Read] = {}


def register_routes(name: str, read: Read) -> None:
    """Say how a catalogue is read; the same name takes the place of itself."""
    _readers[name] = read


def routes() -> dict[str, Route]:
    """Every route that the public may read about now, by its code."""
    return {route.code: route for read in _readers.values() for route in read()}
