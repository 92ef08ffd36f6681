"""Days of birth as exact as they are known: a year, a month, a day."""

import datetime as dt
import re
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cairn.people.codes import BirthCertainty, Flag

if TYPE_CHECKING:
    from cairn.people.models import Person

OLDEST = 125
_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def checked_birth(text: str) -> str:
    """“1990”, “1990-05” or “1990-05-12”: a day that exists, not to come and not beyond memory; or empty."""
    if not text:
        return ""
    found = _FORM.fullmatch(text.strip())
    if not found:
        raise ValidationError(_("Write a year, a year and month, or a day: 1990, 1990-05 or 1990-05-12."))
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = dt.date(year, month or 1, day or 1)  # type: ignore[arg-type]
    except ValueError:
        raise ValidationError(_("There is no such day. Write one that exists, or the year alone.")) from None
    today = timezone.localdate()
    if first > today:
        raise ValidationError(_("This day is still to come. A day of birth lies in the past."))
    if today.year - first.year > OLDEST:
        raise ValidationError(_("Nobody is known to be that old. Check the year."))
    return found.group()


def age_on(born: str, day: dt.date) -> int | None:
    """Full years on a day; of a birth that is known to the year only, the fewest they can be."""
    if not born:
        return None
    parts = [int(part) for part in born.split("-")]
    month, late = parts[1] if len(parts) > 1 else 12, parts[2] if len(parts) > 2 else 31
    return max(0, day.year - parts[0] - ((day.month, day.day) < (month, late)))


def is_child(born: str, day: dt.date) -> bool | None:
    """Under 18, or possibly so: whoever may be a child is treated as one. None where no birth is known."""
    age = age_on(born, day)
    return None if age is None else age < 18


def may_be_child(person: "Person", day: dt.date) -> bool:
    """Under 18 on a day as far as anybody knows; of an age about which people disagree; or said to be a child."""
    is_young = is_child(person.born, day)
    is_said = is_young is None and Flag.SEPARATED_CHILD in person.flags
    return bool(is_young) or is_said or person.birth_certainty == BirthCertainty.DISPUTED
