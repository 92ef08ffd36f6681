"""Generations: whole ones, one of them current, and nothing left lying about."""

import gzip
from pathlib import Path

import brotli
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cairn.publish.making import FilesVanished
from cairn.publish.manifest import verify
from cairn.publish.site import SPARE, Site
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


def lying_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_the_previous_generation_is_kept_and_older_ones_go(site: Site):
    names = [make(site, home=LONG + str(number).encode()) for number in range(4)]
    assert names == ["gen-000001", "gen-000002", "gen-000003", "gen-000004"]
    assert (site.folder / "current").readlink() == Path("gen-000004")
    assert (site.folder / "previous").readlink() == Path("gen-000003")
    kept = sorted(path.name for path in site.folder.iterdir())
    assert kept == [SPARE, "current", "gen-000003", "gen-000004", "previous", "state"]
    assert sorted(path.stem for path in (site.folder / "state").iterdir()) == names[2:]


def test_a_generation_that_was_not_published_is_the_beginning_of_the_next(site: Site):
    make(site, home=LONG)
    with site.making() as making:
        making.write("draft.html", LONG, fingerprint=fingerprint(1))
    assert make(site, home=LONG * 2) == "gen-000002"
    assert lying_in(site.folder / "current") == WITH_ONE_PAGE
    assert lying_in(site.folder / SPARE) == ["home.html", "home.html.br", "home.html.gz"]


WITH_ONE_PAGE = ["home.html", "home.html.br", "home.html.gz", "manifest.json", "manifest.json.sig"]


def test_the_spare_is_like_the_current_generation_and_shares_its_bytes(site: Site):
    make(site, home=LONG, withdrawn=LONG)
    make(site, home=LONG * 2)
    make(site, home=LONG * 3)
    spare, current = site.folder / SPARE, site.folder / "current"
    assert lying_in(spare) == ["home.html", "home.html.br", "home.html.gz"]
    assert all((spare / name).samefile(current / name) for name in lying_in(spare))


@pytest.mark.parametrize(
    "harm",
    [
        lambda spare: (spare / "home.html").write_text("other"),
        lambda spare: (spare / "home.html").unlink(),
        lambda spare: (spare / "stranger.html").write_text("stranger"),
        lambda spare: (spare / "stranger/in/here").mkdir(parents=True),
        lambda spare: ((spare / "home.html").unlink(), (spare / "home.html/deep").mkdir(parents=True)),
        lambda spare: ((spare / "home.html").unlink(), (spare / "home.html").symlink_to("/etc/passwd")),
        lambda spare: (spare / "en").write_text("a file where a folder belongs"),
        lambda spare: (spare / "manifest.json").write_text("{}"),
    ],
    ids=["other", "lost", "more", "folder", "folder for file", "link", "file for folder", "manifest"],
)
def test_whatever_lies_in_the_spare_the_next_generation_is_whole(site: Site, harm):
    make(site, home=LONG)
    before = site.current()
    assert before is not None
    for name in lying_in(site.folder / SPARE):  # So that harm done to it reaches no generation.
        content = (site.folder / SPARE / name).read_bytes()
        (site.folder / SPARE / name).unlink()
        (site.folder / SPARE / name).write_bytes(content)
    harm(site.folder / SPARE)
    with site.making() as making:
        assert making.carry("home.html", before.state.files["home.html"], before.folder)
        making.write("en/news.html", LONG * 2, fingerprint=fingerprint(2))
        after = site.publish(making, KEY, {})
    assert (after.folder / "home.html").samefile(before.folder / "home.html")
    assert (before.folder / "home.html").read_bytes() == LONG
    verdict = verify(after.folder)
    assert (verdict.missing, verdict.changed, verdict.extra) == ((), (), ())


def test_a_folder_that_leads_elsewhere_is_never_published_and_gone_afterwards(site: Site, tmp_path: Path):
    make(site, home=LONG)
    (tmp_path / "elsewhere").mkdir()
    (site.folder / SPARE / "en").symlink_to(tmp_path / "elsewhere")

    def publish_below_it() -> Path:
        with site.making() as making:
            making.write("en/news.html", LONG, fingerprint=fingerprint(2))
            return site.publish(making, KEY, {}).folder

    with pytest.raises(FilesVanished, match="en/news.html vanished"):
        publish_below_it()
    assert lying_in(site.folder / "current") == WITH_ONE_PAGE
    folder = publish_below_it()
    assert (verify(folder).missing, (folder / "en").is_symlink()) == ((), False)


def test_making_the_spare_like_the_current_one_gives_way_and_goes_on_the_next_time(site: Site):
    for number in range(3):
        with site.making() as making:
            making.write("en/home.html", LONG + str(number).encode(), fingerprint=fingerprint(number))
            site.publish(making, KEY, {})
    site.sweep(give_way=lambda: True)
    assert (site.folder / "gen-000001").exists()
    site.sweep()
    assert not (site.folder / "gen-000001").exists()
    assert (site.folder / SPARE / "en/home.html").samefile(site.folder / "current" / "en/home.html")


def test_leftovers_of_killed_publishes_are_swept(site: Site):
    make(site, home=LONG)
    for name in (".making-abc", ".making-def", "gen-000007"):
        (site.folder / name / "en").mkdir(parents=True)
    (site.folder / "state" / "gen-000007.json").write_text("{}")
    (site.folder / ".making-current-99").symlink_to("gen-000007")
    site.sweep()
    assert sorted(path.name for path in site.folder.iterdir()) == [SPARE, "current", "gen-000001", "state"]
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
