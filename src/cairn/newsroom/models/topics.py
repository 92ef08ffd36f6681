"""Topics, which gather everything on one theme, and plain pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cairn.newsroom.models.page import PublicPage
from cairn.newsroom.models.terms import Theme


class TopicPage(PublicPage):
    """Stories, statements, events, publications and figures on one theme, with an introduction."""

    theme = models.ForeignKey(Theme, verbose_name=_("theme"), on_delete=models.PROTECT, related_name="topics")

    parent_page_types = ["newsroom.TopicIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("theme"),
        FieldPanel("body"),
        *PublicPage.care_panels,
    ]

    class Meta:
        verbose_name = _("topic")

    def kind_now(self) -> str:
        return "topic"


class PlainPage(PublicPage):
    """A page of its own: about the mission, help, privacy."""

    parent_page_types = ["newsroom.HomePage", "newsroom.PlainPage"]
    subpage_types = ["newsroom.PlainPage"]
    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("body"),
        *PublicPage.care_panels,
    ]

    class Meta:
        verbose_name = _("plain page")

    def kind_now(self) -> str:
        return "plain"
