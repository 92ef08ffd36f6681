"""The own pages of figures, in every language, and each figure for machines."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from types import SimpleNamespace
from typing import Any

from cairn.evidence.models import Released
from cairn.newsroom.figures.page import figure_context, figure_json
from cairn.newsroom.models import Figure
from cairn.publish.outputs.structured_figures import described
from cairn.publish.render import Renderer
from cairn.publish.snapshot import Card, Snapshot
from cairn.publish.targets import Target, fingerprint, page_file
from cairn.publish.things import Things

TEMPLATE = "newsroom/figure_page.html"


@dataclass
class FigurePages:
    """The targets of all figures of one snapshot; a handful of queries for all of them."""

    snapshot: Snapshot
    renderer: Renderer
    _things: Things = field(default_factory=Things)

    def pages(self, language: str, frame: str) -> Iterator[Target]:
        for figure in self._figures:
            address = figure.address(language)
            named = [
                (card.title, card.address) for card in self._uses[figure.pk] if card.language == language
            ]
            yield Target(
                path=page_file(address),
                fingerprint=fingerprint("figure", frame, address, self._known(figure), named),
                render=partial(self._page, figure.pk, language, named),
                about=f"the figure {address}",
            )

    def data(self) -> Iterator[Target]:
        for figure in self._figures:
            known = (
                self.snapshot.code,
                self.snapshot.public_url,
                self.snapshot.languages,
                self._known(figure),
            )
            yield Target(
                path=f"figures/{figure.code}.json",
                fingerprint=fingerprint("figure as data", self.snapshot.mission.name, known),
                render=partial(_json, figure.pk),
                about=f"the figure {figure.code} as data",
            )

    def _page(self, pk: int, language: str, named: list[tuple[str, str]]) -> bytes:
        figure = Figure.objects.get(pk=pk)
        uses = [SimpleNamespace(title=title, url=address) for title, address in named]
        context = figure_context(figure, language, uses)
        context |= described(figure, context["page"], self.snapshot)
        return self.renderer.template(TEMPLATE, figure.address(language), language, **context)

    def _known(self, figure: Figure) -> object:
        """The figure with its release, what every release says of its indicator, and the names of its places."""
        places = [term.digest for code, term in self.snapshot.places.items() if code in figure.cell]
        own = self._things.digest((Figure, str(figure.pk)))
        return own, self._released.get(figure.indicator, []), places

    @cached_property
    def _figures(self) -> list[Figure]:
        return list(Figure.objects.filter(pk__in=list(self._uses)).order_by("code"))

    @cached_property
    def _uses(self) -> dict[int, tuple[Card, ...]]:
        return {figure.pk: figure.uses for figure in self.snapshot.figures}

    @cached_property
    def _released(self) -> dict[str, list[Any]]:
        codes = {figure.indicator for figure in self._figures if figure.indicator}
        rows = Released.objects.out().filter(code__in=codes).order_by("release__published_at", "pk")
        found: dict[str, list[Any]] = defaultdict(list)
        columns = ("release__series__code", "release__number", "release__state", "digest")
        for code, *known in rows.values_list("code", *columns):
            found[code].append(known)
        return found


def page_paths(snapshot: Snapshot) -> frozenset[str]:
    """Where the pages lie, for the search index."""
    return frozenset(page_file(one.address(code)) for code in snapshot.spoken for one in snapshot.figures)


def _json(pk: int) -> bytes:
    told = figure_json(Figure.objects.get(pk=pk))
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
