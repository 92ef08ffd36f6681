"""The addresses of evidence: numbers, and codes of indicators, which name nobody."""

from cairn.evidence.workspace import (
    attack,
    building,
    choosing,
    deciding,
    facts,
    indicators,
    neighbours,
    releases,
    reviewing,
    tables,
    writing,
)

app_name = "evidence"
urlpatterns = [
    *choosing.urls,
    *releases.urls,
    *building.urls,
    *tables.urls,
    *attack.urls,
    *deciding.urls,
    *indicators.urls,
    *writing.urls,
    *reviewing.urls,
    *facts.urls,
    *neighbours.urls,
]
