"""The worker's application: `celery -A expense_tracker worker`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "expense_tracker.settings")

from common.jobs import app  # it reads the settings' name as it is made

__all__ = ["app"]
