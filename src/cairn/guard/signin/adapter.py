"""How allauth behaves here: nobody signs up by themselves, everybody ends in the workspace, and the door is traced."""

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth import get_user
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from cairn.guard.keys.derive import Purpose
from cairn.guard.keys.root import derived_key
from cairn.guard.keys.sealing import seal, unseal
from cairn.guard.models import User
from cairn.guard.signin.reads import refusals_of
from cairn.guard.trace.acts import record
from cairn.guard.trace.events import Event

PLACE = "guard.second-factor"
# A guesser does not fill the trace: what more there was adds nothing.
MOST_REFUSALS = 20


class Doorkeeper(DefaultAccountAdapter):
    """Accounts are made by the administrator; the door only opens for those that stand."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("wagtailadmin_home")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    @transaction.atomic
    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        record(Event.SIGNED_IN, user, by=user)

    @transaction.atomic
    def logout(self, request: HttpRequest) -> None:
        user = get_user(request)
        super().logout(request)
        record(Event.SIGNED_OUT, user, by=user)

    @transaction.atomic
    def authentication_failed(self, request: HttpRequest, **credentials: object) -> None:
        """What was typed as a name is never kept: it may be a password in the wrong box."""
        user = User.objects.filter(username=credentials.get("username")).first()
        if user and refusals_of(user) < MOST_REFUSALS:
            record(Event.SIGN_IN_REFUSED, user, by=None)


class SecondFactors(DefaultMFAAdapter):
    """The secrets of codes lie sealed: who steals the database cannot make a colleague's codes from it."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal(derived_key(Purpose.SECOND_FACTORS), PLACE, text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(derived_key(Purpose.SECOND_FACTORS), PLACE, base64.b64decode(encrypted_text)).decode()
