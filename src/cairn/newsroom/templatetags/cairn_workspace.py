"""Small words for the templates of the workspace."""

import datetime as dt

from django import template
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language_info

register = template.Library()


@register.filter
def language_name(code: str) -> str:
    """The language's own name for itself."""
    return dict(settings.LANGUAGES).get(code, code)


@register.filter
def language_in_words(code: str) -> str:
    """The language as it is called in a sentence of the active one."""
    return get_language_info(code)["name_translated"]


@register.filter
def event_time(start: dt.datetime) -> str:
    """Day and hour as they are in the place, whatever the reader's clock says; no hour if none is known."""
    day = date_format(start.date(), "DATE_FORMAT")
    return (
        f"{day}, {date_format(start, 'TIME_FORMAT', use_l10n=True)}" if start.time() != dt.time.min else day
    )
