"""How long records about people stand, by category. A mission may shorten a period in mission.toml, never lengthen it."""

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from cairn.mission.config import load_mission


class Keeps(StrEnum):
    """A category of records with one period. In alphabetical order."""

    ASSISTANCE = "assistance"
    INQUIRY = "inquiry"
    REGISTER = "register"
    RESEARCH = "research"
    RETURN = "return"
    STORY = "story"
    TRAFFICKING = "trafficking"
    VICTIM = "victim"


# Names of the dead and missing are of nobody in the register.
OF_PEOPLE = tuple(each for each in Keeps if each is not Keeps.VICTIM)


@dataclass(frozen=True, slots=True)
class Period:
    """For how many months after the last work with a person, or on a name, the record stands, and why so long."""

    name: object
    months: int
    why: object


PERIODS: dict[Keeps, Period] = {
    Keeps.ASSISTANCE: Period(
        _("Assistance"), 60, _("Donors audit for five years, and people come back within that time.")
    ),
    Keeps.INQUIRY: Period(_("Inquiries"), 12, _("Whoever only asked is not followed up for longer.")),
    Keeps.REGISTER: Period(
        _("Registration only"), 36, _("Nobody has worked with the person for three years after they came.")
    ),
    Keeps.RESEARCH: Period(_("Research"), 36, _("A study ends, and its results are without names.")),
    Keeps.RETURN: Period(
        _("Return and reintegration"), 84, _("Reintegration is followed for two years, and audited for five.")
    ),
    Keeps.STORY: Period(_("Stories told in public"), 36, _("A story grows old, and a person moves on.")),
    Keeps.TRAFFICKING: Period(
        _("Counter-trafficking"),
        120,
        _("Proceedings and claims for compensation take up to ten years, and need the record."),
    ),
    Keeps.VICTIM: Period(
        _("Names of the dead and missing"),
        120,
        _("Families look for years, and identification and inquests take as long."),
    ),
}

CHOICES = [(str(category), period.name) for category, period in PERIODS.items() if category in OF_PEOPLE]


def months_kept(category: str) -> int:
    """The period of a category in this mission; one that nobody knows is kept as short as the shortest."""
    shortened = load_mission().retention
    if category not in set(Keeps):
        return min(months_kept(each) for each in OF_PEOPLE)
    declared = PERIODS[Keeps(category)].months
    return min(declared, shortened.get(category, declared))


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day some months later, or earlier; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
