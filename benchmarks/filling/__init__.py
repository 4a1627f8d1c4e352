"""Programs that run inside one of the Django projects and write its rows."""
