"""The ground the city keeps itself: directory and settings."""
