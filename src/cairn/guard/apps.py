from django.apps import AppConfig


class GuardConfig(AppConfig):
    name = "cairn.guard"
    label = "guard"
    verbose_name = "Guard"
