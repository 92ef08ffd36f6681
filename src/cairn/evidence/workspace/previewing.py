"""What an indicator would say in a release of today: counted, protected and attacked with all that is out.

Nobody sees more here than a release would show: small groups are hidden by the same rule, and where the attack finds
somebody there are no figures at all. Things are counted while a colleague waits. People are counted by the worker,
because an attack may take minutes, and what it found is kept for a day under the digest of all that it follows from.
"""

import datetime as dt
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cairn import __version__
from cairn.evidence.facts.snapshots import Snapshot, snapshots
from cairn.evidence.indicators import Indicator
from cairn.evidence.indicators.declaration import as_plain as indicator_as_plain
from cairn.evidence.models import IndicatorText, Release, Released
from cairn.evidence.releases.building import as_plain, earlier_releases
from cairn.evidence.releases.computing import compute
from cairn.evidence.releases.results import canonical, digest_of, result_of
from cairn.evidence.releases.store import write_whole
from cairn.evidence.workspace.attack import reported
from cairn.evidence.workspace.comparing import Compared
from cairn.evidence.workspace.reading import Reader
from cairn.guard.turns import is_waiting
from cairn.mission.config import load_mission
from cairn.mission.errors import CairnError

NAME = "preview"
# Fewer rows than these are counted at every pause in writing.
CHEAP = 100_000
A_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Preview:
    """The figures of one indicator, or why there are none."""

    taken_on: dt.date | None = None
    reader: Reader | None = None
    report: dict[str, Any] = field(default_factory=dict)
    trouble: str = ""
    lacks_facts: bool = False
    is_counting: bool = False


def preview(text: IndicatorText, one: Indicator, language: str) -> Preview:
    """On the latest snapshot that holds its facts; of people, what the worker has found, or that it is at it."""
    snapshot = latest_with(one.facts)
    if snapshot is None:
        said = _("No snapshot holds the facts “%(facts)s” yet.") % {"facts": one.facts}
        return Preview(trouble=said, lacks_facts=True)
    if not snapshot.table(one.facts).is_person:
        return _told(count(one, snapshot), one, snapshot, language)
    found = _found(one, snapshot)
    if found is not None:
        return _told(found, one, snapshot, language)
    _order(text)
    return Preview(snapshot.taken_at.date(), is_counting=True)


def count(one: Indicator, snapshot: Snapshot) -> dict[str, Any]:
    """Plain values, as they are kept: a result, a report of the attack, or what stands in the way."""
    try:
        computed = compute(NAME, [one], snapshot, snapshot.taken_at.date(), earlier_releases())
    except CairnError as error:
        return {"trouble": str(error)}
    attacks = {name: as_plain(report) for name, report in computed.attacks.items()}
    told = {"report": {"may_be_published": computed.may_be_published, "attacks": attacks}}
    return told | ({"result": computed.results[0].plain()} if computed.may_be_published else {})


def count_and_keep(one: Indicator) -> None:
    """What the worker does; a preview that was counted already is not counted again."""
    snapshot = latest_with(one.facts)
    if snapshot is None or _found(one, snapshot) is not None:
        return
    path = _path(one, snapshot)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in _old(path.parent):
        old.unlink(missing_ok=True)
    write_whole(path, canonical(count(one, snapshot)))


def latest_with(facts: str) -> Snapshot | None:
    return next((one for one in snapshots() if facts in one.tables), None)


def is_cheap(one: Indicator) -> bool:
    """Whether it can be counted again at every pause in writing."""
    snapshot = latest_with(one.facts)
    return (
        snapshot is not None
        and not snapshot.table(one.facts).is_person
        and snapshot.tables[one.facts].rows <= CHEAP
    )


def _told(found: dict[str, Any], one: Indicator, snapshot: Snapshot, language: str) -> Preview:
    taken_on = snapshot.taken_at.date()
    if "trouble" in found:
        return Preview(taken_on, trouble=found["trouble"])
    report = reported(found["report"])
    if "result" not in found:
        return Preview(taken_on, report=report)
    last = Released.objects.latest(one.code)
    before, called = (last.result, str(last.release)) if last else (None, "")
    return Preview(taken_on, Reader(Compared(result_of(found["result"]), before, called), language), report)


def _order(text: IndicatorText) -> None:
    """Once, however often the page is looked at meanwhile."""
    from cairn.evidence.tasks import preview_text

    if not is_waiting(preview_text, text.pk):
        preview_text.enqueue(text.pk)


def _found(one: Indicator, snapshot: Snapshot) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(_path(one, snapshot).read_bytes())
    except (OSError, ValueError):
        return None
    return found


def _path(one: Indicator, snapshot: Snapshot) -> Path:
    """Named by everything that the figures follow from."""
    mission = load_mission()
    out = Release.objects.out().order_by("published_at", "pk").values_list("digest", flat=True)
    inputs = {
        "indicator": indicator_as_plain(one),
        "snapshot": snapshot.name,
        "earlier": list(out),
        "floor": mission.disclosure.model_dump(mode="json"),
        "code": __version__,
    }
    return mission.storage_path / "evidence" / "previews" / f"{digest_of(canonical(inputs))}.json"


def _old(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if time.time() - path.stat().st_mtime > A_DAY:
            yield path
