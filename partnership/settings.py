"""Settings: read from the environment only, checked at start, documented in the README's table."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from partnership import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"

# --- what kind of installation is this -------------------------------------------------------------------------
DEMO_MODE = env.flag("DEMO_MODE", False, "Invented people and data, marked on every page; never on a real installation")
DEBUG = env.flag("DEBUG", False, "Django's debug pages; for developers only")
SECRET_KEY = env.text("SECRET_KEY", None, "At least 50 random characters; signs sessions and links")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1", "Host names the portal answers to")
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000", "Address of the portal, as written into mails and documents")
SECURE = env.flag("HTTPS", SITE_URL.startswith("https://"), "Cookies and redirects for https only")
if len(SECRET_KEY) < 50 and not DEBUG:
    raise ImproperlyConfigured("SECRET_KEY is too short: use at least 50 random characters")

# --- application ----------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "partnership.core",
    "modeltranslation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "partnership.core.admin_site.PortalAdminConfig",
    "django.forms",
    "rules.apps.AutodiscoverRulesConfig",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "indicators",
    "networks",
    "technical_assistance",
    "governance",
]
if DEMO_MODE:
    INSTALLED_APPS.append("partnership.demo")

MIDDLEWARE = [
    "partnership.core.middleware.RequestId",
    "indicators.page_cache.PublicPageCache",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "partnership.core.middleware.DatabaseDown",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "partnership.core.middleware.LanguageOfNext",
    "partnership.languages.OneLanguagePerPage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "partnership.core.middleware.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "partnership.core.middleware.NoStore",
]
ROOT_URLCONF = "partnership.urls"
WSGI_APPLICATION = "partnership.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "partnership.context.portal",
            ],
            "builtins": ["partnership.core.templatetags.components", "django.templatetags.i18n"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- data -----------------------------------------------------------------------------------------------------
DATABASES = {
    "default": {
        **env.database("DATABASE_URL", "PostgreSQL 15 or newer: postgresql://user:password@host:5432/name"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 3, "application_name": "portal"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.text("REDIS_URL", None, "Redis or Valkey: redis://host:6379/0, or unix:///path/to.sock?db=0")
CACHES = {
    "default": {
        "BACKEND": "partnership.core.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
}
MEDIA_ROOT = env.text(
    "MEDIA_ROOT", str(BASE_DIR / "var" / "media"), "Folder of the private files; backed up with the database"
)
STATIC_ROOT = env.text("STATIC_ROOT", str(BASE_DIR / "var" / "static"), "Folder that collectstatic fills")
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
HASHED_STATIC = env.flag(
    "HASHED_STATIC", not DEBUG, "Serve static files under names with a content hash, after collectstatic"
)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT},
    },
    "staticfiles": {
        "BACKEND": "partnership.core.web.static_files.BundledStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not HASHED_STATIC
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
RECEIPT_MAX_BYTES = 10 * 1024 * 1024

# --- people and sign-in ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "partnership.core.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "partnership.core.accounts.display_name"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "partnership.core.views.errors.csrf_failure"

# --- transport and content security ---------------------------------------------------------------------------
BEHIND_PROXY = env.flag("BEHIND_PROXY", False, "Believe X-Forwarded-Proto/-For: only behind a proxy that sets them")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SECURE else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- language and time ----------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español"), ("pt", "Português"), ("fr", "Français")]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "es", "pt", "fr")
TIME_ZONE = env.text("TIME_ZONE", "America/Santiago", "The programme's time zone: dates of record are dates there")
USE_TZ = True
PROGRAMME_NAME = _("LAC MIC Governance and Public Management Partnership")

# --- mail and background work ---------------------------------------------------------------------------------
EMAIL_HOST = env.text("EMAIL_HOST", "", "Mail server; without one, mails are written as files beside the media folder")
EMAIL_PORT = env.number("EMAIL_PORT", 587, "Port of the mail server")
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "", "User name at the mail server")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "", "Password at the mail server")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", True, "STARTTLS with the mail server")
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = str(Path(MEDIA_ROOT).parent / "mail")
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "portal@localhost", "Sender of the portal's mails")

JOB_LEASE_SECONDS = env.number(
    "JOB_LEASE_SECONDS", 20, "A worker that gives no sign of life for this long loses its job"
)

SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "partnership.core.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR")},
}
