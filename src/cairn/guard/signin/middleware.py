"""Two rules for every request of a colleague: a second factor where the role asks for it, and an end to idle sessions."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user, logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cairn.guard.roles import needs_second_factor
from cairn.guard.screens.keeping import is_kept
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event

NextLayer = Callable[[HttpRequest], HttpResponse]
LAST_ACT = "last_act"
# The editor asks these every few seconds by itself: a browser left open is not a person at work.
NOT_AN_ACT = (
    "/admin/editing-sessions/",
    "/admin/jsi18n/",
    "/admin/sprite/",
    "/assets/",
    "/media/",
    "/static/",
)


class SecondFactorMiddleware:
    """Who may see protected rows gets no further than the page that sets up a second factor, until there is one."""

    def __init__(self, get_response: NextLayer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not self._is_on_the_way(request) and self._lacks_one(request):
            messages.warning(
                request,
                _("Your role can see protected records. Please set up a second factor first, then go on."),
            )
            return redirect("mfa_index")
        return self.get_response(request)

    def _is_on_the_way(self, request: HttpRequest) -> bool:
        on_the_way = (reverse("mfa_index"), reverse("account_logout"), reverse("account_reauthenticate"))
        return request.path.startswith(
            (*on_the_way, "/static/", "/assets/", "/admin/jsi18n/", "/admin/sprite/")
        )

    def _lacks_one(self, request: HttpRequest) -> bool:
        return needs_second_factor(request.user) and not is_mfa_enabled(request.user)


class IdleMiddleware:
    """A session without an act for IDLE_MINUTES ends; the next request finds the sign-in page and comes back here."""

    def __init__(self, get_response: NextLayer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated or request.path.startswith(NOT_AN_ACT):
            return self.get_response(request)
        now = int(timezone.now().timestamp())
        last = request.session.get(LAST_ACT, now)
        if now - last > settings.IDLE_MINUTES * 60:
            return self._end(request)
        # Once a minute is exact enough, and spares a write for each request.
        if now - last > 60 or LAST_ACT not in request.session:
            request.session[LAST_ACT] = now
        return self.get_response(request)

    def _end(self, request: HttpRequest) -> HttpResponse:
        user = get_user(request)
        with transaction.atomic():
            logout(request)
            record(Event.SIGNED_OUT, user, by=user)
        if is_kept(request):
            # The screen itself answers whoever is signed out, with all that they wrote.
            return self.get_response(request)
        messages.info(
            request,
            _("You were signed out after %(minutes)d idle minutes.") % {"minutes": settings.IDLE_MINUTES},
        )
        back = request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
        return redirect(f"{reverse('account_login')}?next={back}")
