"""Figures of several missions are added up where they count the same thing, and not because they bear the same code."""

import pyarrow.parquet as pq
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cairn.evidence.errors import WrongFacts
from cairn.evidence.facts.snapshots import Snapshot
from cairn.evidence.federation.facts import MEANING, NAME
from cairn.evidence.indicators.declaration import Indicator
from cairn.evidence.tables import facts_in, held_to


def ensure_one_meaning(one: Indicator, snapshot: Snapshot) -> None:
    """Refuse an indicator over published figures of which two missions say something else under one code."""
    if one.facts != NAME:
        return
    if MEANING not in pq.read_schema(snapshot.path(NAME)).names:
        raise WrongFacts(
            _("The snapshot does not say how each mission defines its figures."), _("Take a new snapshot.")
        )
    with facts_in(snapshot, NAME) as facts:
        facts = held_to(one, facts)
        told = facts.group_by("indicator").aggregate(
            meanings=facts[MEANING].nunique(),
            missions=facts.mission.group_concat(", ", order_by=facts.mission),
        )
        found = told.filter(told.meanings > 1).order_by("indicator").limit(1).to_pyarrow().to_pylist()
    for row in found:
        missions = ", ".join(dict.fromkeys(row["missions"].split(", ")))
        raise WrongFacts(
            format_lazy(
                _(
                    "“{indicator}” has not the same definition and unit in all missions that say it: {missions}."
                ),
                indicator=row["indicator"],
                missions=missions,
            ),
            _("Agree on one text with them, or count one mission alone."),
        )
