"""Generations: whole ones, one of them current, and nothing left lying about."""

import gzip
from pathlib import Path

import brotli
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cairn.publish.manifest import verify
from cairn.publish.site import CROWD, Site
from cairn.publish.state import State
from cairn.publish.targets import fingerprint

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
LONG = b"<p>The camp has grown.</p>" * 40


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site")


def make(site: Site, **pages: bytes) -> str:
    """Publish these pages and nothing else; the name of the generation."""
    with site.making() as making:
        for name, content in pages.items():
            making.write(f"{name}.html", content, fingerprint=fingerprint(content.decode()))
        name = site.publish(making, KEY, {}).name
    site.sweep()
    return name


def test_what_is_published_is_current_and_whole(site: Site):
    make(site, home=LONG)
    current = site.current()
    assert current is not None
    assert (site.folder / "current" / "home.html").read_bytes() == LONG
    assert verify(site.folder / "current").missing == ()


def test_no_site_has_no_current_generation(site: Site):
    assert site.current() is None


def test_the_previous_generation_is_kept_and_older_ones_go(site: Site):
    names = [make(site, home=LONG + str(number).encode()) for number in range(4)]
    assert names == ["gen-000001", "gen-000002", "gen-000003", "gen-000004"]
    assert (site.folder / "current").readlink() == Path("gen-000004")
    assert (site.folder / "previous").readlink() == Path("gen-000003")
    kept = sorted(path.name for path in site.folder.iterdir())
    assert kept == ["current", "gen-000003", "gen-000004", "previous", "state"]
    assert sorted(path.stem for path in (site.folder / "state").iterdir()) == names[2:]


def test_a_generation_that_was_not_published_vanishes(site: Site):
    with site.making() as making:
        making.write("home.html", LONG, fingerprint=fingerprint(1))
    assert list(site.folder.iterdir()) == []


def test_sweeping_gives_way_and_goes_on_the_next_time(site: Site):
    for number in range(3):
        with site.making() as making:
            making.write("en/home.html", LONG + str(number).encode(), fingerprint=fingerprint(number))
            site.publish(making, KEY, {})
    site.sweep(give_way=lambda: True)
    assert (site.folder / "gen-000001").exists()
    site.sweep()
    assert not (site.folder / "gen-000001").exists()
    assert (site.folder / "current" / "en/home.html").exists()


def test_what_is_left_to_the_sweep_stays_until_then(site: Site):
    with site.making() as making:
        making.write("home.html", LONG, fingerprint=fingerprint(1))
        making.is_left = True
    assert making.folder.exists()
    site.sweep()
    assert not making.folder.exists()


def test_a_crowd_is_swept_before_more_is_made(site: Site):
    make(site, home=LONG)
    assert not site.is_crowded()
    for number in range(CROWD + 1):
        (site.folder / f".making-{number}").mkdir()
    assert site.is_crowded()


def test_leftovers_of_killed_publishes_are_swept(site: Site):
    make(site, home=LONG)
    (site.folder / ".making-abc" / "en").mkdir(parents=True)
    (site.folder / "gen-000007").mkdir()
    (site.folder / "state" / "gen-000007.json").write_text("{}")
    (site.folder / ".making-current-99").symlink_to("gen-000007")
    site.sweep()
    assert sorted(path.name for path in site.folder.iterdir()) == ["current", "gen-000001", "state"]
    assert [path.name for path in (site.folder / "state").iterdir()] == ["gen-000001.json"]


def test_a_carried_file_shares_its_bytes_with_the_generation_before(site: Site):
    make(site, home=LONG)
    before = site.current()
    assert before is not None
    with site.making() as making:
        assert making.carry("home.html", before.state.files["home.html"], before.folder)
        after = site.publish(making, KEY, {})
    assert (after.folder / "home.html").samefile(before.folder / "home.html")
    assert (after.folder / "home.html.br").samefile(before.folder / "home.html.br")
    assert after.state.files == before.state.files


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b"")])
def test_a_damaged_file_is_not_carried(site: Site, harm):
    make(site, home=LONG)
    before = site.current()
    assert before is not None
    harm(before.folder / "home.html.gz")
    with site.making() as making:
        assert not making.carry("home.html", before.state.files["home.html"], before.folder)
        making.write("home.html", LONG, fingerprint=fingerprint(1))  # What publish does then.
        assert verify(site.publish(making, KEY, {}).folder).changed == ()


def test_writing_never_touches_the_generation_before(site: Site):
    make(site, home=LONG)
    before = site.current()
    assert before is not None
    with site.making() as making:
        making.carry("home.html", before.state.files["home.html"], before.folder)
        making.write("home.html", b"new", fingerprint=fingerprint(2))
    assert (before.folder / "home.html").read_bytes() == LONG


def test_the_same_content_gives_the_same_bytes(site: Site, tmp_path: Path):
    make(site, home=LONG, news=LONG * 2)
    other = Site(tmp_path / "other")
    make(other, news=LONG * 2, home=LONG)
    one, two = ({p.name: p.read_bytes() for p in (s.folder / "current").iterdir()} for s in (site, other))
    assert one == two


def test_compressed_siblings_hold_the_same_page(site: Site):
    make(site, home=LONG)
    folder = site.folder / "current"
    assert gzip.decompress((folder / "home.html.gz").read_bytes()) == LONG
    assert brotli.decompress((folder / "home.html.br").read_bytes()) == LONG


def test_short_files_have_no_siblings(site: Site):
    make(site, home=b"<p>short</p>")
    assert not (site.folder / "current" / "home.html.br").exists()


def test_a_damaged_state_means_that_everything_is_made_again(site: Site):
    make(site, home=LONG)
    (site.folder / "state" / "gen-000001.json").write_text('{"format": 1, "files": ')
    current = site.current()
    assert current is not None
    assert current.state == State()


def test_what_came_from_outside_is_copied_and_readable_by_the_server(site: Site, tmp_path: Path):
    picture = tmp_path / "camp.webp"
    picture.write_bytes(b"picture")
    picture.chmod(0o600)
    with site.making() as making:
        made = making.write("a.html", b"a", fingerprint=fingerprint("a"))
        making.adopt("media/camp.webp", picture, made)
        folder = site.publish(making, KEY, {}).folder
    assert (folder / "media/camp.webp").read_bytes() == b"picture"
    assert (folder / "media/camp.webp").stat().st_mode & 0o044
