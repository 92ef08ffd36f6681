"""What a figure’s page says of itself to machines: schema.org, and the picture that is shown for a link to it."""

from typing import Any

from cairn.mission.config_values import LICENCES
from cairn.newsroom.figures.page import FigurePage, released_of
from cairn.newsroom.figures.saying import json_number
from cairn.newsroom.models import Figure
from cairn.publish.outputs.cards import home_card_url
from cairn.publish.outputs.facts import carried, full_url
from cairn.publish.outputs.structured import in_script
from cairn.publish.outputs.structured_nodes import Node
from cairn.publish.snapshot import Snapshot


def described(figure: Figure, page: FigurePage, snapshot: Snapshot) -> dict[str, Any]:
    """For the head of the page. Of a withdrawn figure search engines are told nothing."""
    url = full_url(page.url, snapshot)
    return {
        "canonical_url": url,
        "structured_data": "" if figure.is_withdrawn else in_script([_page(figure, page, snapshot, url)]),
        "card_url": home_card_url(page.language, snapshot),
        "card_alt": carried(page.title),
    }


def _page(figure: Figure, page: FigurePage, snapshot: Snapshot, url: str) -> Node:
    node: Node = {
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "name": carried(page.title),
        "description": carried(page.summary),
        "inLanguage": page.language,
        "mainEntity": _observation(figure, page.language, snapshot, url),
    }
    if figure.release:
        release = full_url(f"/{page.language}/{figure.release.address}", snapshot)
        node |= {"isBasedOn": {"@id": f"{release}#dataset"}, "license": _licence(snapshot)}
    elif figure.source_url:
        node["isBasedOn"] = figure.source_url
    return node


def _observation(figure: Figure, language: str, snapshot: Snapshot, url: str) -> Node:
    node: Node = {
        "@type": "Observation",
        "@id": f"{url}#figure",
        "name": carried(figure.phrase_in(language)),
        "value": json_number(figure.value),
        "observationDate": figure.as_of.isoformat(),
        "variableMeasured": carried(figure.counts_in(language)),
    }
    if figure.place:
        node["observationAbout"] = {"@type": "Place", "name": carried(figure.place.name_in(language))}
    released = released_of(figure)
    cell = released.result.cell(figure.cell) if released else None
    if cell and cell.low != cell.high:
        ends = {"minValue": cell.low, "maxValue": cell.high}
        node |= {end: value for end, value in ends.items() if value is not None}
    return node


def _licence(snapshot: Snapshot) -> str:
    return LICENCES[snapshot.mission.releases.licence]
