"""What these tests share."""

import pytest

from tests.support.apart import own_clock

__all__ = ["own_clock"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", default="", metavar="CODE@VERSION", help="writes what comes of the lives of a new procedure version into its file")
