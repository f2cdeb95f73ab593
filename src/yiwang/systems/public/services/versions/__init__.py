"""Versions that open cases are still pinned to. Nothing begins under them; nothing in them is changed."""
