"""Pages of the list of people: each within a scope exactly once, in order, there and back, and found by indexes."""

import datetime as dt
import re
from itertools import chain

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cairn.guard.glass.acts import break_glass
from cairn.guard.screens.paging import page_of
from cairn.people.models import Person
from cairn.people.reads import people_of

pytestmark = pytest.mark.django_db

ORDER = ("-registered_at", "pk")
REASON = "She telephones and asks for her papers; her own worker is away."


@pytest.fixture
def many(amina, tomas, bako, salma, north, south, river, bridge, register):
    """Thirty people of two offices, three workers and two teams; three of them were registered at one moment each."""
    workers, teams, offices = (amina, tomas, bako), (river, bridge, None), (north, south)
    people = [register(workers[n % 3], f"Person {chr(65 + n)}") for n in range(30)]
    for n, person in enumerate(people):
        Person.objects.filter(pk=person.pk).update(
            office=offices[n // 3 % 2],
            team=teams[n // 5 % 3],
            registered_at=timezone.now() - dt.timedelta(days=n // 3),
        )
    return people


def walked(rows, **options):
    """All pages from the first to the last, and then back."""
    there, page = [], page_of(rows, order=ORDER, size=4)
    while True:
        there.append([row.pk for row in page.rows])
        if not page.after:
            break
        page = page_of(rows, order=ORDER, size=4, after=page.after)
    back = [[row.pk for row in page.rows]]
    while page.before:
        page = page_of(rows, order=ORDER, size=4, before=page.before)
        back.append([row.pk for row in page.rows])
    return there, back


@pytest.mark.parametrize("who", ["amina", "salma", "bako", "ines", "viktor"])
def test_pages_show_each_row_of_a_scope_once_and_in_order_there_and_back(who, many, request):
    rows = people_of(request.getfixturevalue(who))
    there, back = walked(rows)
    assert list(chain(*there)) == list(rows.order_by(*ORDER).values_list("pk", flat=True))
    assert back == there[::-1]


def test_pages_hold_what_a_broken_glass_opened(bako, many):
    closed = Person.objects.exclude(pk__in=people_of(bako).values("pk")).first()
    break_glass(closed, by=bako, reason=REASON)
    there, back = walked(people_of(bako))
    assert list(chain(*there)).count(closed.pk) == 1
    assert back == there[::-1]


def test_a_filter_narrows_every_page(salma, tomas, many):
    rows = people_of(salma).filter(worker=tomas)
    there, _back = walked(rows)
    assert list(chain(*there)) == list(rows.order_by(*ORDER).values_list("pk", flat=True))
    assert 0 < sum(map(len, there)) < people_of(salma).count()


def test_rows_of_two_doors_are_all_shown(salma, bako, many):
    both = people_of(salma) | people_of(bako)
    assert len(page_of(both, order=ORDER).rows) == both.count() > people_of(salma).count()


@pytest.mark.parametrize("mark", ["x", "WyJhIl0", "WyJhIiwiYiJd"])
def test_a_mark_that_no_list_gave_out_is_refused(mark, salma, many):
    for way in ("after", "before"):
        with pytest.raises(SuspiciousOperation):
            page_of(people_of(salma), order=ORDER, **{way: mark})


def test_the_page_before_is_a_press_away(at, salma, many, monkeypatch):
    monkeypatch.setitem(page_of.__kwdefaults__, "size", 4)
    browser, place = at(salma), reverse("people:list")
    first = browser.get(place).content.decode()
    second = browser.get(place + following(first, "next")).content.decode()
    assert 'rel="prev"' not in first
    assert shown(browser.get(place + following(second, "prev")).content.decode()) == shown(first)
    assert shown(second).isdisjoint(shown(first))


def following(text: str, rel: str) -> str:
    return re.search(rf'rel="{rel}" href="([^"]+)"', text)[1].replace("&amp;", "&")


def shown(text: str) -> set[str]:
    return set(re.findall(r"/people/([0-9a-f-]{36})/", text))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Plans are told in SQLite's words.")
@pytest.mark.parametrize("who", ["amina", "salma", "ines"])
def test_no_page_is_sorted_by_hand(who, many, request):
    """A page that the database has to sort costs what the scope holds instead of what the page shows."""
    rows = people_of(request.getfixturevalue(who))
    place = page_of(rows, order=ORDER, size=4).after
    with CaptureQueriesContext(connection) as asked:
        page_of(rows, order=ORDER, size=4)
        page_of(rows, order=ORDER, size=4, after=place)
        page_of(rows, order=ORDER, size=4, before=place)
    asked_of_people = [
        one["sql"] for one in asked if "people_person" in one["sql"] and " IN (" not in one["sql"]
    ]
    assert len(asked_of_people) >= 3
    with connection.cursor() as cursor:
        for sql in asked_of_people:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            assert "TEMP B-TREE" not in " ".join(line[-1] for line in cursor.fetchall())


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite takes the index of the team either way."
)
def test_postgresql_knows_that_a_team_is_of_one_office(many):
    with connection.cursor() as cursor:
        cursor.execute("SELECT stxkind FROM pg_statistic_ext WHERE stxname = 'people_team_tells_office'")
        assert cursor.fetchone()
