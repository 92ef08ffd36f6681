"""The first page: what the mission says today, and what it does."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, TranslatableMixin

from cairn.newsroom.blocks import ApproachBlock
from cairn.newsroom.models.page import PublicPage


class TopStory(TranslatableMixin, Orderable):
    """One of the stories that editors put first, in their order."""

    home = ParentalKey("newsroom.HomePage", on_delete=models.CASCADE, related_name="top_stories")
    page = models.ForeignKey(
        "newsroom.PublicPage", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [
        PageChooserPanel(
            "page",
            [
                "newsroom.StatementPage",
                "newsroom.StoryPage",
                "newsroom.EventPage",
                "newsroom.PublicationPage",
            ],
        )
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class HomePage(PublicPage):
    """Featured statement, top stories, latest news, next events, help, and the approach in five parts."""

    featured = models.ForeignKey(
        "newsroom.StatementPage",
        verbose_name=_("featured statement"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    help_title = models.CharField(_("help: title"), max_length=100, blank=True)
    help_text = models.TextField(_("help: text"), max_length=400, blank=True)
    help_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("help: page"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    approach_title = models.CharField(_("approach: title"), max_length=100, blank=True)
    approach = StreamField(
        [("part", ApproachBlock())],
        verbose_name=_("approach"),
        blank=True,
        max_num=5,
        help_text=_("Five parts."),
    )

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "newsroom.NewsIndexPage",
        "newsroom.EventIndexPage",
        "newsroom.PublicationIndexPage",
        "newsroom.PathwayIndexPage",
        "newsroom.TopicIndexPage",
        "newsroom.PlainPage",
    ]
    max_count_per_parent = None
    content_panels = [
        *PublicPage.content_panels[:1],
        FieldPanel("summary"),
        PageChooserPanel("featured", "newsroom.StatementPage"),
        InlinePanel("top_stories", label=_("top story"), heading=_("Top stories, in order"), max_num=6),
        MultiFieldPanel(
            [FieldPanel("help_title"), FieldPanel("help_text"), FieldPanel("help_page")], _("Help")
        ),
        FieldPanel("approach_title"),
        FieldPanel("approach"),
    ]

    class Meta:
        verbose_name = _("home page")

    def kind_now(self) -> str:
        return "home"
