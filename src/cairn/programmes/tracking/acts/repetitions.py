"""Two reports of one incident: near in place, in time and in number. A person decides."""

import datetime as dt
from math import asin, cos, radians, sin, sqrt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cairn.guard.rights import Can
from cairn.guard.scope import ensure
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event
from cairn.programmes.tracking.models import Incident, PossibleRepetition

NEAR_DAYS = dt.timedelta(days=4)
NEAR_KILOMETRES = 60
EARTH = 6371


def look_for_repetitions(incident: Incident) -> list[PossibleRepetition]:
    """Standing incidents that may be the same as this one, noted for review. What was decided before a correction of
    either is not asked again."""
    around = Incident.objects.standing().exclude(pk=incident.pk).filter(
        first_day__range=(incident.first_day - NEAR_DAYS, incident.first_day + NEAR_DAYS)
    )  # fmt: skip
    found = []
    for other in around:
        if _near_in_place(incident, other) and _near_in_number(incident, other):
            one, two = sorted((incident, other), key=lambda each: each.pk)
            pair, _is_new = PossibleRepetition.objects.get_or_create(
                one=one, other=two, defaults=_decided_before(incident, other)
            )
            found.append(pair)
    return found


def _decided_before(incident: Incident, other: Incident) -> dict[str, Any]:
    """What a person said of these two as they were before."""
    if incident.corrects_id is None and other.corrects_id is None:
        return {}
    ones, others = _with_corrected(incident), _with_corrected(other)
    earlier = (
        PossibleRepetition.objects.exclude(is_same=None)
        .filter(Q(one__in=ones, other__in=others) | Q(one__in=others, other__in=ones))
        .order_by("-decided_at")
        .first()
    )
    return {"is_same": earlier.is_same, "decided_at": earlier.decided_at} if earlier else {}


def _with_corrected(incident: Incident) -> list[Incident]:
    """A record and all that it corrects, back to the first."""
    line = [incident]
    while line[-1].corrects_id is not None:
        line.append(line[-1].corrects)
    return line


@transaction.atomic
def decide_repetition(pair: PossibleRepetition, *, is_same: bool, by: Any) -> PossibleRepetition:
    """Say whether two incidents are one; the later recorded of two that are is withdrawn by an act of its own."""
    ensure(by, Can.TRACKING_RECORD)
    pair.is_same, pair.decided_at = is_same, timezone.now()
    pair.save(update_fields=["is_same", "decided_at"])
    record(Event.TRACKING_COMPARED, pair, by=by)
    return pair


def _near_in_place(one: Incident, other: Incident) -> bool:
    if None not in (one.latitude, other.latitude):
        return kilometres(one, other) <= NEAR_KILOMETRES
    return one.country == other.country and (not one.place or not other.place or one.place == other.place)


def _near_in_number(one: Incident, other: Incident) -> bool:
    """Reports of one event differ by how many were found since, seldom by more than half."""
    fewer, more = sorted((one.dead_and_missing, other.dead_and_missing))
    return more - fewer <= max(2, more // 2)


def kilometres(one: Any, other: Any) -> float:
    """The way between two positions along the surface of the earth (haversine)."""
    a, b = radians(float(one.latitude)), radians(float(other.latitude))
    across = radians(float(other.longitude) - float(one.longitude))
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(across / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))
