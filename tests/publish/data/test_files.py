"""What is taken away is what was approved and signed: whole, unchanged, at addresses that stay."""

import json
import tracemalloc

import pytest

from cairn.evidence.releases.store import folder_of
from cairn.evidence.releases.verifying import public_key_in, verify_release
from cairn.publish.errors import PagesFailed
from cairn.publish.making import Making, NotAsItWas
from cairn.publish.manifest import PUBLIC_KEY, verify
from cairn.publish.targets import Lying

pytestmark = pytest.mark.django_db
HERE = "data/releases/calais/1"


def test_every_file_of_a_release_stands_at_its_address_and_bears_the_signature(first, publish, site):
    publish()
    current = (site.folder / "current").resolve()
    folder, key = current / HERE, public_key_in((current / PUBLIC_KEY).read_bytes())
    approval, signature = ((folder / name).read_bytes() for name in ("approval.json", "approval.sig"))
    assert verify_release(folder, key, approval, signature) == []
    assert verify(site.folder / "current").sentences() == []


def test_the_latest_of_an_indicator_is_the_file_of_its_release_and_takes_no_room(first, publish, site):
    publish()
    current = site.folder / "current"
    for name in ("latest.csv", "latest.hxl.csv", "latest.json", "latest.parquet", "latest.ar.xlsx"):
        there = folder_of(first.digest) / "tables" / name.replace("latest", "deaths")
        assert (current / "data/deaths" / name).samefile(there)


def test_the_latest_moves_on_with_the_next_release(second, publish, site):
    publish()
    latest = site.folder / "current/data/deaths/latest.csv"
    before = latest.read_bytes()
    release = second()
    publish()
    assert latest.read_bytes() != before
    assert latest.samefile(folder_of(release.digest) / "tables/deaths.csv")
    assert (site.folder / "current" / HERE / "release.json").is_file(), (
        "what is superseded can still be checked"
    )


def test_what_is_withdrawn_leaves_the_site_with_all_its_files(second, withdraw, publish, files_of, site):
    release = second()
    publish()
    withdraw(release)
    publish()
    files = files_of(site)
    assert not [
        path for path in files if path.startswith("data/releases/calais/2/") and "index.html" not in path
    ]
    assert (site.folder / "current/data/deaths/latest.csv").read_bytes() == files[f"{HERE}/tables/deaths.csv"]
    withdraw(type(release).objects.get(number=1))
    publish()
    left = [path for path in files_of(site) if path.startswith("data/") and "index.html" not in path]
    assert left == ["data/catalogue.jsonld"]


def test_a_file_that_was_changed_since_does_not_go_out(first, publish, site, files_of):
    publish()
    before = files_of(site)
    table = folder_of(first.digest) / "tables/deaths.csv"
    content = table.read_bytes()
    table.unlink()  # What has gone out is another link to the same file; nobody reaches it from here.
    table.write_bytes(content.replace(b"2015", b"2016"))
    (site.folder / "state" / f"{site.current().name}.json").unlink()
    with pytest.raises(PagesFailed, match="tables/deaths.csv of the release calais-1"):
        publish()
    assert files_of(site) == before


def test_a_release_whose_folder_is_lost_is_named(first, publish):
    (folder_of(first.digest) / "release.json").unlink()
    with pytest.raises(PagesFailed, match="release.json of the release calais-1"):
        publish()


def test_a_large_file_is_never_whole_in_memory(tmp_path):
    import hashlib

    source = tmp_path / "large.csv"
    line = b"2015-10;FR-CAL-01;4400\n" * 45_000
    with source.open("wb") as file:
        for _block in range(32):
            file.write(line)
    digest = hashlib.sha256(line * 32).hexdigest()
    making = Making(tmp_path / "site")
    tracemalloc.start()
    made = making.take("data/large.csv", Lying(source, digest, len(line) * 32), fingerprint="f" * 64)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 << 20
    assert set(made.variants) == {".br", ".gz"}
    assert all(listed.size < made.size / 100 for listed in made.variants.values())


def test_a_file_that_is_not_as_it_should_be_is_refused(tmp_path):
    source = tmp_path / "table.csv"
    source.write_bytes(b"other")
    with pytest.raises(NotAsItWas):
        Making(tmp_path / "site").take("table.csv", Lying(source, "0" * 64, 5), fingerprint="f" * 64)


def test_a_neighbour_reads_the_site_as_it_stands(first, publish, site):
    """Federation takes releases by the signed list of the site; what it finds there is the whole release."""
    publish()
    listed = json.loads((site.folder / "current/manifest.json").read_bytes())["files"]
    assert listed[f"{HERE}/release.json"]["sha256"] == first.digest
    assert {f"{HERE}/approval.json", f"{HERE}/approval.sig"} <= listed.keys()
