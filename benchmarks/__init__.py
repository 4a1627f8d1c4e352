"""How fast the API is, measured side by side with others that do the same: see README.md."""
