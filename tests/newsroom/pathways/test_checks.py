"""A route goes out with who said so and when, or not at all."""

import datetime as dt

import pytest

from cairn.newsroom.checks import PublishRefused, reasons_not_to_publish
from cairn.newsroom.models import PathwayPage


def fields_at_fault(page: PathwayPage) -> set[str]:
    return {reason.field for reason in reasons_not_to_publish(page)}


def test_a_route_with_sources_and_a_review_may_go_out(draft):
    assert fields_at_fault(draft()) == set()


@pytest.mark.parametrize("rows", ["sources", "requirements"])
def test_a_route_without_rows_that_readers_rely_on_is_refused(draft, rows):
    page = draft()
    setattr(page, rows, [])
    assert fields_at_fault(page) == {rows}


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"reviewed_on": None}, "reviewed_on"),
        ({"review_by": None}, "review_by"),
        ({"review_by": dt.date(2015, 10, 1)}, "review_by"),
        ({"whom": " "}, "whom"),
    ],
)
def test_a_route_that_nobody_looks_at_again_is_refused(draft, fields, at):
    assert fields_at_fault(draft(**fields)) == {at}


def test_it_is_refused_on_whatever_way_it_takes(catalogue, draft):
    page = draft()
    page.sources = []
    catalogue.add_child(instance=page)
    with pytest.raises(PublishRefused, match="at least one source"):
        page.save_revision().publish()
    assert not PathwayPage.objects.get(pk=page.pk).live


def test_a_draft_may_be_as_unfinished_as_its_author_likes(catalogue, draft):
    page = draft(reviewed_on=None, review_by=None, whom="")
    page.sources = []
    catalogue.add_child(instance=page)
    assert PathwayPage.objects.get(pk=page.pk).live is False


def test_another_title_or_address_leaves_the_code_that_cases_keep(tell):
    page = tell()
    page.title, page.slug = "Family reunion", "family-reunion"
    page.save_revision().publish()
    assert PathwayPage.objects.get(pk=page.pk).code == "joining-family"
    assert tell("Joining family").code == "joining-family-2"


@pytest.mark.parametrize(("day", "is_late"), [(dt.date(2016, 1, 1), False), (dt.date(2016, 1, 2), True)])
def test_a_review_is_late_the_day_after(draft, day, is_late):
    assert draft(review_by=dt.date(2016, 1, 1)).is_overdue(day) is is_late
