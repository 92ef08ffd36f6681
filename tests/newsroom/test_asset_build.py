"""The files that pages load: small, the same from the same sources, and from nowhere else."""

import gettext
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

from cairn.newsroom import asset_build
from cairn.newsroom.asset_build import asset_map, assets_folder, build_assets, compile_catalogues
from cairn.newsroom.models import KIND_LABELS, EventPage

TEMPLATES = Path(asset_build.NEWSROOM / "templates" / "newsroom")
TRANSLATED = re.compile(r"""\{% translate "([^"]+)"(?: context "([^"]+)")? %\}""")
IN_CODE = re.compile(r"""(?<![a-z])_\(\s*"([^"]+)"\s*\)""")
IN_CODE_OF = ("templatetags/cairn.py", "listings.py")


@pytest.fixture(scope="module")
def built() -> dict[str, bytes]:
    names = build_assets()
    return {name: (assets_folder() / hashed).read_bytes() for name, hashed in names.items()}


def test_names_carry_the_hash_of_what_is_inside(built):
    assert all(re.search(r"\.[0-9a-f]{10}\.\w+$", hashed) for hashed in asset_map().values())
    assert {"site.css", "leave.js", "search.js", "icon.svg", "heading-latin.woff2"} <= built.keys()


def test_the_same_sources_give_the_same_bytes(built):
    before = {path.name: path.read_bytes() for path in assets_folder().iterdir()}
    build_assets(force=True)
    assert {path.name: path.read_bytes() for path in assets_folder().iterdir()} == before


def test_nothing_is_made_again_while_sources_stand_still(built, monkeypatch):
    monkeypatch.setattr(asset_build, "_make_all", lambda *_: pytest.fail("made again"))
    assert build_assets() == asset_map()


def test_two_who_want_the_packages_at_once_install_them_once(tmp_path, monkeypatch):
    (tmp_path / "package-lock.json").write_text("{}")
    monkeypatch.setattr(asset_build, "PACKAGES", tmp_path)
    inside, may_end, second = threading.Event(), threading.Event(), threading.Event()

    def install() -> None:
        assert not inside.is_set(), "npm was begun twice"
        inside.set()
        may_end.wait(timeout=30)
        (tmp_path / "node_modules").mkdir()

    def fetch_too() -> None:
        second.set()
        asset_build.fetch_packages()

    monkeypatch.setattr(asset_build, "_install_packages", install)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(asset_build.fetch_packages)]
        inside.wait(timeout=30)
        both.append(pool.submit(fetch_too))
        second.wait(timeout=30)
        may_end.set()
        for one in both:
            one.result(timeout=30)


def test_one_font_costs_about_twenty_kilobytes(built):
    for name in ("heading-latin.woff2", "heading-arabic.woff2"):
        assert len(built[name]) < 21_000, name


def test_the_style_sheet_fetches_only_our_own_fonts(built):
    style = built["site.css"].decode()
    assert "@import" not in style
    assert set(re.findall(r"url\(([^)]+)\)", style)) == {
        asset_map()[name] for name in asset_map() if name.endswith(".woff2")
    }


def test_scripts_ask_nobody_else(built):
    for name in ("leave.js", "search.js"):
        assert not re.search(rb"https?://", built[name])


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_word_of_the_public_site_is_translated(language):
    path = asset_build.NEWSROOM / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    missing = [words for words, context in public_words() if not catalogue.get(words, context or None)]
    assert not missing
    assert all(
        all(message.string) if message.pluralizable else message.string for message in catalogue if message.id
    )


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_catalogues_are_compiled_into_the_storage(language):
    compile_catalogues()
    assert compile_catalogues() == []
    storage = assets_folder().parent / "locale"
    words = gettext.translation("django", str(storage), languages=[language])
    assert words.gettext("Leave this page") != "Leave this page"


def public_words() -> set[tuple[str, str]]:
    public = [path for path in TEMPLATES.rglob("*.html") if "admin" not in path.parts]
    found = {pair for path in public for pair in TRANSLATED.findall(path.read_text())}
    for name in IN_CODE_OF:
        found |= {(words, "") for words in IN_CODE.findall((asset_build.NEWSROOM / name).read_text())}
    labels = [*KIND_LABELS.values(), *EventPage.Status.labels, *EventPage.Attendance.labels]
    with translation.override("en"):
        return found | {(str(label), "") for label in labels}
