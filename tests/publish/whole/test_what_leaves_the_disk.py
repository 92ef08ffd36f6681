"""What was withdrawn leaves the disk: only the generation before still has it, and the next publish takes that away."""

import pytest

from cairn.publish.acts import publish_site
from cairn.publish.search import PAGES
from cairn.publish.site import SPARE

pytestmark = pytest.mark.sqlite_suffices

LOOK = "en/news/a-second-look/index.html"


@pytest.fixture
def withdrawn(newsroom, site):
    publish_site()
    newsroom.again("a-second-look").unpublish()
    publish_site()
    return newsroom


def holding(site, path: str) -> list[str]:
    return sorted(folder.name for folder in site.folder.iterdir() if (folder / path).exists())


def test_a_withdrawn_page_stands_in_the_generation_before_alone(withdrawn, site):
    before = (site.folder / "previous").readlink().name
    assert holding(site, LOOK) == [before, "previous"]


def test_the_next_publish_takes_it_away_there_too(withdrawn, site):
    page = withdrawn.again("read-next")
    page.title += " again"
    page.save_revision().publish()
    publish_site()
    assert holding(site, LOOK) == []


def test_what_may_not_be_found_is_not_set_out_for_the_search_index(withdrawn, site):
    assert holding(site, "en/help/index.html") == [
        *(SPARE, "current"),
        *sorted((site.folder / link).readlink().name for link in ("previous", "current")),
        "previous",
    ]
    assert (site.folder / PAGES / "en/news/read-next/index.html").exists()


def test_what_the_index_says_again_is_carried_over(withdrawn, site):
    page = withdrawn.again("read-next")
    page.title += " again"
    page.save_revision().publish()
    publish_site()
    before, after = ((site.folder / link / "pagefind").resolve() for link in ("previous", "current"))
    again = {file.name for file in before.glob("fragment/*")} & {
        file.name for file in after.glob("fragment/*")
    }
    assert len(again) > 5
    assert all((after / "fragment" / name).samefile(before / "fragment" / name) for name in again)
