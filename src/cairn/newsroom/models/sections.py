"""The sections under which pages live. What they list is asked in `reads.py`; a section holds a title and a summary."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cairn.newsroom.models.page import PublicPage


class Section(PublicPage):
    """What sections share: a title, a summary, nothing to translate twice."""

    content_panels = [*PublicPage.content_panels[:1], FieldPanel("summary")]
    promote_panels = PublicPage.promote_panels

    class Meta:
        abstract = True

    def kind_now(self) -> str:
        return "section"


class NewsIndexPage(Section):
    """The news: statements and stories."""

    parent_page_types = ["newsroom.HomePage"]
    subpage_types = ["newsroom.StatementPage", "newsroom.StoryPage"]
    max_count_per_parent = 1
    template = "newsroom/news_index.html"

    class Meta:
        verbose_name = _("news section")


class EventIndexPage(Section):
    """Events to come and past."""

    parent_page_types = ["newsroom.HomePage"]
    subpage_types = ["newsroom.EventPage"]
    max_count_per_parent = 1
    template = "newsroom/event_index.html"

    class Meta:
        verbose_name = _("events section")


class PublicationIndexPage(Section):
    """Reports, studies and plans."""

    parent_page_types = ["newsroom.HomePage"]
    subpage_types = ["newsroom.PublicationPage"]
    max_count_per_parent = 1
    template = "newsroom/publication_index.html"

    class Meta:
        verbose_name = _("publications section")


class PathwayIndexPage(Section):
    """Legal routes by kind, by where they lead and by where they begin."""

    parent_page_types = ["newsroom.HomePage"]
    subpage_types = ["newsroom.PathwayPage"]
    max_count_per_parent = 1
    template = "newsroom/pathway_index.html"

    class Meta:
        verbose_name = _("legal pathways section")


class TopicIndexPage(Section):
    """Topics in their order."""

    parent_page_types = ["newsroom.HomePage"]
    subpage_types = ["newsroom.TopicPage"]
    max_count_per_parent = 1
    template = "newsroom/topic_index.html"

    class Meta:
        verbose_name = _("topics section")
