"""`/data/catalogue.jsonld`: everything that stands, as DCAT 3, for data portals to harvest.

Each release is a dataset, described in its own folder; here its description is repeated with whole addresses, so that a
portal reads one file. Each indicator is a dataset too, whose files are always the latest.
"""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urljoin

from cairn.evidence.models import Released
from cairn.evidence.releases.formats.about import Kept
from cairn.evidence.releases.formats.catalogue import DCAT_WORDS, LANGUAGES, MEDIA_TYPES
from cairn.evidence.releases.listing import FilesMissing
from cairn.evidence.releases.store import folder_of
from cairn.mission.config_values import LICENCES
from cairn.newsroom.data.downloads import latest_files
from cairn.publish.data.known import Out
from cairn.publish.snapshot import Snapshot
from cairn.publish.targets import Target, fingerprint

Node = dict[str, Any]
PATH = "data/catalogue.jsonld"


def targets(snapshot: Snapshot) -> Iterator[Target]:
    data, mission = snapshot.data, snapshot.mission
    if data.releases:
        said = (mission.names, mission.name, mission.languages, mission.releases, mission.contact.email)
        yield Target(
            path=PATH,
            fingerprint=fingerprint("catalogue", snapshot.code, snapshot.public_url, said, data.standing),
            render=partial(catalogue, snapshot),
            about="the catalogue for data portals",
        )


def catalogue(snapshot: Snapshot) -> bytes:
    content = {"@context": DCAT_WORDS, "@graph": list(_graph(snapshot))}
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _graph(snapshot: Snapshot) -> Iterator[Node]:
    data = snapshot.data
    codes = [code for code in data.codes if data.latest(code)]
    yield _catalogue(snapshot, codes)
    for out in data.standing:
        yield from _of_release(snapshot, out)
    for code in codes:
        yield from _of_indicator(snapshot, code)


def _catalogue(snapshot: Snapshot, codes: list[str]) -> Node:
    mission, data = snapshot.mission, snapshot.data
    datasets = [*(out.below for out in data.standing), *(f"{code}/" for code in codes)]
    return {
        "@id": _at(snapshot, ""),
        "@type": "dcat:Catalog",
        "dct:title": _in_all({code: mission.name_in(code) for code in mission.languages}),
        "dct:description": _in_all({code: mission.name_in(code) for code in mission.languages}),
        "dct:publisher": _mission(snapshot),
        "dct:license": _typed(LICENCES[mission.releases.licence], "dct:LicenseDocument"),
        "dct:language": [
            _typed(f"{LANGUAGES}{code.partition('-')[0]}", "dct:LinguisticSystem")
            for code in mission.languages
        ],
        "foaf:homepage": _typed(_at(snapshot, ""), "foaf:Document"),
        **({"dct:modified": _day(max(out.changed_at for out in data.releases))} if data.releases else {}),
        "dcat:dataset": [{"@id": _at(snapshot, below)} for below in datasets],
    }


def _of_release(snapshot: Snapshot, out: Out) -> Iterator[Node]:
    """As the release describes itself, with when it came out, and what came before and after it."""
    try:
        content = (folder_of(out.digest) / "dcat.jsonld").read_bytes()
    except OSError as error:
        raise FilesMissing(
            f"The files of {out.name} cannot be read.", "Put them back from a backup."
        ) from error
    base = _at(snapshot, out.below)
    for node in json.loads(content)["@graph"]:
        whole = _whole(node, base)
        yield whole | _versions(snapshot, out) if whole["@id"] == base else whole


def _versions(snapshot: Snapshot, out: Out) -> Node:
    earlier = [one for one in snapshot.data.standing if one.series == out.series and one.number < out.number]
    newest = snapshot.data.newest_of_series(out.series)
    return {
        "dct:issued": _day(out.published_at),
        "dcat:landingPage": _typed(_at(snapshot, out.below), "foaf:Document"),
        **({"dcat:prev": {"@id": _at(snapshot, earlier[0].below)}} if earlier else {}),
        **({"dcat:last": {"@id": _at(snapshot, newest.below)}} if newest else {}),
    }


def _of_indicator(snapshot: Snapshot, code: str) -> Iterator[Node]:
    out = snapshot.data.latest(code)
    assert out is not None
    one = Released.objects.get(release=out.pk, code=code).declared
    base, files = _at(snapshot, f"{code}/"), list(latest_files(out.digest, code))
    yield {
        "@id": base,
        "@type": "dcat:Dataset",
        "dct:identifier": code,
        "dct:title": _in_all(one.title),
        "dct:description": _in_all(one.definition),
        "dct:publisher": _mission(snapshot),
        "dct:modified": _day(out.published_at),
        "dct:isPartOf": {"@id": _at(snapshot, out.below)},
        "dct:license": _licence(snapshot),
        "dcat:landingPage": _typed(base, "foaf:Document"),
        "dcat:keyword": [{"@value": theme, "@language": "en"} for theme in one.themes],
        "dcat:version": out.name,
        "dcat:contactPoint": {
            "@type": "vcard:Kind",
            "vcard:fn": snapshot.mission.name_in("en"),
            "vcard:hasEmail": {"@id": f"mailto:{snapshot.mission.contact.email}"},
        },
        "dcat:distribution": [{"@id": f"{base}{name}#file"} for name, _kept in files],
    }
    for name, kept in files:
        yield _distribution(snapshot, base, name, kept)


def _distribution(snapshot: Snapshot, base: str, name: str, kept: Kept) -> Node:
    return {
        "@id": f"{base}{name}#file",
        "@type": "dcat:Distribution",
        "dct:title": {"@value": name, "@language": "en"},
        "dct:format": {
            "@type": "dct:MediaTypeOrExtent",
            "rdfs:label": PurePosixPath(name).suffix[1:].upper(),
        },
        "dct:license": _licence(snapshot),
        "dcat:accessURL": _typed(base, "rdfs:Resource"),
        "dcat:downloadURL": _typed(f"{base}{name}", "rdfs:Resource"),
        "dcat:mediaType": _typed(f"{MEDIA_TYPES}{kept.media_type}", "dct:MediaType"),
        "dcat:byteSize": {"@value": str(kept.size), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": _typed("spdx:checksumAlgorithm_sha256", "spdx:ChecksumAlgorithm"),
            "spdx:checksumValue": {"@value": kept.sha256, "@type": "xsd:hexBinary"},
        },
    }


def _whole(part: Any, base: str) -> Any:
    """The same with every address whole, as seen from where the release lies."""
    if isinstance(part, dict):
        return {
            name: urljoin(base, each) if name == "@id" else _whole(each, base) for name, each in part.items()
        }
    return [_whole(each, base) for each in part] if isinstance(part, list) else part


def _at(snapshot: Snapshot, below: str) -> str:
    return snapshot.absolute(f"/data/{below}")


def _mission(snapshot: Snapshot) -> Node:
    mission = snapshot.mission
    return {
        "@type": "foaf:Agent",
        "foaf:name": _in_all({code: mission.name_in(code) for code in mission.languages}),
    }


def _licence(snapshot: Snapshot) -> Node:
    return _typed(LICENCES[snapshot.mission.releases.licence], "dct:LicenseDocument")


def _typed(address: str, kind: str) -> Node:
    return {"@id": address, "@type": kind}


def _day(moment: Any) -> Node:
    return {"@value": moment.date().isoformat(), "@type": "xsd:date"}


def _in_all(words: Mapping[str, str]) -> list[Node]:
    return [{"@value": text, "@language": language} for language, text in sorted(words.items()) if text]
