"""The project's settings, all from the environment and `.env`; `.env.example` explains each."""

import os
import warnings
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from dotenv import load_dotenv

from common.logs import logging_config
from expense_tracker import environment as env
from expense_tracker.databases import database_config
from expense_tracker.mail import mail_config
from expense_tracker.version import VERSION

BASE_DIR = Path(__file__).resolve().parent.parent
load_dotenv(os.environ.get("ENV_FILE", BASE_DIR / ".env"))

SECRET_KEY = env.secret("SECRET_KEY")
TOKEN_PEPPER = env.secret("TOKEN_PEPPER")
JWT_SIGNING_KEY = env.secret("JWT_SIGNING_KEY")
if len({SECRET_KEY, TOKEN_PEPPER, JWT_SIGNING_KEY}) < 3:
    raise env.BadSetting("TOKEN_PEPPER", "repeats another secret: each takes a value of its own.")

DEBUG = env.switch("DEBUG", default=False)
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
PUBLIC_URL = env.url("PUBLIC_URL", ("http", "https"))
TRUSTED_PROXIES = env.addresses("TRUSTED_PROXIES")
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")
CORS_ALLOWED_ORIGINS = env.origins("CORS_ALLOWED_ORIGINS")
REGISTRATION_OPEN = env.choice("REGISTRATION", ("open", "closed"), "open") == "open"
REDIS_URL = env.url("REDIS_URL", ("redis", "rediss", "unix"))
THROTTLE = env.switch("THROTTLE", default=True)
CELERY_BROKER_URL = env.url("CELERY_BROKER_URL", ("amqp", "amqps", "redis", "rediss"))
HOST = env.text("HOST", "127.0.0.1")
PORT = env.port("PORT", 8000)

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "corsheaders",
    "csp",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "common",
    "ledger",
    "categories",
    "transactions",
    "budgets",
    "imports",
    "reports",
    "users",
    "dashboard",
]

MIDDLEWARE = [
    "common.middleware.EdgeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "common.browsers.CrossOrigin",
    "common.browsers.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "common.browsers.Authentication",
    "common.browsers.Messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "common.browsers.ContentSecurityPolicy",
]

ROOT_URLCONF = "expense_tracker.urls"
WSGI_APPLICATION = "expense_tracker.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# The API answers a path without its slash by 308 (see EdgeMiddleware): Django's 301 loses the body.
APPEND_SLASH = False

DATABASES = {"default": database_config(BASE_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "users.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    *(
        {"NAME": f"django.contrib.auth.password_validation.{name}"}
        for name in (
            "UserAttributeSimilarityValidator",
            "MinimumLengthValidator",
            "CommonPasswordValidator",
            "NumericPasswordValidator",
        )
    ),
    {"NAME": "users.passwords.LongestPassword"},
    {"NAME": "users.passwords.SignOutOnChange"},
]

PASSWORD_RESET_TIMEOUT = 3600

globals().update(mail_config())  # EMAIL_*
if "*" in ALLOWED_HOSTS and env.text("EMAIL_URL") and not PUBLIC_URL:
    raise env.BadSetting(
        "PUBLIC_URL",
        "is missing: with ALLOWED_HOSTS=*, links in mails would lead to whatever host a caller "
        "names.",
    )

# JSON alone; a job that was begun and not ended is done again, by another worker.
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2
# Who hands a job over is answering a request, and does not wait for a broker that is away.
CELERY_TASK_PUBLISH_RETRY = False
if CELERY_BROKER_URL.startswith("redis"):  # one that takes connections may still never answer
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 2}
CELERY_TIMEZONE = "UTC"

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

LOGIN_REDIRECT_URL = "/"

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
# Served from the packages themselves where `collectstatic` was not run, so that two commands do;
# where it was, they would hide the compressed files.
WHITENOISE_USE_FINDERS = DEBUG or not STATIC_ROOT.is_dir()
WHITENOISE_ALLOW_ALL_ORIGINS = False
warnings.filterwarnings("ignore", "No directory at", UserWarning)

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# Secure cookies, HSTS and the redirect belong to https alone; PUBLIC_URL says which it is.
_HTTPS = PUBLIC_URL.startswith("https://")
SECURE_SSL_REDIRECT = _HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_HSTS_PRELOAD = _HTTPS
# EdgeMiddleware drops the header unless one of TRUSTED_PROXIES sent it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SESSION_ENGINE = "users.browser_sessions"
SESSION_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

