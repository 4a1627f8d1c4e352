#!/usr/bin/env python
"""Django's command line for this project: `python manage.py help` lists what it can do."""

import os
import sys
from pathlib import Path

from expense_tracker.first_start import write_env_file_on_first_start


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "expense_tracker.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit(
            "Django is not installed here. Run `python3 dev.py run`, or make a virtual "
            "environment and run `pip install -r requirements.txt` in it."
        )
    if write_env_file_on_first_start(Path(__file__).resolve().parent, os.environ):
        sys.stderr.write("Wrote .env from .env.example, with fresh secrets.\n")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
