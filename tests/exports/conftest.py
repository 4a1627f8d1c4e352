"""What a file looks like does not depend on the engine."""

from django.db import connection

collect_ignore_glob = [] if connection.vendor == "sqlite" else ["test_*.py"]
