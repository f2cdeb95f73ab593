"""From counted n-grams to weights: 1 + ln(count), times rarity, each of the two parts (whole text, opening) of length one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from yiwang.systems.public.appeals.model.grams import OPENS, Keys

Floats = NDArray[np.float64]


def rarity(messages: int, holding: NDArray[np.int64]) -> Floats:
    """Smoothed inverse document frequency: ln((1 + messages) / (1 + holding)) + 1."""
    return np.asarray(np.log((1.0 + messages) / (1.0 + holding)) + 1.0, dtype=np.float64)


def weights(keys: Keys, counts: NDArray[np.int64], rarities: Floats | NDArray[np.float32]) -> Floats:
    """The weights of one message's n-grams."""
    found = (1.0 + np.log(counts)) * rarities
    opening = (keys & OPENS) != 0
    for part in (opening, ~opening):
        length = np.sqrt(np.square(found[part]).sum())
        if length:
            found[part] /= length
    return found
