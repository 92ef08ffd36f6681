"""Portals, search engines and feed readers meet the same releases as people do."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from cairn.evidence.releases.files import RELEASE
from cairn.evidence.releases.store import folder_of
from cairn.mission.config import load_mission
from cairn.publish.shelf import Shelf

pytestmark = [
    pytest.mark.sqlite_suffices,
    pytest.mark.django_db,
    # The validators lean on what their own libraries are about to lose.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
SHAPES = Path(__file__).parents[2] / "evidence/releases/shapes/dcat-ap-3.0.0.ttl"


@pytest.fixture
def graph(second, publish, site):
    """The catalogue after two releases, as a portal reads it."""
    from rdflib import Graph

    second()
    publish()
    return Graph().parse(site.folder / "current/data/catalogue.jsonld", format="json-ld")


def at(below: str) -> str:
    return f"{str(load_mission().public_url).rstrip('/')}/data/{below}"


def conforms(graph) -> tuple[bool, str]:
    from pyshacl import validate

    answer, _graph, said = validate(graph, shacl_graph=str(SHAPES), inference="none")
    return answer, said


def test_the_catalogue_is_what_data_portals_ask_for(graph):
    answer, said = conforms(graph)
    assert answer, said


@pytest.mark.parametrize("below", ["", "deaths/", "releases/calais/1/"])
def test_a_catalogue_in_which_something_has_no_title_is_not(graph, below):
    from rdflib import DCTERMS, URIRef

    assert list(graph.objects(URIRef(at(below)), DCTERMS.title)), "there is one to take away"
    graph.remove((URIRef(at(below)), DCTERMS.title, None))
    assert not conforms(graph)[0]


def test_the_catalogue_names_every_indicator_and_release_and_files_that_are_there(graph, site):
    from rdflib import DCAT, URIRef

    named = {str(one).removeprefix(at("")) for one in graph.objects(URIRef(at("")), DCAT.dataset)}
    assert named == {"deaths/", "registered/", "releases/calais/1/", "releases/calais/2/"}
    current = site.folder / "current"
    files = [str(one).removeprefix(at("")) for one in graph.objects(predicate=DCAT.downloadURL)]
    assert len(files) > 40
    assert all((current / "data" / file).is_file() for file in files)
    for address in graph.objects(predicate=DCAT.landingPage):
        assert (current / "data" / str(address).removeprefix(at("")) / "index.html").is_file()


def test_what_is_withdrawn_is_in_no_catalogue(second, withdraw, publish, site):
    withdraw(second())
    publish()
    told = (site.folder / "current/data/catalogue.jsonld").read_text()
    assert "calais/1/" in told
    assert "calais/2/" not in told


def test_search_engines_are_told_of_a_dataset_with_its_files(first, publish, page):
    publish()
    (node,) = _structured(page("/en/data/deaths/"))
    assert node["@type"] == "Dataset"
    assert (node["identifier"], node["version"]) == ("deaths", "calais-1")
    assert node["name"] == "Deaths on the way"
    assert 50 <= len(node["description"]) <= 5000 or node["description"]
    assert {one["contentUrl"] for one in node["distribution"]} >= {at("deaths/latest.csv")}
    assert node["license"] == "https://creativecommons.org/licenses/by/4.0/"
    (release,) = _structured(page("/fr/data/releases/calais/1/"))
    assert release["inLanguage"] == "fr"
    digests = {one["contentUrl"]: one["sha256"] for one in release["distribution"]}
    assert digests[at(f"releases/calais/1/{RELEASE}")] == first.digest
    (section,) = _structured(page("/en/data/"))
    assert (section["@type"], len(section["dataset"])) == ("DataCatalog", 2)


def test_search_engines_are_told_nothing_of_what_was_withdrawn(first, withdraw, publish, page):
    withdraw(first)
    publish()
    assert "application/ld+json" not in page("/en/data/releases/calais/1/")
    assert "application/ld+json" not in page("/en/data/deaths/")


def test_a_link_to_an_indicator_is_shown_with_its_chart(first, publish, page, site):
    publish()
    assert f'<meta property="og:image" content="{at("deaths/chart.en.png")}">' in page("/en/data/deaths/")
    picture = (site.folder / "current/data/deaths/chart.en.png").read_bytes()
    assert picture.startswith(b"\x89PNG")


def test_a_feed_follows_what_comes_out_and_what_is_withdrawn(second, withdraw, publish, site):
    release = second()
    publish()
    feed = site.folder / "current/en/data/releases/feed.json"
    items = json.loads(feed.read_bytes())["items"]
    assert [item["title"] for item in items] == ["Calais, release 2", "Calais, release 1"]
    assert "Three more were found at the port." in items[0]["content_text"]
    withdraw(release)
    publish()
    after = json.loads(feed.read_bytes())["items"]
    assert after[0]["title"] == "Withdrawn: Calais, release 2"
    assert after[0]["content_text"] == "A family was counted twice."
    assert after[0]["id"] == items[0]["id"], "the same entry, said otherwise"
    assert after[0]["date_modified"] > items[0]["date_modified"]
    atom = ET.parse(site.folder / "current/en/data/releases/feed.atom").getroot()
    assert len(atom.findall("{http://www.w3.org/2005/Atom}entry")) == 2


def test_the_sitemap_names_every_page_in_every_language(first, publish, site):
    publish()
    current = site.folder / "current"
    assert "sitemap-data.xml" in (current / "sitemap.xml").read_text()
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    places = ET.parse(current / "sitemap-data.xml").getroot().findall(f"{space}url")
    assert len(places) == 3 * 5
    for place in places:
        address = place.findtext(f"{space}loc", "").removeprefix(str(load_mission().public_url).rstrip("/"))
        assert (current / address.strip("/") / "index.html").is_file()
        assert len(place.findall("{http://www.w3.org/1999/xhtml}link")) == 4


def test_data_may_be_fetched_by_pages_of_others_and_say_what_they_are(first, publish, site):
    publish()
    shelf = Shelf.open(site.folder / "current")
    kinds = {
        "data/deaths/latest.csv": "text/csv; charset=utf-8",
        "data/deaths/latest.parquet": "application/vnd.apache.parquet",
        "data/catalogue.jsonld": "application/ld+json",
    }
    for path, kind in kinds.items():
        headers = dict(shelf.ready(path, ()).headers)
        assert headers["Content-Type"] == kind
        assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in dict(shelf.ready("en/index.html", ()).headers)


def test_the_commands_that_a_page_teaches_verify_the_signature(first, publish, site, tmp_path):
    """Nobody needs Cairn to check a release: base64 and openssl do."""
    import subprocess

    publish()
    current = site.folder / "current"
    folder = current / "data/releases/calais/1"
    key = current / ".well-known/cairn-site-key.pem"
    sealed = tmp_path / "approval.bin"
    with (folder / "approval.sig").open() as file:
        sealed.write_bytes(
            subprocess.run(["base64", "-d"], stdin=file, check=True, capture_output=True).stdout
        )
    command = [
        "openssl",
        "pkeyutl",
        "-verify",
        "-rawin",
        "-pubin",
        "-inkey",
        str(key),
        "-sigfile",
        str(sealed),
    ]
    subprocess.run([*command, "-in", str(folder / "approval.json")], check=True, capture_output=True)
    forged = tmp_path / "approval.json"
    forged.write_bytes((folder / "approval.json").read_bytes().replace(b"calais-1", b"calais-2"))
    assert subprocess.run([*command, "-in", str(forged)], capture_output=True).returncode
    assert (folder_of(first.digest) / RELEASE).read_bytes() == (folder / RELEASE).read_bytes()


def _structured(html: str) -> list[dict]:
    """What the head of a page says as schema.org."""
    said = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    return json.loads(said)["@graph"]
