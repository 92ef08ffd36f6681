"""What a page of the section says of itself to machines: schema.org, and the picture that is shown for a link to it."""

from collections.abc import Mapping
from typing import Any

from cairn.evidence.models import Release, Released
from cairn.mission.config_values import LICENCES
from cairn.newsroom.data.downloads import Download
from cairn.publish.outputs.cards import home_card_url
from cairn.publish.outputs.facts import carried, full_url
from cairn.publish.outputs.structured import in_script
from cairn.publish.outputs.structured_nodes import Node
from cairn.publish.snapshot import Snapshot


def described(context: Mapping[str, Any], snapshot: Snapshot, language: str) -> dict[str, Any]:
    """For the head of the page. Search engines are told of data that may be used, and of no withdrawn ones."""
    page, released, release = context["page"], context.get("released"), context.get("release")
    url = full_url(page.url, snapshot)
    if released:
        files = [*context["first_files"], *context["more_files"]]
        nodes = [_indicator(released, files, snapshot, language, url)]
    elif release and context.get("files"):
        nodes = [_release(release, context, snapshot, language, url)]
    elif page.below == "":
        nodes = [_section(context, snapshot, language, url)]
    else:
        nodes = []
    chart = full_url(f"/data/{released.code}/chart.{language}.png", snapshot) if released else ""
    return {
        "canonical_url": url,
        "structured_data": in_script(nodes) if nodes else "",
        "card_url": chart or home_card_url(language, snapshot),
        "card_is_chart": bool(chart),
        "card_alt": carried(page.title),
    }


def _indicator(
    released: Released, files: list[Download], snapshot: Snapshot, language: str, url: str
) -> Node:
    result, one = released.result, released.declared
    first = result.first.isoformat() if result.first else ".."
    return {
        "@type": "Dataset",
        "@id": f"{url}#dataset",
        "url": url,
        "name": carried(one.words("title", language)),
        "description": carried(f"{one.words('definition', language)} {one.words('method', language)}"),
        "identifier": one.code,
        "version": released.release.name,
        "temporalCoverage": f"{first}/{result.last.isoformat()}",
        "keywords": list(one.themes),
        "variableMeasured": carried(one.words("title", language)),
        "measurementTechnique": carried(one.words("method", language)),
        "distribution": [_download(file, snapshot) for file in files],
        "includedInDataCatalog": _section_ref(snapshot, language),
        **_ours(snapshot, language),
    }


def _release(
    release: Release, context: Mapping[str, Any], snapshot: Snapshot, language: str, url: str
) -> Node:
    told = "; ".join(f"{one.title}: {one.said}" for one in context["says"])
    return {
        "@type": "Dataset",
        "@id": f"{url}#dataset",
        "url": url,
        "name": carried(context["page"].title),
        "description": carried(told),
        "identifier": release.name,
        "version": str(release.number),
        "datePublished": context["row"].published_on.isoformat(),
        "temporalCoverage": f"../{release.cut_off.isoformat()}",
        "distribution": [_download(file, snapshot) for file in context["files"]],
        "includedInDataCatalog": _section_ref(snapshot, language),
        **_ours(snapshot, language),
    }


def _section(context: Mapping[str, Any], snapshot: Snapshot, language: str, url: str) -> Node:
    cards = [card for group in context["groups"] for card in group.cards]
    return {
        **_section_ref(snapshot, language),
        "@type": "DataCatalog",
        "url": url,
        "name": carried(f"{snapshot.mission.name_in(language)} – {context['page'].title}"),
        "description": carried(context["page"].summary),
        "dataset": [{"@id": f"{full_url(card.url, snapshot)}#dataset"} for card in cards],
        **_ours(snapshot, language),
    }


def _section_ref(snapshot: Snapshot, language: str) -> Node:
    return {"@id": f"{full_url(f'/{language}/data/', snapshot)}#catalogue"}


def _ours(snapshot: Snapshot, language: str) -> Node:
    mission = snapshot.mission
    return {
        "isAccessibleForFree": True,
        "license": LICENCES[mission.releases.licence],
        "inLanguage": language,
        "creator": {
            "@type": "Organization",
            "@id": f"{full_url('/', snapshot)}#mission",
            "name": carried(mission.name_in(language)),
        },
    }


def _download(file: Download, snapshot: Snapshot) -> Node:
    return {
        "@type": "DataDownload",
        "contentUrl": full_url(file.address, snapshot),
        "encodingFormat": file.kind,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }
