"""Small missions for the tests of disclosure control: who is where, and the tables that are made of them."""

from collections.abc import Mapping, Sequence

import numpy as np

from cairn.evidence.attack.report import People
from cairn.evidence.disclosure.protect import Draft
from cairn.evidence.regions import Breakdown, Category, Layout, Region


def people(counts: Sequence, **dimensions: Sequence[str]) -> People:
    return People(np.array(counts, np.int64), tuple(dimensions), dimensions)


def every(name: str, labels: Sequence[str]) -> Breakdown:
    """All values of a dimension, and their total."""
    single = (Category(label, frozenset([code])) for code, label in enumerate(labels))
    return Breakdown(name, (Category("all"), *single))


def table(
    name: str, someone: People, *dimensions: str, only: Mapping[str, Sequence[int]] | None = None
) -> Layout:
    return Layout(
        name, tuple(every(name, someone.labels[name]) for name in dimensions), Region.of(only or {})
    )


def draft(someone: People, *layouts: Layout, release: str = "R1", snapshot: str = "S1", **more) -> Draft:
    return Draft(release, snapshot, layouts, someone, **more)
