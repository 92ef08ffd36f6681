"""What was being written when a session ended is not lost, and is kept nowhere.

The answer to such a form carries all its words back, in a page that nobody stores: the colleague signs in in another
tab, and sends it again from there. The words of a person in a session, a cookie or a cache would lie outside the keys.

Only a form that our own pages sent is answered so. A page of somebody else's that posts here could otherwise show
our colleague a form full of its own words, and hope for the press of a button.
"""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import is_same_domain
from django.views.csrf import csrf_failure as plain_refusal
from wagtail.admin.localization import get_localized_response

OURS = "csrfmiddlewaretoken"


def is_kept(request: HttpRequest) -> bool:
    """Whether this is a form of a protected screen, sent from a page of ours."""
    return request.method == "POST" and _is_protected(request) and _is_from_here(request)


def kept(request: HttpRequest, *, must_confirm: bool = False) -> HttpResponse:
    """The page that holds the words, until their author has signed in, or shown again who they are."""
    return get_localized_response(_kept, request, must_confirm)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Whoever signed in again elsewhere has a new token, and the page before them still the old one."""
    return kept(request) if is_kept(request) else plain_refusal(request, reason=reason)


def _kept(request: HttpRequest, must_confirm: bool) -> HttpResponse:
    context = {
        "pairs": list(_pairs(request)),
        "address": request.get_full_path(),
        "signs_in_at": reverse("account_login"),
        "confirms_at": reverse("account_reauthenticate") if must_confirm else "",
        "is_signed_in": request.user.is_authenticated,
        "token": get_token(request),
        "had_files": bool(request.FILES),
    }
    response = render(request, "guard/screens/kept.html", context, status=HTTPStatus.FORBIDDEN)
    response["Cache-Control"] = "no-store"
    response["X-Frame-Options"] = "DENY"
    return response


def _pairs(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name != OURS:
            yield from ((name, value) for value in values)


def _is_protected(request: HttpRequest) -> bool:
    from cairn.guard.screens.base import Screen

    try:
        view: Any = resolve(request.path_info).func
    except Resolver404:
        return False
    found = getattr(view, "view_class", None)
    return isinstance(found, type) and issubclass(found, Screen)


def _is_from_here(request: HttpRequest) -> bool:
    """By what the browser itself says, which no page can forge; silence is a no."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(request.headers.get("Origin", ""))
    return bool(origin.netloc) and is_same_domain(origin.netloc, request.get_host())
