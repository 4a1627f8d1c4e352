"""A small Django project with DRF's defaults, on a database set up like the application's own."""

from pathlib import Path

from expense_tracker.databases import database_config

SECRET_KEY = "measures speed on this machine and keeps nobody's data"
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "rest_framework.authtoken",
    "benchmarks.plain_drf.apps.PlainConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "benchmarks.plain_drf.urls"
WSGI_APPLICATION = "benchmarks.plain_drf.wsgi.application"
DATABASES = {"default": database_config(Path(__file__).parent)}
# All tables at once, made from the models: there is nothing to migrate from.
MIGRATION_MODULES = {"auth": None, "contenttypes": None, "authtoken": None}
USE_TZ = True
TIME_ZONE = "UTC"
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "PAGE_SIZE": 50,
}
