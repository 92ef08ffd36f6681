"""What is asked of figures: which pages use one, whom to tell, and which of them a newer release has overtaken."""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import ModelLogEntry, Page, PageLogEntry, ReferenceIndex

from cairn.evidence.models import Released
from cairn.evidence.phrases import Phrase
from cairn.evidence.reads import Cited
from cairn.guard.models import User
from cairn.newsroom.figures.choice import Offer, cite_standing, offers
from cairn.newsroom.figures.missing import Newest, Why, is_kept_without, newest_with, why_missing_now
from cairn.newsroom.figures.saying import phrase_now, sentences
from cairn.newsroom.models.charts import ReleaseChart
from cairn.newsroom.models.figures import Figure
from cairn.newsroom.models.page import PublicPage


def pages_using(figure: Figure | ReleaseChart) -> QuerySet[PublicPage]:
    """The live pages in which the figure or chart stands, in every language."""
    on_pages = ContentType.objects.get_for_model(Page)
    rows = ReferenceIndex.get_references_to(figure).filter(base_content_type=on_pages)
    pks = [int(pk) for pk in rows.values_list("object_id", flat=True)]
    return (
        PublicPage.objects.live().filter(pk__in=pks).select_related("locale").order_by("locale_id", "title")
    )


def editors_of(figure: Figure | ReleaseChart) -> list[User]:
    """Who wrote or published the pages that show it; for what is on no page yet, who chose it."""
    pages = list(pages_using(figure).values_list("pk", "owner_id", "live_revision__user_id"))
    told = {user for _pk, *users in pages for user in users if user}
    writers = PageLogEntry.objects.filter(page__in=[pk for pk, *_users in pages], action="wagtail.edit")
    told |= set(writers.exclude(user=None).values_list("user_id", flat=True))
    if not told:
        chosen = ModelLogEntry.objects.for_instance(figure).exclude(user=None)
        told = set(chosen.values_list("user_id", flat=True))
    return list(User.objects.filter(pk__in=told, is_active=True))


def is_overtaken(one: Figure | ReleaseChart, newest: Released | None) -> bool:
    """Whether a later release speaks of it, against which nobody has kept it on purpose."""
    if newest is None or newest.release_id in (one.release_id, one.kept_against_id):
        return False
    return bool(newest.release.published_at > one.release.published_at)


def newest_cited(figure: Figure) -> Cited | None:
    """The figure’s cell as the mission says it today; nothing where no current release shows it."""
    newest = newest_with(figure)
    return cite_standing(newest, figure.cell) if newest else None


@dataclass
class Overtaken:
    """A figure whose release was superseded or withdrawn, beside what may be said today."""

    figure: Figure
    # The latest that shows its cell; nothing where its series has left it out since.
    newest: Released | None

    @cached_property
    def cited(self) -> Cited | None:
        return cite_standing(self.newest, self.figure.cell) if self.newest else None

    @cached_property
    def why_missing(self) -> Why | None:
        return why_missing_now(self.figure)

    @cached_property
    def phrase(self) -> Phrase | None:
        """The same claim today; nothing where it no longer holds."""
        return phrase_now(self.figure.said, self.cited) if self.cited and self.figure.said else None

    @cached_property
    def sentences(self) -> dict[str, str]:
        if self.cited is None or self.phrase is None:
            return {}
        return sentences(self.cited, self.phrase, names_unit=self.figure.names_unit)

    @cached_property
    def offers(self) -> list[Offer]:
        """What may be said instead."""
        return offers(self.cited, names_unit=self.figure.names_unit) if self.cited else []

    @cached_property
    def pages(self) -> list[PublicPage]:
        return list(pages_using(self.figure))

    @property
    def waits(self) -> bool:
        """Whether an editor has to decide."""
        if self.figure.is_withdrawn:
            return True
        if self.figure.missing_from:
            return not is_kept_without(self.figure)
        return is_overtaken(self.figure, self.newest) and self.sentences != self.figure.phrase


def overtaken() -> list[Overtaken]:
    """All that wait for a decision, the withdrawn ones first."""
    newest = Newest()
    every = (Overtaken(figure, newest.of(figure)) for figure in Figure.objects.ours())
    return sorted(
        (one for one in every if one.waits), key=lambda one: (not one.figure.is_withdrawn, one.figure.code)
    )


def standing_of(figure: Figure) -> Overtaken:
    """One figure beside the newest release."""
    return Overtaken(figure, Newest().of(figure) if figure.indicator else None)
