"""The nouns of the newsroom."""

from cairn.newsroom.models.charts import ReleaseChart
from cairn.newsroom.models.events import EventPage, EventSpeaker, ProgrammeItem
from cairn.newsroom.models.figures import Figure
from cairn.newsroom.models.home import HomePage, TopStory
from cairn.newsroom.models.media import MissionDocument, MissionImage, MissionRendition
from cairn.newsroom.models.page import KIND_LABELS, Correction, PublicPage
from cairn.newsroom.models.pathways import Cost, Paper, PathwayPage, Requirement, Source
from cairn.newsroom.models.publications import PublicationAuthor, PublicationFile, PublicationPage
from cairn.newsroom.models.sections import (
    EventIndexPage,
    NewsIndexPage,
    PathwayIndexPage,
    PublicationIndexPage,
    TopicIndexPage,
)
from cairn.newsroom.models.stories import RelatedPage, StatementPage, StatementReason, StoryPage
from cairn.newsroom.models.terms import Place, Theme
from cairn.newsroom.models.topics import PlainPage, TopicPage
from cairn.newsroom.models.voices import Organisation, Person

__all__ = [
    "KIND_LABELS",
    "Correction",
    "Cost",
    "EventIndexPage",
    "EventPage",
    "EventSpeaker",
    "Figure",
    "HomePage",
    "MissionDocument",
    "MissionImage",
    "MissionRendition",
    "NewsIndexPage",
    "Organisation",
    "Paper",
    "PathwayIndexPage",
    "PathwayPage",
    "Person",
    "Place",
    "PlainPage",
    "ProgrammeItem",
    "PublicPage",
    "PublicationAuthor",
    "PublicationFile",
    "PublicationIndexPage",
    "PublicationPage",
    "RelatedPage",
    "ReleaseChart",
    "Requirement",
    "Source",
    "StatementPage",
    "StatementReason",
    "StoryPage",
    "Theme",
    "TopStory",
    "TopicIndexPage",
    "TopicPage",
]
