"""A mission that others rely on: https only, secrets that are really secret, no demonstration."""

from urllib.parse import urlsplit

from cairn.mission.secrets import Secret, read_secret, refuse_unsafe_secrets
from cairn.mission.settings.base import *  # noqa: F403
from cairn.mission.settings.base import MISSION

refuse_unsafe_secrets(MISSION)
SECRET_KEY = read_secret(Secret.DJANGO_SECRET_KEY)
ALLOWED_HOSTS = [urlsplit(MISSION.workspace_url).hostname or ""]
CSRF_TRUSTED_ORIGINS = [MISSION.workspace_url]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Else every colleague would knock from the address of the proxy, and one guesser could shut out all.
AXES_CLIENT_IP_CALLABLE = "cairn.guard.signin.address.behind_proxy"
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
