"""How the workspace says no: in its own look, in the colleague's language, and with nothing of what was asked for.

A record outside one's scope and one that never was get the same page, word for word.
"""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults
from wagtail.admin.localization import get_localized_response

from cairn.guard.screens.surroundings import surroundings

WORKSPACE = "/admin/"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    if not _is_for_a_colleague(request):
        return defaults.page_not_found(request, exception)
    return get_localized_response(_not_found, request)


def not_allowed(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    """403; what the refusal itself says is shown, for it speaks of rights and never of a record."""
    if not _is_for_a_colleague(request):
        return defaults.permission_denied(request, exception)
    return get_localized_response(_not_allowed, request)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a form that is larger than any form here, or an address that no page of ours gives out."""
    if not _is_for_a_colleague(request):
        return defaults.bad_request(request, exception)
    return get_localized_response(_not_understood, request)


def _not_understood(request: HttpRequest) -> HttpResponse:
    return _refused(
        request,
        HTTPStatus.BAD_REQUEST,
        _("This could not be understood"),
        _(
            "Nothing was saved or changed: what was sent is too large, or has a form that no page here gives out."
        ),
        _("Go back and try again with less. A text has at most some thousand letters, a file at most 25 MB."),
    )


def _not_found(request: HttpRequest) -> HttpResponse:
    return _refused(
        request,
        HTTPStatus.NOT_FOUND,
        _("There is nothing here"),
        _("There is no such record, or it is outside your scope."),
        _("Check the address, or search for the reference. If you need this record, ask your supervisor."),
    )


def _not_allowed(request: HttpRequest) -> HttpResponse:
    return _refused(
        request,
        HTTPStatus.FORBIDDEN,
        _("This is not part of your role"),
        _("Your role does not include this."),
        _("Ask your supervisor if you need it. Nothing was changed."),
    )


def _refused(request: HttpRequest, status: HTTPStatus, title: str, said: str, next_step: str) -> HttpResponse:
    context: dict[str, Any] = {
        **surroundings(request),
        # What was posted may be what is wrong with the request; the search box would read it again.
        **({"bar": []} if status == HTTPStatus.BAD_REQUEST else {}),
        "header_title": title,
        "header_icon": "no-view",
        "said": said,
        "next_step": next_step,
    }
    response = render(request, "guard/screens/refused.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _is_for_a_colleague(request: HttpRequest) -> bool:
    """Visitors and those who have not signed in learn nothing of how the workspace looks."""
    user = getattr(request, "user", None)
    return (
        request.path_info.startswith(WORKSPACE)
        and user is not None
        and user.is_authenticated
        and user.has_perm("wagtailadmin.access_admin")
    )
