"""Settings. What differs between machines comes from the environment; see docs/operations/."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from psycopg.conninfo import conninfo_to_dict

from sotiem.config.home import files_folder, home, outbox_folder, push_secret, secret

MODE = os.environ.get("SOTIEM_MODE", "production")  # production, demo or test
DEBUG = False
SECRET_KEY = os.environ.get("SOTIEM_SECRET_KEY") or secret()
# A token that makes and keeps the signers of this copy, asked through PKCS#11; none where empty.
PKCS11_MODULE = os.environ.get("SOTIEM_PKCS11_MODULE", "")
PKCS11_TOKEN = os.environ.get("SOTIEM_PKCS11_TOKEN", "sotiem")
PKCS11_PIN_FILE = os.environ.get("SOTIEM_PKCS11_PIN_FILE", "")
ALLOWED_HOSTS = os.environ.get("SOTIEM_HOSTS", "127.0.0.1 localhost").split()
CSRF_TRUSTED_ORIGINS = os.environ.get("SOTIEM_ORIGINS", "").split()
PUBLIC_ADDRESS = os.environ.get("SOTIEM_ADDRESS", "http://127.0.0.1:8000")
FILES_FOLDER = Path(os.environ.get("SOTIEM_FILES") or files_folder())
OUTBOX_FOLDER = outbox_folder()
# The stand-in of invented people, an http(s) address, or nothing: then nobody is asked.
POPULATION_REGISTRY = os.environ.get(
    "SOTIEM_POPULATION_REGISTRY", "" if MODE == "production" else "stand-in"
)
POPULATION_REGISTRY_KEY = os.environ.get("SOTIEM_POPULATION_REGISTRY_KEY", "")
# Addresses that take messages; without them, messages lie in the outbox.
SMS_GATEWAY = os.environ.get("SOTIEM_SMS_GATEWAY", "")
SMS_GATEWAY_KEY = os.environ.get("SOTIEM_SMS_GATEWAY_KEY", "")
MAIL_SERVER = urlsplit(os.environ.get("SOTIEM_MAIL_SERVER", ""))
EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.hostname or "", MAIL_SERVER.port or 587
EMAIL_HOST_USER = unquote(MAIL_SERVER.username or "")
EMAIL_HOST_PASSWORD = unquote(MAIL_SERVER.password or "")
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SERVER.scheme == "smtp", MAIL_SERVER.scheme == "smtps"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("SOTIEM_MAIL_FROM", "so-tiem@localhost")
MESSAGE_CARRIERS = {
    "sms": f"sotiem.messages.carriers.{'gateway' if SMS_GATEWAY else 'outbox'}.carry",
    "email": f"sotiem.messages.carriers.{'mail' if EMAIL_HOST else 'outbox'}.carry",
    "push": "sotiem.messages.carriers.push.carry",
}
PUSH_SECRET = os.environ.get("SOTIEM_PUSH_SECRET") or push_secret()
PUSH_SERVICES = (
    "fcm.googleapis.com",
    "push.services.mozilla.com",
    "notify.windows.com",
    "push.apple.com",
)
PUSH_SERVICES_HERE: tuple[str, ...] = ()  # of tests, beside the program
# Where to call when a reaction is urgent, and for how many days one reports oneself.
REACTION_HOTLINE = os.environ.get("SOTIEM_REACTION_HOTLINE", "115")
REACTION_DAYS = int(os.environ.get("SOTIEM_REACTION_DAYS", "28"))
# In a demonstration nobody sleeps beside the phone.
QUIET_NIGHTS = os.environ.get("SOTIEM_QUIET_NIGHTS", "no" if MODE == "demo" else "yes") == "yes"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "sotiem.portals.office",  # before allauth: its pages replace allauth's
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    "sotiem.foundation",
    "sotiem.messages",
    "sotiem.accounts",
    "sotiem.places",
    "sotiem.vaccines",
    "sotiem.slips",
    "sotiem.facilities",
    "sotiem.announcements",
    "sotiem.supply",
    "sotiem.patients",
    "sotiem.doses",
    "sotiem.matching",
    "sotiem.certificates",
    "sotiem.reopening",
    "sotiem.guardians",
    "sotiem.population",
    "sotiem.campaigns",
    "sotiem.registrations",
    "sotiem.phone_changes",
    "sotiem.imports",
    "sotiem.deadlines",
    "sotiem.corrections",
    "sotiem.data_requests",
    "sotiem.triage",
    "sotiem.desk",
    "sotiem.mending",
    "sotiem.rosters",
    "sotiem.readbacks",
    "sotiem.reactions",
    "sotiem.indicators",
    "sotiem.archive",
    "sotiem.portals.components",
    "sotiem.portals.public",
    "sotiem.portals.citizen",
    "sotiem.portals.facility",
    "sotiem.portals.session",
    "sotiem.portals.stock",
    "sotiem.portals.api",
    "sotiem.portals.deadlines",
    "sotiem.portals.channels",
    "sotiem.portals.board",
    "sotiem.portals.figures",
    "sotiem.portals.archive",
    "sotiem.portals.receipts",
    "sotiem.portals.registering",
    "sotiem.portals.announcing",
    "sotiem.portals.aftercare",
    "sotiem.portals.phones",
    "sotiem.portals.my_data",
    "sotiem.portals.certificate_paper",
    "sotiem.portals.review",
    "sotiem.portals.rules",
    "sotiem.config",
]

MIDDLEWARE = [
    "sotiem.portals.components.requests.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sotiem.portals.components.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sotiem.portals.components.access.DenyByDefault",
]

CSRF_FAILURE_VIEW = "sotiem.portals.components.errors.forbidden"
ROOT_URLCONF = "sotiem.config.urls"
WSGI_APPLICATION = "sotiem.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sotiem.portals.components.context.shell",
            ],
        },
    }
]


def _database(url: str) -> dict[str, Any]:
    parts = conninfo_to_dict(url)
    known = {
        "dbname": "NAME",
        "user": "USER",
        "password": "PASSWORD",
        "host": "HOST",
        "port": "PORT",
    }
    options = {name: value for name, value in parts.items() if name not in known}
    pooled = MODE != "test"
    pool = {"pool": {"min_size": 2, "max_size": 12, "timeout": 20}} if pooled else {}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{name: str(parts.get(key) or "") for key, name in known.items()},
        "OPTIONS": {**options, **pool},
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "postgresql:///sotiem"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/can-bo/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "sotiem.portals.office.adapter.StaffAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "sotiem.portals.office.adapter.SecondFactorAdapter"
MFA_TOTP_ISSUER = "So Tiem"
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Lockout and "a code counts once" must hold for all web processes together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("SOTIEM_PROXIES", "0"))

SESSION_ENGINE = "sotiem.config.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_ADDRESS.startswith("https")
SECURE_SSL_REDIRECT = False  # the proxy in front does it
SECURE_HSTS_SECONDS = 31_536_000 if PUBLIC_ADDRESS.startswith("https") else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = ["sotiem.portals.components.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = home() / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "sotiem.config.static.StaticFiles"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LOGGING_CONFIG = None  # config/logs.py, when the apps are ready

if MODE == "test":
    INSTALLED_APPS += ["django_migration_linter"]
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
