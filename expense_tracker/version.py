VERSION = "0.1.0"
"""The release, which clients see in the schema and which every ETag covers."""
