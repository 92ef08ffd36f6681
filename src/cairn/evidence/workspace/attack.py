"""The fourth step: what the machine proved when it played the intruder, in the words of people."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from cairn.evidence.workspace.attack_words import Told, told
from cairn.evidence.workspace.of_release import ReleaseScreen
from cairn.evidence.workspace.way import ATTACK
from cairn.guard.trace.events import Event


class AttackScreen(ReleaseScreen):
    """The report that is kept with a release; whoever reads it is written down."""

    template_name = "evidence/attack.html"
    title = _("The attack")
    step = ATTACK
    read_event = Event.RELEASE_READ

    def context(self) -> dict[str, Any]:
        return {**super().context(), **reported(self.row.report)}


def reported(report: dict[str, Any]) -> dict[str, Any]:
    """A report as a page tells it: sums first, then each table with what was found in it."""
    attacks: list[Told] = [told(name, one) for name, one in sorted(report.get("attacks", {}).items())]
    return {
        "was_attacked": bool(report),
        "is_safe": bool(report.get("may_be_published")),
        "attacks": attacks,
        "figures": sum(one.figures for one in attacks),
        "few": sum(one.few for one in attacks),
        "found": sum(one.found for one in attacks),
    }


urls = [path("releases/<int:pk>/attack/", AttackScreen.as_view(), name="attack")]
