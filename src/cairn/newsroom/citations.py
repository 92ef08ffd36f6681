"""How a publication is cited, in the three styles that readers of such reports use.

Sources: Publication Manual of the APA (7th edition), Chicago Manual of Style (17th, author-date), and the
Vancouver style of the US National Library of Medicine (Citing Medicine, 2nd edition).
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cairn.newsroom.models.publications import PublicationPage

STYLES = {"apa": "APA", "chicago": "Chicago", "vancouver": "Vancouver"}


def cite(publication: "PublicationPage", style: str) -> str:
    """The citation as plain text; KeyError for a style that is not in STYLES."""
    return {"apa": _apa, "chicago": _chicago, "vancouver": _vancouver}[style](publication)


def _authors(publication: "PublicationPage") -> list[str]:
    names = [author.display_name for author in publication.authors.all()]
    return names or [name for name in [_publisher(publication)] if name]


def _where(publication: "PublicationPage") -> str:
    return f"https://doi.org/{publication.doi}" if publication.doi else publication.full_url or ""


def _publisher(publication: "PublicationPage") -> str:
    """As it is called in the language that is being written: an Arabic title stands beside an Arabic name."""
    return publication.publisher.name_in() if publication.publisher else ""


def _sentences(*parts: str) -> str:
    """Parts as sentences: each ends with one full stop, empty ones are left out."""
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)


def _joined(names: list[str], last: str) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}{last}{names[-1]}" if names else ""


def _initialed(name: str, *, dots: bool) -> str:
    """`Ahmed, Hodan Ali` as `Ahmed, H. A.` or `Ahmed HA`; names without a comma (bodies) stay as they are."""
    family, comma, given = name.partition(", ")
    if not comma:
        return name
    letters = [part[0] for part in given.split()]
    return (
        f"{family}, {' '.join(f'{letter}.' for letter in letters)}"
        if dots
        else f"{family} {''.join(letters)}"
    )


def _given_name_first(name: str) -> str:
    """`Ahmed, Hodan Ali` as `Hodan Ali Ahmed`; bodies stay as they are."""
    family, _comma, given = name.partition(", ")
    return f"{given} {family}".strip()


def _apa(publication: "PublicationPage") -> str:
    authors = [_initialed(name, dots=True) for name in _authors(publication)]
    number = f" ({publication.number})" if publication.number else ""
    # APA leaves the publisher out where it is also the author.
    publisher = _publisher(publication) if _publisher(publication) not in authors else ""
    head = (
        f"{_joined(authors, ', & ')} ({publication.published_on.year})"
        if authors
        else f"({publication.published_on.year})"
    )
    return " ".join(
        part
        for part in (_sentences(head, f"{publication.title}{number}", publisher), _where(publication))
        if part
    )


def _chicago(publication: "PublicationPage") -> str:
    place = f"{publication.publisher_place}: " if publication.publisher_place else ""
    imprint = f"{place}{_publisher(publication)}" if _publisher(publication) else ""
    first, *others = _authors(publication) or [""]
    # Only the first name is turned round, for the alphabet's sake.
    authors = [first, *(_given_name_first(name) for name in others)] if first else []
    head = _sentences(_joined(authors, ", and "), str(publication.published_on.year))
    return " ".join(
        part for part in (head, _sentences(publication.title, imprint, _where(publication))) if part
    )


def _vancouver(publication: "PublicationPage") -> str:
    authors = ", ".join(_initialed(name, dots=False) for name in _authors(publication))
    imprint = ": ".join(part for part in (publication.publisher_place, _publisher(publication)) if part)
    year = f"{imprint}; {publication.published_on.year}" if imprint else str(publication.published_on.year)
    pages = f"{publication.pages} p" if publication.pages else ""
    available = f"Available from: {_where(publication)}" if _where(publication) else ""
    text = _sentences(authors, publication.title, year, pages)
    return f"{text} {available}".strip()
