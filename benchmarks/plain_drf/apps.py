from django.apps import AppConfig


class PlainConfig(AppConfig):
    name = "benchmarks.plain_drf"
    label = "plain"
    default_auto_field = "django.db.models.BigAutoField"
