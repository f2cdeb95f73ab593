"""Shared abilities, each behind one door (`api.py`)."""
