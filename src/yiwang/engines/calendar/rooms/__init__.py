"""Private to calendar."""
