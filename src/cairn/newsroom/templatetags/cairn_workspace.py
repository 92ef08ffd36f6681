"""Small words for the templates of the workspace."""

import datetime as dt

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, get_language_info

from cairn.mission.config import MissionConfig
from cairn.newsroom.dates import day_in_words

register = template.Library()


@register.filter
def name_of(mission: MissionConfig) -> str:
    """The mission's name in the colleague's language."""
    return mission.name_in(get_language() or mission.default_language)


@register.filter
def language_name(code: str) -> str:
    """The language's own name for itself."""
    return dict(settings.LANGUAGES).get(code, code)


@register.filter
def language_in_words(code: str) -> str:
    """The language as it is called in a sentence of the active one."""
    return get_language_info(code)["name_translated"]


@register.filter
def day(moment: dt.date) -> str:
    """“21 October 2015”, as readers see it."""
    return day_in_words(timezone.localdate(moment) if isinstance(moment, dt.datetime) else moment)


@register.filter
def moment(moment: dt.datetime) -> str:
    """Day and hour on the mission's own clock."""
    return f"{day(moment)} · {timezone.localtime(moment):%H:%M}"


@register.filter
def event_time(start: dt.datetime) -> str:
    """Day and hour as they are in the place, whatever the reader's clock says; no hour if none is known."""
    words = day_in_words(start.date())
    return f"{words} · {start:%H:%M}" if start.time() != dt.time.min else words
