"""Figures of missions are added up when they are signed, whole and current; nothing else ever is."""

import hashlib
import json
import shutil
import threading
from base64 import b64encode
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cairn.evidence.acts import look_at, subscribe, unsubscribe
from cairn.evidence.errors import WrongFacts
from cairn.evidence.facts import fact_table
from cairn.evidence.facts.snapshots import take_snapshot
from cairn.evidence.federation.facts import NAME
from cairn.evidence.federation.reading import CannotRead
from cairn.evidence.federation.taking import folder_of as neighbours_release_folder
from cairn.evidence.indicators.reading import parse_indicator
from cairn.evidence.models import NeighbourRelease
from cairn.evidence.releases.computing import compute
from cairn.evidence.releases.store import folder_of
from cairn.evidence.releases.verifying import NoKey, approval_files
from cairn.guard.scope import MayNot
from cairn.mission.secrets import site_signing_key

REGION = """
code = "deaths-in-the-region"
owner = "information"
facts = "region.figures"
dimensions = ["mission"]
[title]
en = "Deaths in the region"
[definition]
en = "Deaths that the missions of the region published."
[method]
en = "Published totals are added up."
[unit.en]
other = "people"
[measure]
kind = "sum"
column = "value"
low = "low"
high = "high"
[only]
indicator = ["deaths"]
part = ["total"]
[disclosure]
kind = "open"
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args) -> None:
        """Nothing is said."""


class Published:
    """The site of a neighbour: release folders under their addresses, and a signed list of all files."""

    def __init__(self, folder: Path, key: Ed25519PrivateKey) -> None:
        self.folder, self.key = folder, key
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def put(self, release) -> Path:
        place = self.folder / "data" / "releases" / release.series.code / str(release.number)
        shutil.copytree(folder_of(release.digest), place)
        for name, content in approval_files(release).items():
            (place / name).write_bytes(content)
        self.sign()
        return place

    def sign(self) -> None:
        files = {
            path.relative_to(self.folder).as_posix(): {
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                "size": path.stat().st_size,
            }
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and not path.name.startswith("manifest.json")
        }
        content = json.dumps({"files": files, "format": "cairn-site-1"}).encode()
        (self.folder / "manifest.json").write_bytes(content)
        (self.folder / "manifest.json.sig").write_bytes(b64encode(self.key.sign(content)))

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def pem(self) -> str:
        return self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.fixture
def site(tmp_path, db):
    folder = tmp_path / "neighbour"
    folder.mkdir()
    published = Published(folder, site_signing_key())
    published.sign()
    yield published
    published.close()


@pytest.fixture
def france(site, maker):
    return subscribe(code="france", name="France", address=site.address, public_key=site.pem(), by=maker)


def test_a_release_of_a_neighbour_is_taken_in_whole_once(site, france, maker, published):
    site.put(published)
    assert [str(row) for row in look_at(france, by=maker)] == [f"france: {published.name}"]
    assert look_at(france, by=maker) == []


def test_what_a_site_compressed_for_browsers_is_not_fetched_as_well(site, france, maker, published):
    place = site.put(published)
    (place / "release.json.br").write_bytes(b"the same, smaller")
    site.sign()
    (taken,) = look_at(france, by=maker)
    held = neighbours_release_folder(taken)
    assert (held / "release.json").is_file()
    assert not list(held.glob("*.br"))


def test_the_region_adds_up_what_the_missions_published(site, france, maker, published):
    site.put(published)
    look_at(france, by=maker)
    taken = take_snapshot([fact_table(NAME)])
    made = compute("region-1", [parse_indicator(REGION)], taken, published.cut_off, [])
    cells = {cell.key: (cell.low, cell.value, cell.high) for cell in made.results[0].cells}
    low, value, high = cells["mission=here"]
    assert cells["mission=france"] == (low, value, high)
    assert cells[""] == (2 * low, 2 * value, 2 * high)


def test_what_a_neighbour_withdraws_counts_no_more(site, france, maker, published):
    place = site.put(published)
    look_at(france, by=maker)
    shutil.rmtree(place)
    site.sign()
    look_at(france, by=maker)
    assert not NeighbourRelease.objects.filter(is_current=True).exists()


def test_what_was_superseded_does_not_count_again_when_the_newer_is_withdrawn(
    site, france, maker, published, make, put_out
):
    site.put(published)
    newer = put_out(make("deaths", changes={"en": "An incident was told later."}))
    place = site.put(newer)
    look_at(france, by=maker)
    assert [str(row) for row in NeighbourRelease.objects.filter(is_current=True)] == ["france: calais-2"]
    shutil.rmtree(place)
    site.sign()
    look_at(france, by=maker)
    assert not NeighbourRelease.objects.filter(is_current=True).exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('en = "Deaths on the way, counted."', 'en = "Bodies found."'),
        ('other = "people"', 'other = "bodies"'),
    ],
)
def test_one_code_with_another_definition_or_unit_is_not_added_up(
    site, france, maker, published, declare, make, put_out, before, after
):
    """The neighbour's release says what it said; ours has another text by now."""
    site.put(published)
    look_at(france, by=maker)
    assert before in declare.deaths
    declare.text("deaths", "version = 2\n" + declare.deaths.replace(before, after, 1))
    put_out(make("deaths", changes={"en": "It is defined otherwise."}))
    taken = take_snapshot([fact_table(NAME)])
    region = parse_indicator(REGION)
    with pytest.raises(WrongFacts, match="not the same definition and unit.*france, here"):
        compute("region-1", [region], taken, published.cut_off, [])
    alone = region.model_copy(update={"only": region.only | {"mission": ["here"]}})
    assert compute("region-1", [alone], taken, published.cut_off, [])


