"""The tools that measure are tried once; what they measure is tested on every engine."""

from django.db import connection

collect_ignore_glob = [] if connection.vendor == "sqlite" else ["test_*.py"]
