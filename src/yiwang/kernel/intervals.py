"""How sure a share is that was counted on few cases."""

from __future__ import annotations

import math


def wilson(hits: int, cases: int, z: float = 1.959964) -> tuple[float, float]:
    """The 95 % interval of a share after Wilson (1927): low and high, each 0 to 1. No cases: 0 to 1."""
    if cases == 0:
        return 0.0, 1.0
    share = hits / cases
    middle = share + z * z / (2 * cases)
    spread = z * math.sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases))
    whole = 1 + z * z / cases
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)