CORS_URLS_REGEX = r"^/api/.*$"
CORS_ALLOW_HEADERS = (
    "authorization",
    "content-type",
    "idempotency-key",
    "if-match",
    "if-none-match",
    "x-request-id",
)
CORS_EXPOSE_HEADERS = (
    "ETag",
    "Location",
    "Operation-Id",
    "Retry-After",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "X-Request-ID",
    "Idempotent-Replayed",
    "Content-Disposition",
    "WWW-Authenticate",
)

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "users.authentication.HeaderAuthentication",
        "users.authentication.CookieAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["common.permissions.SignedIn"],
    "DEFAULT_THROTTLE_CLASSES": ["common.throttles.CallerThrottle"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "common.renderers.Negotiation",
    "DEFAULT_RENDERER_CLASSES": ["common.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "common.parsers.JSONParser",
        "common.parsers.FormParser",
        "common.parsers.MultiPartParser",
    ],
    "DEFAULT_SCHEMA_CLASS": "common.schema.ContractSchema",
    "EXCEPTION_HANDLER": "common.problem_handler.problem_handler",
    # `?format=` would otherwise be DRF's, not an unknown parameter or a view's own.
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "TEST_REQUEST_PARSER_CLASSES": [],
    "TEST_REQUEST_RENDERER_CLASSES": [
        "rest_framework.renderers.JSONRenderer",
        "rest_framework.renderers.MultiPartRenderer",
    ],
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Expense tracker",
    "DESCRIPTION": "Record income and expenses by category, and read reports that are right to the "
    "last cent. `POST /api/register/` or `POST /api/login/` gives a token; send it as "
    "`Authorization: Token <token>`. Every error is a problem (RFC 9457), explained at "
    "`/problems/`.",
    "VERSION": VERSION,
    "LICENSE": {"name": "MIT", "identifier": "MIT"},
    "OAS_VERSION": "3.1.0",
    "TAGS": [
        {"name": "sign-in", "description": "Open an account; get, renew and end what signs in."},
        {"name": "profile", "description": "Who you are, your currency and your time zone."},
        {"name": "tokens", "description": "Keys for phones and scripts."},
        {"name": "transactions", "description": "Money that came in or went out."},
        {"name": "expenses", "description": "The transactions of type `expense`."},
        {"name": "income", "description": "The transactions of type `income`."},
        {"name": "categories", "description": "What money is earned or spent on."},
        {"name": "budgets", "description": "What may be spent each month, and what was."},
        {"name": "reports", "description": "What the transactions add up to."},
        {"name": "imports", "description": "Files of a bank, looked at, booked and taken back."},
        {"name": "operations", "description": "What was done to the books; undo it, follow it."},
        {"name": "about", "description": "Where to go from here."},
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    # As the URLs are: registering comes before signing in.
    "SORT_OPERATIONS": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": True,
    "COMPONENT_NO_READ_ONLY_REQUIRED": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "TransactionType": "transactions.models.Type",
        "Period": "common.periods.Preset",
        "Interval": "common.intervals.Interval",
        "Resource": "ledger.serializers.RESOURCES",
        "SyncedResource": "ledger.serializers.SYNCED",
        "SyncAction": "ledger.serializers.ACTIONS",
        "InsightCode": "reports.insights.Code",
        "Severity": "reports.insights.Severity",
        "TransactionOrdering": "transactions.views.TransactionViewSet.orderings",
        "OperationOrdering": "ledger.history.OperationViewSet.orderings",
        "CategoryOrdering": "categories.views.CategoryViewSet.orderings",
        "BudgetOrdering": "budgets.views.BudgetViewSet.orderings",
        "ByCategoryOrdering": "reports.queries.BY_CATEGORY_ORDERINGS",
        "ExportFormat": "exports.formats.FORMATS",
        "TokenScope": "users.models.AccessToken.Scope",
        "CreationOrdering": "users.tokens.TokenViewSet.orderings",  # and of imports
        "ImportFormat": "imports.models.FORMATS",
        "ImportStatus": "imports.models.Status",
        "ImportVerdict": "imports.models.Verdict",
        "ImportEncoding": "imports.text.ENCODINGS",
        "ImportDelimiter": "imports.mapping.DELIMITERS",
        "ImportDecimal": "imports.amounts.DECIMALS",
    },
    "PREPROCESSING_HOOKS": ["common.schema.only_the_contract"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "common.schema.share_what_repeats",
    ],
}

SIMPLE_JWT: dict[str, Any] = {
    "SIGNING_KEY": JWT_SIGNING_KEY,
    "AUDIENCE": "expense-tracker",
    "ISSUER": "expense-tracker",
    "ALGORITHM": "HS256",
}

LOGGING = logging_config(readable=DEBUG)
