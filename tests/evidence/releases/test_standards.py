"""What others check of descriptions, with what they check it with: Frictionless, the shapes of DCAT-AP, JSON-LD."""

import json
from pathlib import Path

import pytest

from cairn.evidence.releases.store import folder_of

pytestmark = [
    pytest.mark.django_db,
    # The validators lean on what their own libraries are about to lose.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
SHAPES = Path(__file__).parent / "shapes/dcat-ap-3.0.0.ttl"
PLACE = "https://www.example.org/en/data/releases/calais/1/"


@pytest.fixture
def folder(make, declare) -> Path:
    return folder_of(
        make(declare(), declare("noisy", rule="perturbed", by=("country", "speaks")), "deaths").digest
    )


@pytest.fixture
def catalogue(folder):
    from rdflib import Graph

    return Graph().parse(folder / "dcat.jsonld", format="json-ld", publicID=f"{PLACE}dcat.jsonld")


def test_the_data_package_is_valid_with_every_line_of_its_tables(folder):
    from frictionless import Package

    report = Package(str(folder / "datapackage.json")).validate()
    assert report.flatten(["title", "message"]) == []
    assert [task.name for task in report.tasks] == ["registered", "noisy", "deaths"]
    assert all(task.stats["rows"] for task in report.tasks)


@pytest.mark.parametrize(
    ("before", "after", "said"), [(b"female", b"femail", "Constraint Error"), (b"360", b"many", "Type Error")]
)
def test_a_table_that_was_tampered_with_is_not(folder, before, after, said):
    from frictionless import Package

    path = folder / "tables/registered.csv"
    path.write_bytes(path.read_bytes().replace(before, after))
    report = Package(str(folder / "datapackage.json")).validate()
    assert said in {title for (title,) in report.flatten(["title"])}


def test_the_catalogue_entry_is_what_data_portals_ask_for(catalogue):
    from pyshacl import validate

    conforms, _graph, said = validate(catalogue, shacl_graph=str(SHAPES), inference="none")
    assert conforms, said


def test_a_catalogue_entry_without_a_title_is_not(catalogue):
    from pyshacl import validate
    from rdflib import DCTERMS, URIRef

    catalogue.remove((URIRef(PLACE), DCTERMS.title, None))
    assert not validate(catalogue, shacl_graph=str(SHAPES), inference="none")[0]


def test_the_catalogue_entry_names_every_file_from_where_it_lies(catalogue, folder):
    from rdflib import DCAT

    named = {str(address).removeprefix(PLACE) for address in catalogue.objects(predicate=DCAT.downloadURL)}
    files = {one["path"] for one in json.loads((folder / "release.json").read_bytes())["files"]}
    assert named == {path for path in files if path.startswith("tables/")}


def test_the_mission_chooses_the_licence(make, declare, monkeypatch):
    from cairn.mission.config import load_mission

    monkeypatch.setenv("CAIRN_RELEASES__LICENCE", "CC-BY-3.0-IGO")
    load_mission.cache_clear()
    lies = folder_of(make("deaths").digest)
    (told,) = json.loads((lies / "datapackage.json").read_bytes())["licenses"]
    assert told == {"name": "CC-BY-3.0-IGO", "path": "https://creativecommons.org/licenses/by/3.0/igo/"}
    assert told["path"].encode() in (lies / "dcat.jsonld").read_bytes()
    assert "CC-BY-3.0-IGO" in (lies / "methods.en.md").read_text()


def test_search_engines_find_a_dataset_with_what_they_require(folder):
    told = json.loads((folder / "dataset.jsonld").read_bytes())
    assert told["@type"] == "Dataset"
    described = {each["@language"]: each["@value"] for each in told["description"]}
    assert 50 <= len(described["en"]) <= 5000, "as search engines want it"
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"
    known_on = json.loads((folder / "release.json").read_bytes())["known_on"]
    assert told["temporalCoverage"] == f"../{known_on}", "two of three leave nobody out for a day"
    assert {each["propertyID"] for each in told["variableMeasured"]} == {"registered", "noisy", "deaths"}
    assert all((folder / each["contentUrl"]).is_file() for each in told["distribution"])
