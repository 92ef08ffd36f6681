"""What every template may say about the mission itself."""

from django.http import HttpRequest

from cairn.mission.config import MissionConfig, load_mission


def mission(request: HttpRequest) -> dict[str, MissionConfig]:
    """`mission` in templates: name, contacts, emergency lines, as the mission's own file has them."""
    return {"mission": load_mission()}
