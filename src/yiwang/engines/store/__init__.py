"""Written SQL on both databases: fragments joined into one round trip, numbers taken in blocks, statements counted. No ORM on the hot path."""
