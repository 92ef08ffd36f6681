"""How allauth behaves here: nobody signs up by themselves, and everybody ends in the workspace."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse


class Doorkeeper(DefaultAccountAdapter):
    """Accounts are made by the administrator; the door only opens for those that stand."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("wagtailadmin_home")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")
