"""The last net: a page that is refused on any way out is told in a sentence, and never becomes a broken screen."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cairn.guard.reads import language_of
from cairn.newsroom.checks import PublishRefused


def refusal_in_words(refused: PublishRefused) -> str:
    """Which page, and every reason."""
    return _("“%(title)s” did not go out. %(reasons)s") % {
        "title": refused.page.get_admin_display_title(),
        "reasons": " ".join(refused.messages),
    }


class RefusalsInWords:
    """Turns a PublishRefused that nobody caught into a message above the page's editor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, PublishRefused) or not request.user.is_authenticated:
            return None
        with translation.override(language_of(request.user)):
            messages.error(request, refusal_in_words(exception))
        address = _where_to_mend(exception.page)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # What Wagtail's small windows expect: close, and go where the message is shown.
            return JsonResponse({"step": "success", "redirect": address})
        return redirect(address)


def _where_to_mend(page: Page) -> str:
    if page.pk and Page.objects.filter(pk=page.pk).exists():
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    return reverse("wagtailadmin_home")
