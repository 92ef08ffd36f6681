"""What stands around every protected screen. The guard knows nobody, so other apps bring their pieces by hooks.

`register_screen_bar` answers a piece of HTML for the bar above a page, or nothing; `register_screen_ways` answers
pairs of an address and a label, for colleagues whose browser runs no scripts and so has no side menu.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from wagtail import hooks


def surroundings(request: HttpRequest) -> dict[str, Any]:
    return {
        "bar": [piece for bring in hooks.get_hooks("register_screen_bar") if (piece := bring(request))],
        "ways": [
            {"url": url, "label": label}
            for bring in hooks.get_hooks("register_screen_ways")
            for url, label in bring(request)
        ],
        "idle_minutes": settings.IDLE_MINUTES,
    }
