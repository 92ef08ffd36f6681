from django.apps import AppConfig, apps
from django.db.models.signals import post_delete, post_save


class PublishConfig(AppConfig):
    name = "cairn.publish"
    label = "publish"
    verbose_name = "Publish"

    def ready(self) -> None:
        """Hear of every deed after which the public may see something else.

        Pages count when they go out, go back, move or go for good; a draft changes nothing. Whatever else the
        newsroom keeps (figures, people, pictures, places) has no drafts and counts when it is saved. Of releases, what comes
        out or is withdrawn.
        """
        from wagtail.contrib.redirects.models import Redirect
        from wagtail.models import Page, Site
        from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

        from cairn.evidence.signals import release_changed
        from cairn.publish.changes import mark_changed

        for signal in (page_published, page_slug_changed, page_unpublished, post_page_move, release_changed):
            signal.connect(mark_changed, dispatch_uid="publish_hears")
        kept = [
            model
            for model in apps.get_app_config("newsroom").get_models()
            if not issubclass(model, Page) and model.__name__ != "MissionRendition"
        ]
        for model in (*kept, Redirect, Site):
            post_save.connect(mark_changed, sender=model, dispatch_uid="publish_hears")
            post_delete.connect(mark_changed, sender=model, dispatch_uid="publish_hears")
        post_delete.connect(mark_changed, sender=Page, dispatch_uid="publish_hears")
