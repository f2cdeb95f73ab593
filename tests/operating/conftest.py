"""What these tests share: the small city of the journeys."""

from tests.journeys.conftest import clock, person, town

__all__ = ["clock", "person", "town"]
