"""A change renders the pages that show it, and no other.

One mission goes through all of it: to write and publish a mission takes longer than to change it.
"""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from wagtail.contrib.redirects.models import Redirect

from cairn.publish.acts import Report, publish_site
from cairn.publish.manifest import verify

pytestmark = pytest.mark.sqlite_suffices

STORY, LOOK, STATEMENT = "news/on-the-trail/", "news/a-second-look/", "news/safety-in-calais/"


@pytest.fixture
def published(newsroom, site):
    publish_site()
    publish_site()  # The first render of a document notes its size; from here on nothing changes by itself.
    return newsroom


def pages(report: Report) -> set[str]:
    return {path.removesuffix("index.html") for path in report.paths if path.endswith(".html")}


def nobody_does_anything(room: Any) -> None:
    """Not even a generation is made."""


def somebody_writes_a_draft(room: Any) -> None:
    page = room.again("on-the-trail")
    page.title = "Not yet"
    page.save_revision()


def a_paragraph_is_added(room: Any) -> None:
    page = room.again("a-second-look")
    page.body.append(("paragraph", "<p>More.</p>"))
    page.save_revision().publish()


def a_figure_is_said_otherwise(room: Any) -> None:
    room.figure.phrase = {"en": "over 5,500", "fr": "plus de 5 500"}
    room.figure.save()


def a_speakers_institute_takes_another_name(room: Any) -> None:
    room.person.organisation.name = "Institute of the Two Rivers"
    room.person.organisation.save()


def an_old_address_leads_on(room: Any) -> None:
    Redirect.objects.create(old_path="/long-gone", redirect_link="/en/news/")


def a_title_changes(room: Any) -> None:
    page = room.again("read-next")
    page.title = "What to read next"
    page.save_revision().publish()


def a_translation_is_mended(room: Any) -> None:
    page = room.again("on-the-trail-fr")
    page.body[0].value.source = "<p>Encore.</p>"
    page.save_revision().publish()


def an_address_in_the_menu_changes(room: Any) -> None:
    page = room.again("about")
    page.title = "About us"
    page.save_revision().publish()


SHOWN_ON: dict[Callable[[Any], None], set[str] | None] = {
    nobody_does_anything: set(),
    somebody_writes_a_draft: set(),
    a_paragraph_is_added: {f"en/{LOOK}"},
    a_figure_is_said_otherwise: {
        *(f"en/{STORY}", "en/topics/calais/", f"fr/{STORY}"),
        *(f"{language}/figures/in-the-camp/" for language in ("en", "fr", "ar")),
    },
    a_speakers_institute_takes_another_name: {
        *("en/events/symposium/", "en/publications/report/"),
        *(f"en/{STATEMENT}", f"fr/{STATEMENT}"),
    },
    an_old_address_leads_on: set(),
    a_title_changes: {
        *("en/", "en/news/", "en/news/2014/09/", "en/news/kind/opinion/", "en/news/year/2014/"),
        "en/news/read-next/",
    },
    a_translation_is_mended: {f"fr/{STORY}"},
}


def test_a_change_renders_the_pages_that_show_it_and_no_other(published, site):
    for change, expected in SHOWN_ON.items():
        change(published)
        assert pages(publish_site()) == expected, change.__name__
        assert verify(site.folder / "current").sentences() == [], change.__name__


def test_without_a_change_there_is_no_new_generation(published, site):
    before = site.current().name
    report = publish_site()
    assert (report.rendered, report.removed, report.generation) == (0, 0, before)


def test_what_stands_around_every_page_of_a_language_renders_them_all(published):
    an_address_in_the_menu_changes(published)
    shown = pages(publish_site())
    assert {"en/", f"en/{STORY}", "en/events/symposium/", "en/search/", "en/404.html"} <= shown
    assert not any(path.startswith(("fr/", "ar/")) for path in shown)


def test_a_page_taken_back_is_gone_with_its_card(published, site, files_of):
    before = files_of(site)
    published.again("a-second-look").unpublish()
    publish_site()
    gone = before.keys() - files_of(site).keys()
    assert f"en/{LOOK}index.html" in gone
    assert any(path.startswith("cards/") for path in gone)


def test_media_carry_their_content_in_their_names(published, site, files_of, drawing):
    before = {path for path in files_of(site) if path.startswith("media/")}
    story = files_of(site)[f"en/{STORY}index.html"].decode()
    assert {path.rpartition(".")[2] for path in before} == {"pdf", "webp"}
    assert all(f"/{path}" in story for path in before if path.endswith(".pdf"))
    assert "/media/documents/report.pdf" not in story

    image = published.image
    image.file = drawing("red")
    image._set_image_file_metadata()
    image.save()
    image.renditions.all().delete()  # As the workspace does when a file is replaced.
    publish_site()
    after = {path for path in files_of(site) if path.startswith("media/")}
    assert {path for path in before & after if path.endswith(".webp")} == set()


def test_a_lost_size_of_a_picture_is_made_again(published, site, files_of, settings):
    before = files_of(site)
    for path in (settings.MEDIA_ROOT / "images").iterdir():
        path.unlink()
    publish_site(everything=True)
    assert files_of(site) == before


def test_an_event_moves_to_the_past_when_it_is_over(published, monkeypatch):
    from cairn.newsroom import reads

    monkeypatch.setattr(reads, "now", lambda: dt.datetime(2015, 12, 15, tzinfo=dt.UTC))
    shown = pages(publish_site())
    assert {"en/", "en/events/", "en/events/past/", "en/events/symposium/"} <= shown
    assert f"en/{STORY}" not in shown


def test_a_figure_says_to_machines_what_was_observed_when_and_by_whom(published, site):
    html = (site.folder / "current" / "en" / "figures" / "in-the-camp" / "index.html").read_text()
    told = json.loads(html.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    page = told["@graph"][0] if "@graph" in told else told
    seen = page["mainEntity"]
    assert (seen["@type"], seen["value"], seen["observationDate"]) == (
        "Observation",
        published.figure.value,
        published.figure.as_of.isoformat(),
    )
    assert page["inLanguage"] == "en"
