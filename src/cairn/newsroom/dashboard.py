"""What is due next, for the colleague who looks: the first thing after signing in, and nothing besides."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision, TaskState, WorkflowState

from cairn.guard.models import User
from cairn.guard.reads import has_role
from cairn.guard.roles import Role
from cairn.mission.config import load_mission
from cairn.newsroom import reads
from cairn.newsroom.checks import reasons_not_to_publish
from cairn.newsroom.figures.charts import overtaken_charts
from cairn.newsroom.figures.missing import FromRelease, Why
from cairn.newsroom.figures.reads import overtaken
from cairn.newsroom.models import EventPage, HomePage, PathwayPage, PublicPage
from cairn.newsroom.translations import Debt, translation_debts

AT_MOST = 6
AHEAD = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One line: a page, why it is here, and when."""

    page: Page
    at: dt.datetime | dt.date | None = None
    who: str = ""
    note: str = ""
    reasons: list[str] = field(default_factory=list)
    debt: Debt | None = None

    @property
    def address(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    @property
    def language(self) -> str:
        return self.page.locale.language_code


@dataclass(frozen=True, slots=True)
class DueFigure:
    """A figure or chart that waits for a decision, and why."""

    title: str
    address: str
    why: str


class WhatIsDueNext(Component):
    """The dashboard's one panel."""

    name = "what_is_due_next"
    template_name = "newsroom/admin/due_next.html"
    order = 100

    def __init__(self, request: HttpRequest) -> None:
        self.user: User = request.user

    def get_context_data(self, parent_context):
        return {
            "refused": self.refused(),
            "to_approve": self.to_approve(),
            "sent_back": self.sent_back(),
            "drafts": self.drafts(),
            "scheduled": self.scheduled(),
            "embargoed": self.embargoed(),
            "figures": self.figures(),
            "reviews": self.reviews(),
            "behind": self.behind(),
            "untranslated": self.untranslated(),
            "events": self.events(),
            "published_at": last_publish(),
            "many_languages": len(load_mission().languages) > 1,
            "writes": bool(self.homes),
        }

    @cached_property
    def homes(self) -> list[HomePage]:
        """The language trees in which this colleague may write."""
        homes = HomePage.objects.select_related("locale")
        return [home for home in homes if home.permissions_for_user(self.user).can_edit()]

    @cached_property
    def is_publisher(self) -> bool:
        return any(home.permissions_for_user(self.user).can_publish() for home in self.homes)

    def in_my_languages(self) -> QuerySet[PublicPage]:
        return PublicPage.objects.filter(locale__in=[home.locale_id for home in self.homes]).select_related(
            "locale"
        )

    def to_approve(self) -> list[Due]:
        waiting = (
            TaskState.objects.reviewable_by(self.user).select_related("revision__user").order_by("started_at")
        )
        return [
            Due(page=page, at=state.started_at, who=_name(state.revision.user))
            for state, page in _with_pages(waiting[:AT_MOST], lambda state: state.revision.object_id)
        ]

    def sent_back(self) -> list[Due]:
        states = WorkflowState.objects.filter(
            requested_by=self.user, status=WorkflowState.STATUS_NEEDS_CHANGES
        ).select_related("current_task_state__finished_by")
        return [
            Due(
                page=page,
                at=state.current_task_state.finished_at,
                who=_name(state.current_task_state.finished_by),
                note=state.current_task_state.comment,
            )
            for state, page in _with_pages(states[:AT_MOST], lambda state: state.object_id)
        ]

    def drafts(self) -> list[Due]:
        """What I wrote last and nobody waits for yet."""
        under_way = WorkflowState.objects.active().values_list("object_id", flat=True)
        pages = (
            self.in_my_languages()
            .filter(has_unpublished_changes=True, latest_revision__user=self.user)
            .filter(latest_revision__approved_go_live_at=None)
            .exclude(pk__in=[int(pk) for pk in under_way])
            .order_by("-latest_revision_created_at")
        )
        return [Due(page=page, at=page.latest_revision_created_at) for page in pages[:AT_MOST]]

    def scheduled(self) -> list[Due]:
        coming = self._on_the_clock().filter(approved_go_live_at__gt=timezone.now())
        return [
            Due(page=page, at=revision.approved_go_live_at)
            for revision, page in _with_pages(coming[:AT_MOST], lambda revision: revision.object_id)
        ]

    def refused(self) -> list[Due]:
        """Pages whose hour has come and which are not fit: for who wrote them, and for approvers."""
        late = self._on_the_clock().filter(approved_go_live_at__lte=timezone.now())
        found = []
        for revision, page in _with_pages(late, lambda revision: revision.object_id):
            if self.is_publisher or self.user.pk in (revision.user_id, page.owner_id):
                reasons = [reason.message for reason in reasons_not_to_publish(revision.as_object())]
                found += [Due(page=page, at=revision.approved_go_live_at, reasons=reasons)] if reasons else []
        return found[:AT_MOST]

    def _on_the_clock(self) -> QuerySet[Revision]:
        mine = [str(pk) for pk in self.in_my_languages().values_list("pk", flat=True)]
        waiting = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
        return waiting.filter(object_id__in=mine).order_by("approved_go_live_at")

    def embargoed(self) -> list[Due]:
        pages = (
            self.in_my_languages().live().filter(embargo_until__gt=timezone.now()).order_by("embargo_until")
        )
        return [Due(page=page, at=page.embargo_until) for page in pages[:AT_MOST]]

    def figures(self) -> list[DueFigure]:
        """What pages say and the newest release does not, for those who may put it right."""
        if not self.user.has_perm("newsroom.change_figure"):
            return []
        waiting = [
            *(_due_figure("figures:figure", each.figure, each.why_missing) for each in overtaken()),
            *(_due_figure("figures:chart", each.chart, each.why_missing) for each in overtaken_charts()),
        ]
        return waiting[:AT_MOST]

    def reviews(self) -> list[Due]:
        """Legal routes to be checked again within two weeks, the longest overdue first: people act on what they say."""
        until = reads.today() + AHEAD
        mine = PathwayPage.objects.live().filter(locale__in=[home.locale_id for home in self.homes])
        due = mine.filter(review_by__lte=until).select_related("locale").order_by("review_by", "pk")
        return [Due(page=page, at=page.review_by) for page in due[:AT_MOST]]

    def behind(self) -> list[Due]:
        """Translations that say less, more or something else than their source, the furthest behind first."""
        followers = self.in_my_languages().live().filter(covers__from__isnull=False)
        pages = list(followers.only("title", "draft_title", "translation_key", "covers", "locale"))
        debts = translation_debts(pages)
        late = sorted(
            (page for page in pages if page.pk in debts), key=lambda page: (-debts[page.pk].changes, page.pk)
        )
        return [Due(page=page, debt=debts[page.pk]) for page in late[:AT_MOST]]

    def untranslated(self) -> list[Due]:
        """For translators: the newest pages of the default language that a language of theirs does not have."""
        if not has_role(self.user, Role.TRANSLATOR):
            return []
        default = load_mission().default_language
        found = []
        for home in self.homes:
            if home.locale.language_code != default:
                translated = PublicPage.objects.filter(locale=home.locale).values("translation_key")
                missing = reads.news(default).exclude(translation_key__in=translated)
                found += [Due(page=page, note=home.locale.language_code) for page in missing[:AT_MOST]]
        return found[:AT_MOST]

    def events(self) -> list[Due]:
        """In the first of my languages; for somebody who writes nothing, in the mission's."""
        default, mine = load_mission().default_language, [home.locale.language_code for home in self.homes]
        language, start = default if default in mine or not mine else mine[0], reads.now()
        coming = reads.events(language).filter(
            starts_on__gte=start.date(), starts_on__lte=(start + AHEAD).date()
        )
        return [
            Due(page=event, at=event.start, note=event.venue_name) for event in _by_start(coming)[:AT_MOST]
        ]


def last_publish() -> dt.datetime | None:
    """When the public site was last exchanged: the age of the link to the standing generation."""
    try:
        seconds = (load_mission().storage_path / "site" / "current").lstat().st_mtime
    except FileNotFoundError:
        return None
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC)


def _due_figure(screen: str, one: FromRelease, why_missing: Why | None) -> DueFigure:
    return DueFigure(str(one), reverse(screen, args=[one.pk]), _why_it_waits(one, why_missing))


def _why_it_waits(one: FromRelease, why_missing: Why | None) -> str:
    if one.is_withdrawn:
        return _("Its release was withdrawn.")
    if why_missing:
        said = _("%(release)s, the newest release, no longer has it.") % {"release": one.missing_from}
        return f"{said} {why_missing.label}"
    return _("A newer release says something else.")


def _by_start(events: Iterable[EventPage]) -> list[EventPage]:
    return sorted(events, key=lambda event: (event.start, event.pk))


def _with_pages(rows, number):
    """Each row with the page it speaks of, in two queries; rows of pages that are gone fall out."""
    rows = list(rows)
    pages = PublicPage.objects.select_related("locale").in_bulk([int(number(row)) for row in rows])
    return [(row, pages[int(number(row))]) for row in rows if int(number(row)) in pages]


def _name(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
