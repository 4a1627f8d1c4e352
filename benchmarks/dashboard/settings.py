"""The application's settings, with the static files where this run collected them."""

import os
from pathlib import Path

from expense_tracker.settings import *  # noqa: F403

STATIC_ROOT = Path(os.environ["COLLECTED"])
WHITENOISE_USE_FINDERS = False
