"""Doors open at the hour on the invitation, whatever governments do with their clocks."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from cairn.newsroom.models import EventPage

pytestmark = pytest.mark.django_db


def symposium(**changes) -> EventPage:
    facts = {
        "title": "Symposium",
        "starts_on": date(2015, 12, 14),
        "starts_at": time(12, 45),
        "ends_at": time(17, 0),
        "time_zone": "Europe/London",
    }
    return EventPage(**{**facts, **changes})


def test_the_same_hour_is_another_instant_in_summer():
    winter, summer = symposium(), symposium(starts_on=date(2015, 7, 14))
    assert winter.start.astimezone(UTC).time() == time(12, 45)
    assert summer.start.astimezone(UTC).time() == time(11, 45)
    assert winter.start.time() == summer.start.time() == time(12, 45)


def test_changing_the_zone_keeps_the_hour():
    event = symposium(time_zone="Africa/Mogadishu")
    assert event.start.isoformat() == "2015-12-14T12:45:00+03:00"


def test_an_event_is_past_when_its_last_hour_is():
    event = symposium()
    assert not event.is_past(datetime(2015, 12, 14, 16, 59, tzinfo=UTC))
    assert event.is_past(datetime(2015, 12, 14, 17, 0, tzinfo=UTC))


def test_an_event_without_hours_lasts_until_midnight_where_it_is():
    event = symposium(starts_at=None, ends_at=None, ends_on=date(2015, 12, 15), time_zone="America/New_York")
    assert event.end.astimezone(UTC) == datetime(2015, 12, 16, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": date(2015, 12, 13)}, "ends_on"),
        ({"ends_at": time(12, 0)}, "ends_at"),
        ({"status": "rescheduled"}, "previous_starts_on"),
        ({"registration": "outside"}, "registration_url"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(changes, field):
    with pytest.raises(ValidationError) as refusal:
        symposium(**changes).clean()
    assert list(refusal.value.message_dict) == [field]


def test_a_time_zone_must_exist():
    with pytest.raises(ValidationError, match="Europe/London"):
        EventPage._meta.get_field("time_zone").run_validators("Europe/Londen")
