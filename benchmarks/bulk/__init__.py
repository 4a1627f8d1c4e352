"""Thousands of rows by one request, against the same by one request for each."""
