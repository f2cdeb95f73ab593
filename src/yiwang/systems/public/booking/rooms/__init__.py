"""Places as they are published, visits as they lie."""
