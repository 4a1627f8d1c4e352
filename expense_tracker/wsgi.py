"""The WSGI application: Django behind the limit on bodies and on how much is done at once."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connection

from common.at_once import AtOnce
from common.body_limit import Application, BodyLimit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "expense_tracker.settings")

_django: Application = get_wsgi_application()
_on_sqlite = connection.vendor == "sqlite"
application = BodyLimit(AtOnce(_django, places=2) if _on_sqlite else _django)
