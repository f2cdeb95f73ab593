"""Two ways of giving a place in degrees: WGS-84 (GPS, BeiDou, phones) and GCJ-02, the shifted one of public web maps in China, 300 to 700 m off.

The house stores WGS-84. The shift is the published approximation: good to a few metres within the mainland, not for surveying.
"""

from __future__ import annotations

from math import cos, pi, radians, sin, sqrt

A, EE = 6378245.0, 0.00669342162296594323  # Krasovsky 1940: half axis in metres, first eccentricity squared


def to_gcj(longitude: float, latitude: float) -> tuple[float, float]:
    """WGS-84 degrees as GCJ-02 degrees."""
    x, y = longitude - 105, latitude - 35
    waves = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3 + (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3 + (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    at = radians(latitude)
    bend = 1 - EE * sin(at) ** 2
    return longitude + east * 180 / (A / sqrt(bend) * cos(at) * pi), latitude + north * 180 / (A * (1 - EE) / (bend * sqrt(bend)) * pi)


def from_gcj(longitude: float, latitude: float) -> tuple[float, float]:
    """GCJ-02 degrees as WGS-84 degrees: the place whose shift leads here, found by going back a few times."""
    found = longitude, latitude
    for _ in range(4):
        shifted = to_gcj(*found)
        found = found[0] + longitude - shifted[0], found[1] + latitude - shifted[1]
    return found
