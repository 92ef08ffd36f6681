from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrackingConfig(AppConfig):
    name = "cairn.programmes.tracking"
    label = "tracking"
    verbose_name = _("Tracking")

    def ready(self) -> None:
        from cairn.evidence.facts import register_facts
        from cairn.evidence.indicators import register_folder
        from cairn.people.holdings import describe
        from cairn.programmes.tracking import facts

        register_facts("tracking.populations", facts.populations)
        register_facts("tracking.flows", facts.flows)
        register_facts("tracking.incidents", facts.incidents)
        register_folder(Path(__file__).parent / "indicators")
        # Somebody who died or is missing has a key of their own; whom to tell is about others.
        describe("tracking.NamedVictim", about_others=("family_contact",), left_out=("incident",))
