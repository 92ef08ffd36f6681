"""What an indicator would say in a release of today: counted, protected and attacked with all that is out, and kept nowhere.

Nobody sees more here than a release would show: small groups are hidden by the same rule, and where the attack finds
somebody there are no figures at all.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cairn.evidence.facts.snapshots import Snapshot, snapshots
from cairn.evidence.indicators import Indicator
from cairn.evidence.models import Released
from cairn.evidence.releases.building import as_plain, earlier_releases
from cairn.evidence.releases.computing import compute
from cairn.evidence.workspace.attack import reported
from cairn.evidence.workspace.comparing import Compared
from cairn.evidence.workspace.reading import Reader
from cairn.mission.errors import CairnError

NAME = "preview"
# Fewer rows than these are counted while somebody types; more, and all people, when a button asks for it.
CHEAP = 100_000


@dataclass(frozen=True)
class Preview:
    """The figures of one indicator, or why there are none."""

    taken_on: dt.date | None = None
    reader: Reader | None = None
    report: dict[str, Any] = field(default_factory=dict)
    trouble: str = ""
    lacks_facts: bool = False


def preview(one: Indicator, language: str) -> Preview:
    """On the latest snapshot that holds its facts."""
    snapshot = latest_with(one.facts)
    if snapshot is None:
        said = _("No snapshot holds the facts “%(facts)s” yet.") % {"facts": one.facts}
        return Preview(trouble=said, lacks_facts=True)
    taken_on = snapshot.taken_at.date()
    try:
        computed = compute(NAME, [one], snapshot, taken_on, earlier_releases())
    except CairnError as error:
        return Preview(taken_on, trouble=str(error))
    attacks = {name: as_plain(found) for name, found in computed.attacks.items()}
    report = reported({"may_be_published": computed.may_be_published, "attacks": attacks})
    if not computed.may_be_published:
        return Preview(taken_on, report=report)
    last = Released.objects.latest(one.code)
    before, called = (last.result, str(last.release)) if last else (None, "")
    return Preview(taken_on, Reader(Compared(computed.results[0], before, called), language), report)


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
