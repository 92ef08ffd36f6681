"""All tables of casework, by name: what its app registers when Cairn starts."""

from collections.abc import Callable, Mapping

from cairn.evidence.facts import FactTable
from cairn.programmes.casework.facts import (
    advised,
    assisted,
    decided,
    identified,
    reintegrated,
    returned,
    screened,
)

TABLES: Mapping[str, Callable[[], FactTable]] = {
    advised.ADVISED: advised.advised,
    advised.APPLIED: advised.applied,
    assisted.NAME: assisted.assisted,
    assisted.BY_MONTH: assisted.assisted_by_month,
    decided.NAME: decided.decided,
    identified.NAME: identified.identified,
    reintegrated.NAME: reintegrated.reintegrated,
    returned.NAME: returned.returned,
    screened.NAME: screened.screened,
}
