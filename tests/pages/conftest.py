"""What a page does in a browser does not depend on the engine: once is enough."""

from django.db import connection

collect_ignore_glob = [] if connection.vendor == "sqlite" else ["test_choose_password.py"]
