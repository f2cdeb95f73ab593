"""Supervision and law enforcement."""
