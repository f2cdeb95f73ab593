"""Invented persons and cases that show every template; used by the gallery and the tests only."""
