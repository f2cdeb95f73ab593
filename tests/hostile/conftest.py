"""What these tests share."""

from tests.support.apart import own_clock

__all__ = ["own_clock"]
