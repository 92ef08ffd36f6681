"""What catalogues read: DCAT 3 for data portals, schema.org for search engines. Addresses are as seen from the folder."""

from collections.abc import Mapping, Sequence
from typing import Any

from cairn.evidence.releases.formats.about import About, Kept
from cairn.evidence.releases.results import Result
from cairn.evidence.words import in_language

# A harvester resolves all addresses from the place where it found the file, at home or in a mirror.
HERE = "./"
DCAT_WORDS = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
LANGUAGES = "http://id.loc.gov/vocabulary/iso639-1/"


def as_dcat(said: About, results: Sequence[Result], kept: Sequence[Kept]) -> dict[str, Any]:
    """A dataset with a distribution for each of its files."""
    return {
        "@context": DCAT_WORDS,
        "@graph": [
            {
                "@id": HERE,
                "@type": "dcat:Dataset",
                "dct:identifier": said.name,
                "dct:title": _in_all(said.title),
                "dct:description": _in_all(_told(said, results)),
                "dct:publisher": {"@type": "foaf:Agent", "foaf:name": _in_all(said.mission)},
                "dct:license": _typed(said.licence_address, "dct:LicenseDocument"),
                "dct:language": [
                    _typed(f"{LANGUAGES}{each.partition('-')[0]}", "dct:LinguisticSystem")
                    for each in said.languages
                ],
                "dct:temporal": _time(results),
                "dct:provenance": {
                    "@type": "dct:ProvenanceStatement",
                    "dct:description": f"snapshot {said.snapshot}, Cairn {said.code_version}",
                },
                "dcat:contactPoint": {
                    "@type": "vcard:Kind",
                    "vcard:fn": in_language(said.mission, said.first_language),
                    "vcard:hasEmail": {"@id": f"mailto:{said.email}"},
                },
                "dcat:version": str(said.number),
                "dcat:inSeries": {
                    "@id": "../",
                    "@type": "dcat:DatasetSeries",
                    "dct:title": _in_all(said.title),
                    "dct:description": _in_all(said.title),
                },
                "dcat:keyword": [{"@value": theme, "@language": "en"} for theme in _themes(results)],
                "dcat:distribution": [{"@id": f"{one.path}#file"} for one in kept],
            },
            *(_distribution(said, one) for one in kept),
        ],
    }


def _distribution(said: About, one: Kept) -> dict[str, Any]:
    return {
        "@id": f"{one.path}#file",
        "@type": "dcat:Distribution",
        "dct:title": {"@value": one.path, "@language": "en"},
        "dcat:accessURL": _typed(HERE, "rdfs:Resource"),
        "dcat:downloadURL": _typed(one.path, "rdfs:Resource"),
        "dcat:mediaType": _typed(f"{MEDIA_TYPES}{one.media_type}", "dct:MediaType"),
        "dcat:byteSize": {"@value": str(one.size), "@type": "xsd:nonNegativeInteger"},
        "dct:license": _typed(said.licence_address, "dct:LicenseDocument"),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": _typed("spdx:checksumAlgorithm_sha256", "spdx:ChecksumAlgorithm"),
            "spdx:checksumValue": {"@value": one.sha256, "@type": "xsd:hexBinary"},
        },
    }


def as_dataset(said: About, results: Sequence[Result], kept: Sequence[Kept]) -> dict[str, Any]:
    """A Dataset as search engines know it."""
    return {
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "Dataset",
        "@id": HERE,
        "url": HERE,
        "name": _in_all(said.title),
        "description": _in_all(_told(said, results)),
        "identifier": said.name,
        "version": str(said.number),
        "isAccessibleForFree": True,
        "license": said.licence_address,
        "inLanguage": list(said.languages),
        "creator": {"@type": "Organization", "name": _in_all(said.mission)},
        "temporalCoverage": _coverage(results),
        "keywords": _themes(results),
        "variableMeasured": [
            {
                "@type": "PropertyValue",
                "name": one.indicator.words("title", said.first_language),
                "propertyID": one.indicator.code,
                "description": one.indicator.words("definition", said.first_language),
                "measurementTechnique": one.indicator.words("method", said.first_language),
            }
            for one in results
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": one.path,
                "encodingFormat": one.media_type,
                "contentSize": f"{one.size} B",
                "sha256": one.sha256,
            }
            for one in kept
        ],
    }


def _told(said: About, results: Sequence[Result]) -> Mapping[str, str]:
    """What is counted, in each language: search engines refuse a description of a few letters."""
    return {
        language: " ".join(
            f"{one.indicator.words('title', language)}: {one.indicator.words('definition', language)}"
            for one in results
        )
        for language in said.languages
    }


def _typed(address: str, kind: str) -> dict[str, str]:
    """A harvester looks nothing up, so each address says what it stands for."""
    return {"@id": address, "@type": kind}


def _in_all(words: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": text, "@language": language} for language, text in sorted(words.items()) if text]


def _themes(results: Sequence[Result]) -> list[str]:
    return sorted({theme for one in results for theme in one.indicator.themes})


def _days(results: Sequence[Result]) -> tuple[str, str]:
    """The first day of which all of it speaks, if there is one, and the last."""
    firsts = [one.first for one in results]
    first = "" if None in firsts else min(day for day in firsts if day).isoformat()
    return first, max(one.last for one in results).isoformat()


def _time(results: Sequence[Result]) -> dict[str, Any]:
    first, last = _days(results)
    said = {"@type": "dct:PeriodOfTime", "dcat:endDate": {"@value": last, "@type": "xsd:date"}}
    return said | ({"dcat:startDate": {"@value": first, "@type": "xsd:date"}} if first else {})


def _coverage(results: Sequence[Result]) -> str:
    first, last = _days(results)
    return f"{first or '..'}/{last}"
