"""What differs while the suite runs: a scratch storage, cheap passwords, nothing in the background."""

import atexit
import os
import shutil
import tempfile

# Before the mission is read: nothing that a test writes may land in a storage folder that somebody uses.
if "CAIRN_STORAGE" not in os.environ:
    os.environ["CAIRN_STORAGE"] = tempfile.mkdtemp(prefix="cairn-test-")
    atexit.register(shutil.rmtree, os.environ["CAIRN_STORAGE"], ignore_errors=True)
# Hands that work side by side would publish into one another's site.
hand = os.environ.get("PYTEST_XDIST_WORKER", "")
if hand and not os.environ["CAIRN_STORAGE"].endswith(hand):
    os.environ["CAIRN_STORAGE"] += f"/{hand}"

from cairn.mission.settings.base import *  # noqa: F403
from cairn.mission.settings.base import DATABASES, MIDDLEWARE, STORAGE

SECRET_KEY = "for the suite only: nothing real is signed with it"
ALLOWED_HOSTS = ["*"]
# Whitenoise would list every file of every package anew for each test client.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A test that is rolled back leaves its pictures' numbers to the next, and a remembered rendition would be another's.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
# A file, not memory: a copy of the prepared database takes the place of fifteen seconds of migrations.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(STORAGE / "test.sqlite3")}
