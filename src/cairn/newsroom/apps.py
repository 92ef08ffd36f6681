from typing import Any

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "cairn.newsroom"
    label = "newsroom"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        from cairn.evidence.signals import release_changed

        release_changed.connect(_hear_of_release, dispatch_uid="newsroom_hears")


def _hear_of_release(release: Any, **_kwargs: Any) -> None:
    """Figures that pages show are held against whatever came out or was withdrawn."""
    from cairn.newsroom.figures.acts import hear_of

    hear_of(release)
