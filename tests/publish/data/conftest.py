"""A mission that has released what it counts, and its site; the camp and its colleagues are those of the releases' tests."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils.translation import trans_real

from cairn.evidence.acts import withdraw_release
from cairn.evidence.models import Release
from cairn.mission.config import load_mission
from cairn.newsroom import shell
from cairn.newsroom.models import Theme
from cairn.publish.acts import site_of
from cairn.publish.publication import Publication
from cairn.publish.site import Site
from evidence.releases.conftest import (  # noqa: F401
    calais,
    camp,
    daniel,
    declare,
    ines,
    make,
    put_out,
    storage,
)

Files = dict[str, bytes]
WHY = {"en": "A family was counted twice.", "fr": "Une famille comptée deux fois.", "ar": "حُسبت أسرة مرتين."}


@pytest.fixture(scope="session", autouse=True)
def catalogues() -> None:
    """The words of every language, compiled as a mission has them."""
    from cairn.newsroom.asset_build import compile_catalogues

    compile_catalogues()
    trans_real._translations.clear()


@pytest.fixture(scope="session")
def fonts(tmp_path_factory) -> Path:
    """Made once for all missions of these tests; it takes a second."""
    return tmp_path_factory.mktemp("fonts")


@pytest.fixture
def site(db, storage, fonts, settings, tmp_path) -> Site:  # noqa: F811
    settings.MEDIA_ROOT = tmp_path / "media"
    storage.mkdir(exist_ok=True)
    for name in ("card-fonts", "chart-fonts"):
        (fonts / name).mkdir(exist_ok=True)
        (storage / name).symlink_to(fonts / name)
    Theme.objects.create(code="deadly", names={"en": "Deaths", "fr": "Décès", "ar": "الوفيات"})
    return site_of(load_mission())


@pytest.fixture
def publish(site) -> Callable[[], set[str]]:
    """Publish, and answer which files were drawn anew; compressed siblings go without saying."""

    def publish() -> set[str]:
        with shell.remembering():
            return set(Publication(load_mission(), site).run().paths)

    return publish


@pytest.fixture
def files_of() -> Callable[[Site], Files]:
    """Every file of the site with its bytes."""

    def files(site: Site) -> Files:
        root = (site.folder / "current").resolve()
        found = (path for path in root.rglob("*") if path.is_file())
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}

    return files


@pytest.fixture
def page(site) -> Callable[[str], str]:
    """The page at an address, as it lies in the site."""

    def page(address: str) -> str:
        return (site.folder / "current" / address.strip("/") / "index.html").read_text()

    return page


@pytest.fixture(scope="module")
def shown() -> dict[str, bytes]:
    """The files of a site with one release, once somebody has published it."""
    return {}


@pytest.fixture
def told(shown, request) -> Callable[[str], str]:
    """A page of the site with one release, published once for all tests that only read it."""
    if not shown:
        for name in ("site", "first"):
            request.getfixturevalue(name)
        request.getfixturevalue("publish")()
        shown |= request.getfixturevalue("files_of")(request.getfixturevalue("site"))
    return lambda address: shown[f"{address.strip('/')}/index.html"].decode()


@pytest.fixture
def first(make, declare, put_out) -> Release:  # noqa: F811
    """360 people by sex and country, of whom two are hidden among others, and four dead."""
    return put_out(make(declare(more='themes = ["deadly"]\nsdg = ["10.7.2"]'), "deaths"))


@pytest.fixture
def second(first, camp, make, put_out) -> Callable[[], Release]:  # noqa: F811
    """The next release, after an incident was corrected."""

    def second() -> Release:
        camp.incidents[1] = ("port", camp.incidents[1][1], 5, 5)
        return put_out(make("registered", "deaths", changes={"en": "Three more were found at the port."}))

    return second


@pytest.fixture
def withdraw(daniel) -> Callable[[Release], Release]:  # noqa: F811
    return lambda release: withdraw_release(release, by=daniel, why=WHY)
