"""One machine, its own people: what `cairn run` starts. Secrets are made here at first start."""

from urllib.parse import urlsplit

from cairn.mission.secrets import Secret, read_secret
from cairn.mission.settings.base import *  # noqa: F403
from cairn.mission.settings.base import MISSION

SECRET_KEY = read_secret(Secret.DJANGO_SECRET_KEY)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", urlsplit(MISSION.workspace_url).hostname or "localhost"]
CSRF_TRUSTED_ORIGINS = [MISSION.workspace_url] if MISSION.workspace_url.startswith("https://") else []
