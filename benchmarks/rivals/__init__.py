"""The same page, and the same write, by others: each module is an application for a server."""
