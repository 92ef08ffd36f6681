"""Statements and stories: what the mission holds, and what happened."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, TranslatableMixin

from cairn.newsroom.models.page import PublicPage
from cairn.newsroom.models.voices import Person


class StatementReason(TranslatableMixin, Orderable):
    """One reason for the position."""

    statement = ParentalKey("newsroom.StatementPage", on_delete=models.CASCADE, related_name="reasons")
    title = models.CharField(_("reason"), max_length=150)
    text = models.TextField(_("explained"), blank=True)

    panels = [FieldPanel("title"), FieldPanel("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class StatementPage(PublicPage):
    """A position, with its reasons, by a named office."""

    office = models.CharField(
        _("office"), max_length=200, help_text=_("The office that speaks and answers for it.")
    )
    spokesperson = models.ForeignKey(
        Person,
        verbose_name=_("spokesperson"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
    )

    parent_page_types = ["newsroom.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *PublicPage.content_panels,
        FieldRowPanel([FieldPanel("office"), FieldPanel("spokesperson")]),
        FieldPanel("body"),
        InlinePanel("reasons", label=_("reason"), heading=_("Reasons")),
        *PublicPage.finding_panels,
        *PublicPage.care_panels,
    ]

    class Meta:
        verbose_name = _("statement")

    def kind_now(self) -> str:
        return "statement"


class RelatedPage(TranslatableMixin, Orderable):
    """A page that a reader of this story should see next."""

    story = ParentalKey("newsroom.StoryPage", on_delete=models.CASCADE, related_name="related")
    page = models.ForeignKey(
        "newsroom.PublicPage", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [PageChooserPanel("page")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class StoryPage(PublicPage):
    """News, an opinion, a launch or an update."""

    class Kind(models.TextChoices):
        NEWS = "news", _("News")
        OPINION = "opinion", _("Opinion")
        LAUNCH = "launch", _("Launch")
        UPDATE = "update", _("Update")

    story_kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.NEWS)
    byline = models.CharField(_("by"), max_length=150, blank=True)

    parent_page_types = ["newsroom.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *PublicPage.content_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("story_kind"), FieldPanel("byline")])], _("Kind and author")
        ),
        FieldPanel("body"),
        InlinePanel("related", label=_("page"), heading=_("Read next")),
        *PublicPage.finding_panels,
        *PublicPage.care_panels,
    ]

    class Meta:
        verbose_name = _("story")

    def kind_now(self) -> str:
        return self.story_kind
