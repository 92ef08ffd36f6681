from typing import Any

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "cairn.newsroom"
    label = "newsroom"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        from cairn.evidence.signals import release_changed
        from cairn.mission.pathways import register_routes
        from cairn.newsroom.pathways.offering import offered_routes

        release_changed.connect(_hear_of_release, dispatch_uid="newsroom_hears")
        register_routes("newsroom", offered_routes)


def _hear_of_release(release: Any, **_kwargs: Any) -> None:
    """Figures and charts that pages show are held against whatever came out or was withdrawn."""
    from cairn.newsroom.figures import acts, charts

    acts.hear_of(release)
    charts.hear_of(release)
