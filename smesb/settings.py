"""Settings, all from the environment (or `.env`, which `make run` writes once).

A missing or unreadable value stops the start with the variable's name. There is no fallback secret.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env, validate

from smesb.release import release

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env(eager=True)
env.read_env(str(BASE_DIR / ".env"), recurse=False)

# What the machine decides

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", validate=validate.Length(min=32))
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
if DEBUG:
    SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost"])
else:
    # Whether the site speaks TLS decides its cookies, so it is never guessed.
    is_address = validate.URL(schemes={"http", "https"}, require_tld=False)
    SITE_URL = env.str("SITE_URL", validate=is_address).rstrip("/")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", validate=validate.Length(min=1))
ALLOWED_HOSTS = [host.strip() for host in ALLOWED_HOSTS]
TLS = SITE_URL.startswith("https://")
# Where readers write about an obstacle; "" until whoever installs the site gives one.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "", validate=lambda text: text and validate.Email()(text))
# A site in DEMO shows fictional figures, says so, and is not indexed.
DEMO = env.bool("DEMO", False)
DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
# Whole pages kept ready in a process's memory; `off` to measure what making them costs.
PAGE_CACHE = env.bool("PAGE_CACHE", True)
# The ground of the larger map, none unless it is named: the address of its tiles, and whom to thank for them.
MAP_TILES_URL = env.str(
    "MAP_TILES_URL",
    "",
    validate=validate.Regexp(
        r"$|(?=.*\{z\})(?=.*\{x\})(?=.*\{y\})https?://[\w.-]+(:\d+)?/[^\s{}]*(\{[zxyr]\}[^\s{}]*)+$",
        error="not an address of tiles: https://tiles.example/{{z}}/{{x}}/{{y}}.png",
    ),
)
MAP_TILES_ATTRIBUTION = env.str("MAP_TILES_ATTRIBUTION", "")
RELEASE = release(BASE_DIR)
SQLITE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
# Django's backends, which also count what readers may see as changed.
DATABASES["default"]["ENGINE"] = f"directory.db.{'sqlite3' if SQLITE else 'postgresql'}"
_email = env.dj_email_url("EMAIL_URL", "console:" if DEBUG else "smtp://localhost:25")
if "EMAIL_BACKEND" not in _email:
    raise ImproperlyConfigured(
        "EMAIL_URL is not an address that sends mail: smtp://host:25, console:"
    )
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST = _email["EMAIL_HOST"]
EMAIL_PORT = _email["EMAIL_PORT"]
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _email["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _email["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10  # seconds: a mail server that is silent must not hold a page
DEFAULT_FROM_EMAIL = _email.get("DEFAULT_FROM_EMAIL") or "SMES-B <noreply@localhost>"

# What the project is made of

INSTALLED_APPS = [
    "smesb",
    "orientation",
    "directory",
    "smesb.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_filters",
    "reversion",
    "taggit",
]

MIDDLEWARE = [
    "smesb.middleware.DemoIsNotIndexed",  # first: files and redirections too
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["smesb.unindented.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "smesb.context_processors.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "directory.templatetags.facts",
                "directory.templatetags.glossary",
                "orientation.templatetags.answers",
                "orientation.templatetags.question",
                "orientation.templatetags.meanwhile",
                "smesb.templatetags.constant",
            ],
        },
    },
]

ROOT_URLCONF = "smesb.urls"
WSGI_APPLICATION = "smesb.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURES = BASE_DIR / "fixtures"

if SQLITE:
    # Readers never wait for a writer, and an acknowledged write survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A server that cannot be reached must not hang a request that what is known can answer.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DATABASES["default"]["CONN_MAX_AGE"] = 600

# People who log in: coordinators and administrators

AUTH_USER_MODEL = "smesb.User"
LOGIN_URL = "admin:login"
CSRF_FAILURE_VIEW = "smesb.views.forbidden"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Languages: French at `/`, Dutch under `/nl/`, English under `/en/`. The messages are written in French.

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("nl", "Nederlands"), ("en", "English")]
# Of the sheets one hands over, not of the site (docs/adr/0024): only smesb/sheets.py answers under `/ar/`.
SHEET_LANGUAGES = [("ar", "العربية")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["smesb.formats"]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

# A web address typed without its scheme is taken as https, as Django 6 will.
FORMS_URLFIELD_ASSUME_HTTPS = True

# Static files

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "smesb.storage.JoinedManifestStaticFilesStorage"
    },
}

# Safety: nothing inline, nothing from elsewhere, no cookie for readers

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF],
        "manifest-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
# `no-referrer` would break Django's CSRF check over TLS.
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # an entry with all its conditions is one form
if not DEBUG:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", TLS)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by machines, over plain HTTP
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if TLS else 0
    # These bind every other site of the domain: its owner says so.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", False)
    SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", False)
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
CSRF_TRUSTED_ORIGINS = [SITE_URL]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "filters": {"path_only": {"()": "smesb.logs.PathOnly"}},
    "loggers": {
        # Anyone can send a Host header that is not ours; that is no news.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        "django.request": {"filters": ["path_only"]},
        "django.server": {
            "handlers": ["console"],
            "filters": ["path_only"],
            "level": "INFO",
            "propagate": False,
        },
    },
}
