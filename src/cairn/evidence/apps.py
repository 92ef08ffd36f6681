from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "cairn.evidence"
    label = "evidence"
    verbose_name = _("Evidence")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cairn.evidence.facts import register_facts
        from cairn.evidence.federation import facts

        register_facts(facts.NAME, facts.figures)
