"""Files on their way into the books and out of them, against the least that does the same."""
