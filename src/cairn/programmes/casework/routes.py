"""The mission's legal routes as casework shows them, and the deadlines of an application for one."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.evidence.words import in_language
from cairn.mission.pathways import Route, routes
from cairn.people.workspace.names import country_name

ADVICE, APPLICATION = "pathway-advice", "pathway-application"
# Clocks of an application, by the code that stands before its number.
DEADLINES = {"apply": _("Hand in the application"), "appeal": _("Appeal against the decision")}


def route_choices(answer: Any = None) -> list[tuple[str, str]]:
    """Every route that may be chosen now, and those that were chosen before, also where they were taken down since."""
    offered = {code: _with_its_end(route) for code, route in routes().items()}
    kept = {code: code for code in _codes(answer) if code not in offered}
    return sorted((offered | kept).items(), key=lambda pair: pair[1].casefold())


def routes_in_words(answer: Any) -> list[str]:
    offered = routes()
    return [_with_its_end(offered[code]) if code in offered else code for code in _codes(answer)]


def deadline_in_words(clock: str) -> str:
    """What a clock such as “apply:…” asks for; nothing where it is no clock of an application."""
    return str(DEADLINES.get(clock.partition(":")[0], ""))


def _with_its_end(route: Route) -> str:
    return f"{in_language(route.titles)} ({country_name(route.destination)})"


def _codes(answer: Any) -> Iterable[str]:
    return answer if isinstance(answer, list) else [answer] if answer else []
