"""What differs while the suite runs: a scratch storage, cheap passwords, nothing in the background."""

import os
import tempfile

STORAGE_FOR_TESTS = tempfile.mkdtemp(prefix="cairn-test-")
os.environ.setdefault("CAIRN_STORAGE", STORAGE_FOR_TESTS)

from cairn.mission.settings.base import *  # noqa: E402, F403
from cairn.mission.settings.base import DATABASES, STORAGE  # noqa: E402

SECRET_KEY = "for the suite only, nothing real is signed with it"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Tasks wait in the database as in a mission; a test that needs one done runs the worker's own code.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {
        "NAME": os.environ.get("CAIRN_TEST_DATABASE", str(STORAGE / "test.sqlite3"))
    }
