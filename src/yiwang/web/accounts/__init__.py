"""Signing in and out, choosing a capacity, sessions that end."""
