"""The clock lets pages out and takes them down; one that is not fit never holds up the others."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from cairn.newsroom.acts import SCHEDULE_REFUSED, publish_scheduled
from cairn.newsroom.models import EventIndexPage, EventPage, MissionImage, Place

from .conftest import posted

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def put_on_the_clock(write, nadia):
    """A story approved to go out at an hour that has passed while the machine was off."""

    def put(title: str, hours_ago: float = 1, **fields) -> Page:
        page = write(title, live=False, **fields)
        revision = page.save_revision(user=nadia.user)
        due = timezone.now() - hours_ago * HOUR
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=due)
        return page

    return put


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def test_an_approver_puts_a_page_on_the_clock_by_posting(omar, news):
    tomorrow = (timezone.localtime() + dt.timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    omar.create(news, "storypage", posted(go_live_at=tomorrow), "action-publish")
    page = Page.objects.get(slug="a-bridge-opens")
    assert not page.live
    assert page.approved_schedule

    assert publish_scheduled().published == []
    Revision.objects.filter(object_id=str(page.pk)).update(approved_go_live_at=timezone.now() - HOUR)
    # The hour itself lies in the revision; a page of the past goes out at the next tick.
    revision = page.get_latest_revision()
    revision.content["go_live_at"] = (timezone.now() - HOUR).isoformat()
    revision.save()
    assert publish_scheduled().published == [page.pk]
    assert is_live(page)


def test_a_page_whose_hour_is_long_past_goes_out_at_the_next_tick(put_on_the_clock):
    page = put_on_the_clock("A bridge opens", hours_ago=24 * 40)
    assert publish_scheduled().published == [page.pk]
    assert is_live(page)
    assert publish_scheduled().published == []


def test_pages_go_out_in_the_order_of_their_hours(put_on_the_clock):
    later, earlier = put_on_the_clock("Later", hours_ago=1), put_on_the_clock("Earlier", hours_ago=2)
    assert publish_scheduled().published == [earlier.pk, later.pk]


def test_an_unfit_page_stays_and_the_others_go(put_on_the_clock, picture):
    unfit = put_on_the_clock("With a picture", hours_ago=3, picture=picture)
    fit = put_on_the_clock("Without")
    MissionImage.objects.update(alt={})

    run = publish_scheduled()
    assert (run.published, run.refused) == ([fit.pk], [unfit.pk])
    assert not is_live(unfit)

    MissionImage.objects.update(alt={"en": "A wide river."})
    assert publish_scheduled().published == [unfit.pk]


def test_whatever_breaks_in_one_page_never_holds_up_the_others(put_on_the_clock):
    broken, fit = put_on_the_clock("Broken", hours_ago=3), put_on_the_clock("Whole")
    Revision.objects.filter(object_id=str(broken.pk)).update(content={"pk": broken.pk, "body": "no stream"})
    run = publish_scheduled()
    assert (run.published, run.refused) == ([fit.pk], [broken.pk])


def test_its_author_reads_why_on_the_dashboard_and_once_in_the_history(
    put_on_the_clock, picture, nadia, claire
):
    page = put_on_the_clock("With a picture", picture=picture)
    MissionImage.objects.update(alt={})
    for _tick in range(3):
        publish_scheduled()

    seen = nadia.sees(reverse("wagtailadmin_home"))
    assert "Could not go out" in seen
    assert "“The river” has no alternative text in this page's language (English)" in seen
    assert PageLogEntry.objects.filter(page=page.pk, action=SCHEDULE_REFUSED).count() == 1
    assert "Could not go out at its hour" in nadia.sees(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assert "Could not go out" not in claire.sees(reverse("wagtailadmin_home"))


def test_a_page_comes_down_when_its_time_is_over(write):
    page = write(expire_at=timezone.now() + HOUR)
    assert publish_scheduled().expired == []
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - HOUR)
    assert publish_scheduled().expired == [page.pk]
    assert not is_live(page)
    assert Page.objects.get(pk=page.pk).expired


def test_a_page_whose_whole_time_is_past_is_never_seen(put_on_the_clock):
    page = put_on_the_clock("Too late", expire_at=timezone.now() - HOUR)
    publish_scheduled()
    assert not is_live(page)


def test_a_tick_with_nothing_to_do_asks_the_database_twice(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        publish_scheduled()


# The number by which calendars take a change ----------------------------------------------------------


@pytest.fixture
def symposium(db) -> EventPage:
    page = EventPage(
        title="Migration symposium",
        summary="Cities and migrants.",
        starts_on=dt.date(2015, 12, 14),
        starts_at=dt.time(9, 30),
        ends_at=dt.time(17),
        time_zone="Europe/London",
        venue_name="City hall",
        place=Place.objects.create(code="london", names={"en": "London"}),
        live=False,
    )
    EventIndexPage.objects.get(locale__language_code="en").add_child(instance=page)
    return published(page)


def published(page: EventPage, **changes) -> EventPage:
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)


@pytest.mark.parametrize(
    "change",
    [
        {"starts_on": dt.date(2015, 12, 15)},
        {"starts_at": dt.time(10)},
        {"ends_at": None},
        {"time_zone": "Europe/Berlin"},
        {"status": "cancelled"},
        {"venue_name": "Town hall"},
        {"place": None},
        {"title": "Symposium on migration"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_its_number_rises_by_one_with_a_change_that_a_calendar_shows(symposium, change):
    assert symposium.calendar_sequence == 0
    symposium = published(symposium, **change)
    assert symposium.calendar_sequence == 1
    assert published(symposium).calendar_sequence == 1


@pytest.mark.parametrize("change", [{"summary": "Another summary."}, {"registration_note": "Bring a pen."}])
def test_its_number_stays_with_a_change_that_no_calendar_shows(symposium, change):
    assert published(symposium, **change).calendar_sequence == 0


def test_a_draft_changes_no_number_until_it_goes_out(symposium):
    symposium.starts_at = dt.time(11)
    revision = symposium.save_revision()
    assert EventPage.objects.get(pk=symposium.pk).calendar_sequence == 0
    revision.publish()
    assert EventPage.objects.get(pk=symposium.pk).calendar_sequence == 1


def test_a_change_while_it_is_down_counts_when_it_comes_back(symposium):
    symposium.unpublish()
    symposium = EventPage.objects.get(pk=symposium.pk)
    assert published(symposium, status="postponed").calendar_sequence == 1


def test_an_old_draft_never_turns_the_number_back(symposium):
    old = symposium.save_revision()
    symposium = published(symposium, starts_at=dt.time(11))
    symposium = published(symposium, starts_at=dt.time(12))
    assert symposium.calendar_sequence == 2
    old.publish()
    assert EventPage.objects.get(pk=symposium.pk).calendar_sequence == 3
