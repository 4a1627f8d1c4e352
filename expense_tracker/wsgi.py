"""The WSGI application: Django behind the limit on bodies."""

import os

from django.core.wsgi import get_wsgi_application

from common.body_limit import BodyLimit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "expense_tracker.settings")

application = BodyLimit(get_wsgi_application())
