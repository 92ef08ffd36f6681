"""The demonstration’s release “calais-1”: counted from its invented records, approved by a second of the cast, and out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from cairn.demo.cast import MARK
from cairn.evidence.acts import approve, ask_for_approval, draft_release, order_build, publish_release
from cairn.evidence.facts import fact_table
from cairn.evidence.facts.snapshots import take_snapshot
from cairn.evidence.indicators import indicator
from cairn.evidence.models import Release, Series
from cairn.evidence.releases.building import build
from cairn.guard.roles import Role

CODE = "calais"
TITLE = {"en": f"Calais {MARK}", "fr": "Calais (démonstration)", "ar": "كاليه (عرض توضيحي)"}
INDICATORS = ("people-in-sites", "deaths-on-the-way")
# The day of the story; counts and incidents after it are not in the release.
CUT_OFF = dt.date(2015, 10, 21)


def put_out_release(cast: Mapping[Role, Any]) -> bool:
    """Build, approve and publish the first release, unless the series has one; answer whether it was made."""
    series, _is_new = Series.objects.get_or_create(code=CODE, defaults={"title": TITLE})
    if series.releases.exists():
        return False
    maker, approver = cast[Role.INFORMATION], cast[Role.PROGRAMME]
    release = draft_release(series, by=maker, indicators=INDICATORS, cut_off=CUT_OFF)
    _take_facts(release)
    release = build(order_build(release, by=maker))
    ask_for_approval(release, by=maker)
    approve(release, by=approver)
    publish_release(release, by=maker)
    return True


def _take_facts(release: Release) -> None:
    """The invented records are known on the day of the demonstration, whenever it is loaded."""
    tables = sorted({indicator(code).facts for code in INDICATORS})
    release.snapshot = take_snapshot([fact_table(name) for name in tables]).name
    release.known_on = CUT_OFF
    release.save(update_fields=["snapshot", "known_on"])
