"""What programmes may know of the catalogue: codes, titles and documents of the routes that are out."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from cairn.mission.config import load_mission
from cairn.mission.pathways import Paper as OfferedPaper
from cairn.mission.pathways import Route
from cairn.newsroom import reads
from cairn.newsroom.models import Paper, PathwayPage

# Documents of one route by the key that is theirs in every language, in the order of the page.
Papers = dict[str, dict[UUID, dict[str, str]]]


def offered_routes() -> Iterator[Route]:
    """One for each code, with its words in every language that has it."""
    versions: dict[str, list[PathwayPage]] = defaultdict(list)
    for language in load_mission().languages:
        for page in reads.pathways(language).select_related("locale").defer("body", "says", "covers"):
            versions[page.code].append(page)
    papers = _papers({page.pk: page.code for pages in versions.values() for page in pages})
    for code, pages in versions.items():
        yield Route(
            code=code,
            kind=pages[0].route,
            titles={page.language: page.title for page in pages},
            destination=pages[0].destination,
            origins=tuple(pages[0].origins),
            papers=tuple(
                OfferedPaper(code=key.hex, names=names) for key, names in papers.get(code, {}).items()
            ),
            review_by=pages[0].review_by,
        )


def _papers(codes: dict[int, str]) -> Papers:
    found: Papers = {}
    rows = Paper.objects.filter(route__in=codes).select_related("locale").order_by("sort_order", "pk")
    for paper in rows:
        names = found.setdefault(codes[paper.route_id], {}).setdefault(paper.translation_key, {})
        names[paper.locale.language_code] = paper.name
    return found
