"""When a clock runs out. Days are those of the mechanism's country, whatever hour it is anywhere else."""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache

import holidays

from cairn.programmes.casework.trafficking.mechanisms.declaration import Clock, Counted, Mechanism

ONE = dt.timedelta(days=1)
SATURDAY = 5
IsDayOff = Callable[[dt.date], bool]


def due_on(mechanism: Mechanism, clock: Clock, started: dt.datetime, *, born: str = "") -> dt.date | None:
    """The day on which it runs out; None for a birthday that nobody knows."""
    day = local_day(mechanism, started)
    if clock.birthday is not None:
        return birthday(born, clock.birthday) if born else None
    assert clock.days is not None
    if clock.counted is Counted.WORKING:
        return add_working_days(day, clock.days, days_off(mechanism.holidays))
    return day + dt.timedelta(days=clock.days)


def local_day(mechanism: Mechanism, moment: dt.datetime) -> dt.date:
    return moment.astimezone(mechanism.zone).date()


def add_working_days(day: dt.date, days: int, is_day_off: IsDayOff) -> dt.date:
    """So many working days later; the day itself does not count."""
    while days:
        day += ONE
        days -= is_working_day(day, is_day_off)
    return day


def is_working_day(day: dt.date, is_day_off: IsDayOff) -> bool:
    return day.weekday() < SATURDAY and not is_day_off(day)


def birthday(born: str, years: int) -> dt.date:
    """The first day on which somebody can be so old: of a birth that is known to the year only, its first day.

    Whoever was born on 29 February comes of age on 1 March where the year has no such day.
    """
    parts = [int(part) for part in born.split("-")]
    year, month, day = parts[0] + years, *[*parts[1:], 1, 1][:2]
    try:
        return dt.date(year, month, day)
    except ValueError:
        return dt.date(year, month + 1, 1)


@lru_cache
def days_off(calendar: str) -> IsDayOff:
    """The public holidays of a country, or of a part of it."""
    country, _slash, part = calendar.partition("/")
    known = holidays.country_holidays(country, subdiv=part or None)
    return lambda day: day in known
