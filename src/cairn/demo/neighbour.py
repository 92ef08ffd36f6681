"""A second demonstration mission, on the French coast: its sites, the deaths that it counts, and its own release.

It has no pages of its own besides those that every mission has. Beside the first mission it shows how two of them add
up what they published. They count at different places, so that nobody is counted twice. Nothing of it happened.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from cairn.demo.cast import MARK
from cairn.demo.releases import Planned, put_out_releases
from cairn.demo.tracking import Records, record_tracking
from cairn.guard.roles import Role

COAST = Records(
    sites=(
        {
            "code": "FR-DUN-01", "name": "The wood, Dunkirk",
            "names": {"fr": "Le bois, Dunkerque", "ar": "الغابة، دنكيرك"}, "kind": "informal-camp", "country": "FR",
            "area": "Hauts-de-France", "latitude": Decimal("51.024"), "longitude": Decimal("2.303"),
            "opened_on": dt.date(2015, 6, 1), "note": f"An invented site {MARK}.",
        },
    ),
    counts=(
        ("FR-DUN-01", dt.date(2015, 9, 25), 800, None),
        ("FR-DUN-01", dt.date(2015, 10, 16), 1_200, None),
    ),
    incidents=(
        (dt.date(2015, 6, 21), 1, 0, "transport", "Lorry park outside Dunkirk"),
        (dt.date(2015, 8, 9), 2, 1, "drowning", "Beach east of Dunkirk"),
        (dt.date(2015, 9, 30), 1, 0, "transport", "Slip road of the motorway, Dunkirk"),
    ),
    prefix="COAST",
    where={
        "place": "dunkirk", "country": "FR", "region": "Europe", "route": "English Channel to the United Kingdom",
        "latitude": Decimal("51.038"), "longitude": Decimal("2.377"),
    },
)  # fmt: skip
RELEASES = (
    Planned(
        code="coast",
        title={
            "en": f"The coast {MARK}",
            "fr": "Le littoral (démonstration)",
            "ar": "الساحل (عرض توضيحي)",
        },
        indicators=("people-in-sites", "deaths-on-the-way"),
        cut_off=dt.date(2015, 10, 21),
        known_on=dt.date(2015, 10, 21),
    ),
)


def record(cast: Mapping[Role, Any]) -> int:
    """Record what is missing; answer how many records are new."""
    return record_tracking(cast, COAST)


def put_out(cast: Mapping[Role, Any]) -> int:
    """Build, approve and publish what is not out yet; answer how many releases were made."""
    return put_out_releases(cast, RELEASES)
