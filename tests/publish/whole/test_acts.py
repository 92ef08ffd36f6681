"""What publishing promises: due pages go out by themselves, and a page that cannot be rendered stops nothing it need not."""

import datetime as dt
import time
from pathlib import Path

import pytest
from django.utils import timezone

from cairn.newsroom.acts import publish_scheduled
from cairn.newsroom.models import EventPage, MissionDocument, PublicPage
from cairn.publish.acts import publish_if_due, publish_site
from cairn.publish.changes import last_look
from cairn.publish.errors import PagesFailed, PageUnreadable

pytestmark = pytest.mark.sqlite_suffices


@pytest.fixture
def published(newsroom, site):
    publish_site()
    return newsroom


@pytest.fixture
def heard(django_capture_on_commit_callbacks):
    """What is done inside is committed, as in a mission."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_published_change_is_due_and_then_no_longer(published, site, heard, files_of):
    assert publish_if_due() is None
    with heard():
        page = published.again("on-the-trail")
        page.title = "On the trail, again"
        page.save_revision().publish()
    report = publish_if_due()
    assert report is not None
    assert b"On the trail, again" in files_of(site)["en/news/on-the-trail/index.html"]
    assert publish_if_due() is None


def test_every_second_costs_nothing(published):
    began = time.perf_counter()
    for _second in range(100):
        assert publish_if_due() is None
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    "change",
    [
        lambda room: room.figure.save(),
        lambda room: room.image.save(),
        lambda room: room.person.save(),
        lambda room: room.themes[0].save(),
        lambda room: room.again("report").unpublish(),
        lambda room: room.again("about").move(room.again("help"), pos="last-child"),
        lambda room: room.again("long-ago").delete(),
    ],
    ids=["figure", "picture", "person", "theme", "taken back", "moved", "deleted"],
)
def test_whatever_readers_may_see_is_heard(newsroom, site, heard, change):
    with heard():
        newsroom.person.save()
    before = last_look()
    with heard():
        change(newsroom)
    assert last_look().is_out_of_date
    assert before.mark != (site.folder / ".changed").read_text()


def test_a_draft_is_not_heard(published, heard):
    with heard():
        page = published.again("on-the-trail")
        page.title = "Only a draft"
        page.save_revision()
    assert not last_look().is_out_of_date


def test_a_page_whose_hour_has_passed_goes_out_at_the_next_tick(published, site, heard, files_of):
    page = published.again("on-the-trail")
    page.unpublish()
    page = published.again("on-the-trail")
    page.go_live_at = timezone.now() - dt.timedelta(days=2)
    revision = page.save_revision()
    PublicPage.objects.filter(pk=page.pk).update(go_live_at=page.go_live_at)
    revision.approved_go_live_at = page.go_live_at
    revision.save()
    publish_site()
    assert "en/news/on-the-trail/index.html" not in files_of(site)
    with heard():
        assert publish_scheduled().published == [page.pk]
    assert publish_if_due() is not None
    assert "en/news/on-the-trail/index.html" in files_of(site)


def test_an_embargo_ends_by_itself(published, site, files_of):
    path = "en/news/a-second-look/index.html"
    ends = timezone.now() + dt.timedelta(seconds=4)
    PublicPage.objects.filter(pk=published.pages["a-second-look"].pk).update(embargo_until=ends)
    publish_site()
    assert path not in files_of(site)
    assert publish_if_due() is None or timezone.now() >= ends
    time.sleep(max(0, (ends - timezone.now()).total_seconds()))
    publish_if_due()
    assert path in files_of(site)


def test_a_page_that_cannot_be_rendered_is_named_and_nothing_goes_out(published, site, files_of):
    before = files_of(site)
    _lose_the_report(published)
    with pytest.raises(PagesFailed) as stopped:
        publish_site()
    assert {failure.path for failure in stopped.value.failures} == {
        "en/news/on-the-trail/index.html",
        "en/publications/report/index.html",
        "fr/news/on-the-trail/index.html",
    }
    assert "“On the trail” (/en/news/on-the-trail/)" in str(stopped.value)
    assert "documents/other.pdf is not in" in str(stopped.value)
    assert "cairn publish --keep-going" in str(stopped.value)
    assert files_of(site) == before


def test_the_rest_goes_out_if_the_operator_says_so(published, site, files_of):
    before = files_of(site)
    _lose_the_report(published)
    page = published.again("read-next")
    page.summary = "Something new."
    page.save_revision().publish()
    report = publish_site(keep_going=True)
    after = files_of(site)
    assert len(report.failures) == 3
    kept = "en/publications/report/index.html"
    assert after[kept] == before[kept], "the old version stands"
    assert b"Something new." in after["en/news/read-next/index.html"]
    _find_the_report(published)
    assert publish_site().failures == ()
    assert b"other" in files_of(site)[kept]


def test_a_new_page_that_cannot_be_rendered_is_left_out(published, site, files_of):
    path = "en/publications/report/index.html"
    published.again("report").unpublish()
    publish_site()
    _lose_the_report(published)
    published.again("report").save_revision().publish()
    report = publish_site(keep_going=True)
    assert path in {failure.path for failure in report.failures}
    assert path not in files_of(site)


def test_an_event_in_a_time_zone_that_is_none_is_named(published, site, files_of):
    before = files_of(site)
    EventPage.objects.filter(slug="symposium").update(time_zone="Nowhere/Never")
    with pytest.raises(PageUnreadable, match="“Symposium” .*/en/events/symposium/.* “Nowhere/Never”"):
        publish_site()
    assert files_of(site) == before


def _lose_the_report(room) -> None:
    MissionDocument.objects.filter(pk=room.document.pk).update(file="documents/other.pdf")


def _find_the_report(room) -> None:
    document = MissionDocument.objects.get(pk=room.document.pk)
    place = Path(document.file.storage.path("documents/other.pdf"))
    place.write_bytes(b"%PDF-1.4 other")
