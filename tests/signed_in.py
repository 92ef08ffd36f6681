"""A browser in which a colleague has signed in with both factors, for whichever folder of the suite needs one."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client

BACKEND = settings.AUTHENTICATION_BACKENDS[1]


def signed_in(user, *, stepped_up: bool = True) -> Client:
    """`stepped_up`: they have just shown once more who they are, so that export and glass are open to them."""
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, generate_totp_secret())
    browser = Client()
    browser.force_login(user, backend=BACKEND)
    if stepped_up:
        session = browser.session
        shown = {"method": "mfa", "at": time.time(), "reauthenticated": True, "type": "totp"}
        session["account_authentication_methods"] = [shown]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return browser
