"""Settings: one file, changed by the environment only. Each variable is explained in docs/operations.md."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

# --- Where and how it runs -------------------------------------------------------------------------------
MODE = env.str("KUMPPANUUS_MODE", default="production")  # "demo" and "test" relax what production insists on
DEMO = MODE == "demo"
TESTING = "pytest" in sys.modules or MODE == "test"
PRODUCTION = not (DEMO or TESTING)
DEBUG = env.bool("DEBUG", default=False)
VAR = Path(env.str("VAR_DIR", default=str(Path.cwd() / "var")))

DEFAULT_SECRET = "not-a-secret-only-for-demo-and-tests"  # noqa: S105 - refused in production below
SECRET_KEY = env.str("SECRET_KEY", default="" if PRODUCTION else DEFAULT_SECRET)
OFFLINE_COMMANDS = {"collectstatic", "makemigrations", "compilemessages", "makemessages", "mypy", "stubtest"}
if PRODUCTION and not OFFLINE_COMMANDS & set(sys.argv) and "mypy" not in sys.modules:
    if SECRET_KEY in ("", DEFAULT_SECRET):
        raise ImproperlyConfigured(
            "Set SECRET_KEY (or SECRET_KEY_FILE) to a long random value, or KUMPPANUUS_MODE=demo to try it out."
        )
    if DEBUG:
        raise ImproperlyConfigured("DEBUG must be off in production.")
SECRET_KEY = SECRET_KEY or DEFAULT_SECRET

SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["*"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
HTTPS = SITE_URL.startswith("https://")

# --- Apps, from the bottom up ----------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "kumppanuus.ui",  # before allauth: its templates wear our frame
    "kumppanuus.accounts",  # before allauth, whose pages it replaces
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "kumppanuus.core",
    "kumppanuus.notices",
    "kumppanuus.taxonomy",
    "kumppanuus.places",
    "kumppanuus.links",
    "kumppanuus.files",
    "kumppanuus.organisations",
    "kumppanuus.spaces",
    "kumppanuus.activity",
    "kumppanuus.following",
    "kumppanuus.continuity",
    "kumppanuus.search",
    "kumppanuus.calendars",
    "kumppanuus.measures",
    "kumppanuus.matters",
    "kumppanuus.questionnaires",
    "kumppanuus.consultations",
    "kumppanuus.interop",
    "kumppanuus.services",
    "kumppanuus.merging",
    "kumppanuus.assessments",
    "kumppanuus.bodies",
    "kumppanuus.projects",
    "kumppanuus.practices",
    "kumppanuus.bulletins",
    "kumppanuus.forums",
    "kumppanuus.meetings",
    "kumppanuus.calls",
    "kumppanuus.negotiations",
    "kumppanuus.dashboard",
    "kumppanuus.demo",
]
# An app whose folder is not there yet is left out while the house is being built.
INSTALLED_APPS = [
    a for a in INSTALLED_APPS if not a.startswith("kumppanuus.") or (PACKAGE / a.split(".")[1] / "apps.py").exists()
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # it adds random bytes, so that lengths tell nothing (BREACH)
    "kumppanuus.ui.middleware.headers",
    "kumppanuus.ui.middleware.plain_addresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kumppanuus.merging.middleware.moved",
    "kumppanuus.accounts.middleware.terms_first",
    "kumppanuus.organisations.middleware.acting",
    "kumppanuus.ui.middleware.refusals",
]

ROOT_URLCONF = "kumppanuus.config.urls"
WSGI_APPLICATION = "kumppanuus.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
            "builtins": ["kumppanuus.ui.templatetags.ui", "template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "kumppanuus.ui.context.page",
            ],
        },
    }
]
FORM_RENDERER = "kumppanuus.ui.forms.Renderer"

# --- Data ------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'kumppanuus.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "kumppanuus.core.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # Each thread has a connection, each with this much of its own; the system keeps the file for all of them.
        "cached_statements": 24,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-400;",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = None
    if TESTING:  # a real file: threads of a test then wait for each other as they do in production
        test_file = Path(tempfile.gettempdir()) / f"kumppanuus-test-{os.getpid()}.sqlite3"
        DATABASES["default"]["TEST"] = {"NAME": str(test_file)}
        DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Kept pieces of pages, some tens of kilobytes each, per process; the least used one goes first.
CACHES = {
    "default": {
        "BACKEND": "kumppanuus.core.caches.Bounded",
        "OPTIONS": {"MAX_ENTRIES": 500, "MAX_BYTES": 6_000_000},
    }
}
if PRODUCTION:
    CACHES["shared"] = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_shared_cache"}
else:
    CACHES["shared"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "shared"}
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend" if TESTING else "django_tasks_db.DatabaseBackend",
        "ENQUEUE_ON_COMMIT": False,
    }
}
MEDIA_ROOT = VAR / "files"
MEDIA_URL = "files/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
UPLOAD_MOST_BYTES = env.int("UPLOAD_MOST_BYTES", default=20_000_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "kumppanuus.files.uploads.LimitedUpload",
]

# --- Languages and time ----------------------------------------------------------------------------------
LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["kumppanuus.config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Helsinki"

# --- People and sign-in ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "kumppanuus.notices.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    # Of one address's codes; many try the demo as the same made-up people.
    "request_login_code": f"20/m/ip,{60 if DEMO else 4}/10m/key",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "confirm_email": "1/10s/key",
}
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SOCIALACCOUNT_ADAPTER = "kumppanuus.accounts.adapter.OutsideAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that leads elsewhere would be stopped by our own form-action policy
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {}
OIDC_NAME = env.str("OIDC_NAME", default="")
if OIDC_NAME:
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": env.str("OIDC_ID", default="oidc"),
                    "name": OIDC_NAME,
                    "client_id": env.str("OIDC_CLIENT_ID"),
                    "secret": env.str("OIDC_CLIENT_SECRET"),
                    "settings": {"server_url": env.str("OIDC_SERVER_URL")},
                }
            ],
        }
    }
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_ENGINE = "kumppanuus.accounts.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- Security headers ------------------------------------------------------------------------------------
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_SSL_REDIRECT = False  # the proxy in front does this; see docs/operations.md
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# W002: our policy says frame-ancestors, page by page (embeds may be framed), in place of X-Frame-Options. W021:
# whether to be in the browsers' preload list is the operator's choice.
SILENCED_SYSTEM_CHECKS = [f"security.W{number}" for number in ("002", "008", "004", "012", "016", "021")]
SILENCED_SYSTEM_CHECKS += ["account.W001"]

# --- Mail ------------------------------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url(
    "EMAIL_URL", default="dummymail://" if DEMO else "consolemail://"
)  # the demo shows its mail
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10  # seconds; a slow server must not hold up a sign-in
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="Kumppanuuspöytä <no-reply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Logs ------------------------------------------------------------------------------------------------
LOG_DAYS = env.int("LOG_DAYS", default=730)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_tokens": {"()": "kumppanuus.config.logs.WithoutTokens"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_tokens"]}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING" if TESTING else "INFO")},
}
