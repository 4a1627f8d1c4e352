"""What `dev.py` does: set-up, checks and lock files. Standard library only."""
