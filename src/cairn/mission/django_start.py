"""Starting Django late: only the commands that need it pay for it."""

import os


def start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.mission.settings.local")
    import django

    django.setup()
