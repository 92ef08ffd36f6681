"""How data are cited, in the styles in which readers cite publications."""

import datetime as dt
from types import SimpleNamespace

from cairn.mission.config import load_mission
from cairn.newsroom.citations import STYLES, cite


def citations(
    title: str, number: str, published_on: dt.date, url: str, language: str
) -> list[tuple[str, str]]:
    """Each style with the citation; the mission is author and publisher, and colleagues stay unnamed."""
    mission = load_mission()
    said = SimpleNamespace(
        authors=SimpleNamespace(all=lambda: ()),
        title=title,
        number=number,
        published_on=published_on,
        publisher=SimpleNamespace(name_in=lambda: mission.name_in(language)),
        publisher_place="",
        pages=None,
        doi="",
        full_url=f"{mission.public_url}{url}",
    )
    return [(name, cite(said, style)) for style, name in STYLES.items()]  # type: ignore[arg-type]
