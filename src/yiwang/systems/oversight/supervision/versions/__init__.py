"""Versions of procedures that open cases are still pinned to."""
