"""What is the same wherever Cairn runs. The mission's own choices come from mission.toml."""

import datetime as dt
from importlib import resources
from pathlib import Path

from django.conf.locale import LANG_INFO

from cairn.mission.config import load_mission
from cairn.mission.databases import database_settings
from cairn.mission.logs import LOGGING as LOGS_WITHOUT_DATA
from cairn.mission.secrets import Secret, read_secret

MISSION = load_mission()
STORAGE = MISSION.storage_path

DEBUG = False
ALLOWED_HOSTS: list[str] = []
ROOT_URLCONF = "cairn.mission.urls"
WSGI_APPLICATION = "cairn.mission.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "guard.User"

INSTALLED_APPS = [
    "cairn.guard",
    "cairn.people",
    "cairn.evidence",
    "cairn.programmes.casework",
    "cairn.programmes.partners",
    "cairn.programmes.tracking",
    "cairn.newsroom",
    "cairn.publish",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "cairn.guard.apps.ColleaguesConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cairn.mission.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cairn.guard.signin.middleware.IdleMiddleware",
    "cairn.guard.signin.middleware.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cairn.newsroom.refusals.RefusalsInWords",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cairn.newsroom.context.mission",
            ],
        },
    },
]

DATABASES = {
    "default": database_settings(MISSION.database, STORAGE, password=read_secret(Secret.DATABASE_PASSWORD))
}

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Background work waits in the database, on SQLite and PostgreSQL alike (docs/decisions): what colleagues wait for
# within seconds, and what takes minutes, each with a worker of its own.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "long"]}}

# Languages -------------------------------------------------------------------------------------------
USE_I18N = True
USE_TZ = True
TIME_ZONE = MISSION.time_zone
LANGUAGE_CODE = MISSION.default_language
LANGUAGES = list(MISSION.language_names.items())
# Django has no words for some languages that people on the move speak, and would refuse to name them.
for code, name in LANGUAGES:
    right_to_left = MISSION.is_right_to_left(code)
    LANG_INFO.setdefault(code, {"bidi": right_to_left, "code": code, "name": name, "name_local": name})
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LOCALE_PATHS = [STORAGE / "locale"]
FORMAT_MODULE_PATH = ["cairn.mission.formats"]

# Logs: what failed and where, never whose data it was --------------------------------------------------
LOGGING = LOGS_WITHOUT_DATA
# Nor do error pages and mails, which Django makes of every local variable and all that was posted.
DEFAULT_EXCEPTION_REPORTER = "cairn.guard.sealed.error_pages.ReportsWithoutData"
DEFAULT_EXCEPTION_REPORTER_FILTER = "cairn.guard.sealed.error_pages.TellsKindsOnly"

# Files -----------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
# Whitenoise serves the admin's own files straight from the packages: no copy to make, none to go stale.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = STORAGE / "media"
MEDIA_URL = "/media/"
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Wagtail ---------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = MISSION.short_name
WAGTAILADMIN_BASE_URL = MISSION.workspace_url
WAGTAILADMIN_RECENT_EDITS_LIMIT = 8
WAGTAILIMAGES_IMAGE_MODEL = "newsroom.MissionImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cairn.newsroom.uploads.ImageForm"
# No SVG: it may carry scripts, and a reader's browser would run them on our address.
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
# A picture of 50 megapixels already needs 200 MB to open; larger ones are refused before they are decoded.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "newsroom.MissionDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cairn.newsroom.uploads.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "direct"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "epub", "json", "odt", "ods", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILEMBEDS_FINDERS = [{"class": "cairn.newsroom.embeds.LinkOnlyFinder"}]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
# The workspace asks nobody outside for anything: no update check, no avatar of a colleague's address.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_MODERATION_ENABLED = True
WAGTAIL_ALLOW_UNICODE_SLUGS = True
WAGTAILLOCALIZE_DISABLE_ON_DELETE = False
# A page that has just been submitted for translation is a draft: it would go out in the language of its source.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# Mail is off. Where an installation switches it on, it carries a title and an address, never a text or a comment.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_AUTO_UPDATE_PREVIEW_INTERVAL = 1000

# Signing in --------------------------------------------------------------------------------------------
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_ADAPTER = "cairn.guard.signin.adapter.Doorkeeper"
ACCOUNT_FORMS = {"reauthenticate": "cairn.guard.signin.forms.PasswordAgainForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# Axes counts failures below; a second counter with other rules would only confuse.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_ADAPTER = "cairn.guard.signin.adapter.SecondFactors"
MFA_FORMS = {
    "authenticate": "cairn.guard.signin.forms.CodeForm",
    "reauthenticate": "cairn.guard.signin.forms.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Clocks of telephones, and of machines without network, are half a minute wrong.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = MISSION.short_name
IDLE_MINUTES = 30
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Whoever guesses waits a quarter of an hour. Name and address together are locked, so that nobody can shut a
# colleague out from elsewhere, and the lock opens by itself.
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = dt.timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_TEMPLATE = "guard/locked_out.html"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# Cookies and headers of the workspace (the public site sets none and has its own headers) --------------
SESSION_COOKIE_HTTPONLY = True
# A form whose session ended, or was opened anew elsewhere, comes back with all that was written in it.
CSRF_FAILURE_VIEW = "cairn.guard.screens.keeping.csrf_failed"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# The page preview is shown in a frame of the editor.
X_FRAME_OPTIONS = "SAMEORIGIN"

# Where this code stands; front-end parts that npm installs are found beside it.
PACKAGE = Path(str(resources.files("cairn")))