def test_a_list_that_the_mission_did_not_sign_is_refused(site, france, maker, published):
    site.put(published)
    site.key = Ed25519PrivateKey.generate()
    site.sign()
    with pytest.raises(CannotRead, match="signature"):
        look_at(france, by=maker)
    france.refresh_from_db()
    assert "signature" in france.trouble


def test_a_file_that_was_changed_on_the_way_is_refused_and_nothing_stays(site, france, maker, published):
    place = site.put(published)
    (place / "tables" / "deaths.csv").write_text("a,b\n")
    with pytest.raises(CannotRead, match="not what the mission signed|larger"):
        look_at(france, by=maker)
    assert not NeighbourRelease.objects.exists()


def test_a_list_that_leaves_a_file_out_gives_no_release(site, france, maker, published):
    place = site.put(published)
    (place / "tables" / "deaths.csv").unlink()
    site.sign()
    with pytest.raises(CannotRead, match="missing"):
        look_at(france, by=maker)
    assert not NeighbourRelease.objects.exists()


@pytest.mark.parametrize(
    "address", ["http://mission.example", "ftp://mission.example", "https://mission.example/?q=1", "mission"]
)
def test_an_address_that_cannot_be_read_safely_is_refused(site, maker, address):
    with pytest.raises(CannotRead):
        subscribe(code="there", name="There", address=address, public_key=site.pem(), by=maker)


def test_a_key_that_is_none_is_refused(site, maker):
    with pytest.raises(NoKey):
        subscribe(code="there", name="There", address=site.address, public_key="hello", by=maker)


def test_a_site_that_does_not_answer_leaves_what_there_was(site, france, maker, published):
    site.put(published)
    look_at(france, by=maker)
    site.close()
    with pytest.raises(CannotRead, match="cannot be read"):
        look_at(france, by=maker)
    assert NeighbourRelease.objects.filter(is_current=True).count() == 1


def test_neighbours_are_the_information_managers_business(france, approver, site):
    with pytest.raises(MayNot):
        look_at(france, by=approver)
    with pytest.raises(MayNot):
        unsubscribe(france, by=approver)
