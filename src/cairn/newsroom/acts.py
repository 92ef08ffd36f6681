"""What the newsroom does: prepare itself for a mission, and let pages out when their hour comes."""

import datetime as dt
import logging
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from wagtail.log_actions import log as log_deed
from wagtail.models import Locale, Page, PageLogEntry, Revision, Site

from cairn.mission.config import MissionConfig, load_mission
from cairn.newsroom.models import (
    EventIndexPage,
    HomePage,
    NewsIndexPage,
    PathwayIndexPage,
    PublicationIndexPage,
    PublicPage,
    TopicIndexPage,
)
from cairn.newsroom.workflow import prepare_workflow as prepare_workflow

log = logging.getLogger("cairn.newsroom")
SCHEDULE_REFUSED = "cairn.schedule.refuse"

# Slugs stay the same in every language, so that /fr/news/ is found by whoever knows /en/news/.
SECTIONS: dict[type[PublicPage], str] = {
    NewsIndexPage: "news",
    EventIndexPage: "events",
    PublicationIndexPage: "publications",
    PathwayIndexPage: "pathways",
    TopicIndexPage: "topics",
}


def section_words(section: type[PublicPage]) -> tuple[str, str]:
    """Title and summary of a section, in the active language."""
    return {
        NewsIndexPage: (
            gettext("News"),
            gettext("What happened, what we hold, and what changed, newest first."),
        ),
        EventIndexPage: (gettext("Events"), gettext("Where to meet us: what is to come, and what has been.")),
        PublicationIndexPage: (
            gettext("Publications"),
            gettext("Reports, studies and plans, to read and to cite."),
        ),
        PathwayIndexPage: (
            gettext("Legal pathways"),
            gettext("Ways that exist in law: whom they are for, what they ask for, and who says so."),
        ),
        TopicIndexPage: (gettext("Topics"), gettext("Everything on one theme in one place.")),
    }[section]


@transaction.atomic
def prepare_newsroom(mission: MissionConfig | None = None) -> list[str]:
    """Make the languages, home pages and sections that the mission lacks; answer what was made.

    Nothing that stands is changed, so this runs at every start, and a language added to mission.toml gets its
    pages the next time.
    """
    mission = mission or load_mission()
    made: list[str] = []
    for language in _default_first(mission):
        locale, is_new = Locale.objects.get_or_create(language_code=language)
        if is_new:
            made.append(f"language {language}")
        with translation.override(language):
            home = _home(locale, mission, made)
            for section, slug in SECTIONS.items():
                _section(section, slug, home, made)
    _site(mission)
    return made


def _default_first(mission: MissionConfig) -> list[str]:
    return [
        mission.default_language,
        *(code for code in mission.languages if code != mission.default_language),
    ]


def _home(locale: Locale, mission: MissionConfig, made: list[str]) -> HomePage:
    home = HomePage.objects.filter(locale=locale).first()
    if home:
        return home
    source = HomePage.objects.filter(locale__language_code=mission.default_language).first()
    home = source.copy_for_translation(locale) if source else HomePage(locale=locale)
    home.title = mission.name_in(locale.language_code)
    home.summary = mission.tagline_in(locale.language_code) or home.title
    # The root's children share one folder of slugs, so a home is called by its language.
    home.slug = f"home-{locale.language_code}"
    _go_out(home, Page.objects.get(depth=1) if source is None else None)
    made.append(f"home page in {locale.language_code}")
    return home


def _section(section: type[PublicPage], slug: str, home: HomePage, made: list[str]) -> None:
    if section.objects.child_of(home).exists():
        return
    title, summary = section_words(section)
    source = section.objects.filter(locale__language_code=load_mission().default_language).first()
    is_translation = source is not None and source.locale_id != home.locale_id
    page = (
        source.copy_for_translation(home.locale) if source and is_translation else section(locale=home.locale)
    )
    page.title, page.slug, page.summary, page.show_in_menus = title, slug, summary, True
    _go_out(page, None if is_translation else home)
    made.append(f"{slug} in {home.locale.language_code}")


def _go_out(page: PublicPage, parent: Page | None) -> None:
    """Save under `parent` if the page is new there, and publish."""
    if parent is not None:
        page.live = False
        parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()


def _site(mission: MissionConfig) -> None:
    """Wagtail's own record of the public address, which it needs to tell a page's address."""
    address = urlsplit(str(mission.public_url))
    port = address.port or (443 if address.scheme == "https" else 80)
    home = HomePage.objects.get(locale__language_code=mission.default_language)
    standing = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    wanted = {
        "hostname": address.hostname,
        "port": port,
        "root_page_id": home.pk,
        "site_name": mission.short_name,
    }
    if any(getattr(standing, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(standing, name, value)
        standing.save()
        # Wagtail makes a page called Welcome; the mission's own home has taken its place.
        Page.objects.filter(depth=2, slug="home").not_type(HomePage).delete()


@dataclass(frozen=True, slots=True)
class ScheduleRun:
    """What the clock did: primary keys of the pages that went out, came down, or were not fit to go."""

    published: list[int] = field(default_factory=list)
    expired: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)


def publish_scheduled(now: dt.datetime | None = None) -> ScheduleRun:
    """Let out every page whose hour has come, however long ago, and take down those whose time is over.

    A page that is not fit stays where it is, says why in its history and on its author's dashboard, and is tried
    again at each tick, so that mending a picture is enough. It never holds up the others.
    """
    now, run = now or timezone.now(), ScheduleRun()
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    for revision in due.select_related("content_type"):
        try:
            revision.publish(log_action="wagtail.publish.scheduled")
            run.published.append(int(revision.object_id))
        except ValidationError as refused:
            _note_refusal(revision, refused.messages)
            run.refused.append(int(revision.object_id))
        except Exception:
            # The title of a page may be under embargo; its number is enough to find it.
            log.exception("Page %s could not go out at its hour.", revision.object_id)
            run.refused.append(int(revision.object_id))
    for page in Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk").specific():
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        run.expired.append(page.pk)
    return run


def _note_refusal(revision: Revision, reasons: list[str]) -> None:
    """Say it in the page's history, once for the same reasons."""
    noted = (
        PageLogEntry.objects.filter(revision=revision, action=SCHEDULE_REFUSED).order_by("-timestamp").first()
    )
    if noted is None or noted.data.get("reasons") != reasons:
        page = Page.objects.get(pk=revision.object_id)
        log_deed(page.specific, SCHEDULE_REFUSED, revision=revision, data={"reasons": reasons})
