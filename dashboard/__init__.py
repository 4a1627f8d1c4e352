"""The web page of the books: a shell and static files that talk to the API as any client does."""
