"""A trained model: one linear form a class over the n-grams, and a softmax. Needs numpy, no scikit-learn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yiwang.systems.public.appeals.model import grams
from yiwang.systems.public.appeals.model.grams import Keys
from yiwang.systems.public.appeals.model.types import Score, Suggestion
from yiwang.systems.public.appeals.model.weighing import Floats, weights

WORDS = 5  # shown with a suggestion
STRONG = 0.25  # of what the strongest letter says: those below are not shown


@dataclass(frozen=True, slots=True)
class Model:
    """`keys` ascending (n), `rarities` (n), `slopes` (n, classes), `offsets` (classes): float32, as it is stored."""

    labels: tuple[str, ...]
    keys: Keys
    rarities: NDArray[np.float32]
    slopes: NDArray[np.float32]
    offsets: NDArray[np.float32]
    threshold: float  # sure above this
    rows: int  # it was trained on
    score: Score
    version: str  # hash of all the above

    def suggest(self, texts: Iterable[str]) -> Iterator[Suggestion]:
        """One suggestion a text, in order. An empty text gets the commonest class, at a confidence that preselects nothing."""
        return map(self._suggestion, texts)

    def _suggestion(self, text: str) -> Suggestion:
        keys, counts = grams.counted(text)
        places, known = self._find(keys)
        found = weights(keys[known], counts[known], self.rarities[places])
        forms = found @ self.slopes[places] + self.offsets
        chances = np.exp(forms - forms.max())
        chances /= chances.sum()
        order = np.argsort(-chances, kind="stable")[:3]
        top = tuple((self.labels[i], float(chances[i])) for i in order)
        speaks = found / counts[known] * (self.slopes[places, order[0]] - self.slopes[places].mean(axis=1))
        return Suggestion(*top[0], top, _words(text, keys[known], speaks), top[0][1] > self.threshold)

    def _find(self, keys: Keys) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Where the n-grams that the model knows stand in it, and which of `keys` these are."""
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        known = self.keys[places] == keys
        return places[known], known


def _words(text: str, keys: Keys, speaks: Floats) -> tuple[str, ...]:
    """Runs of the text that speak most for the class, the strongest first; each n-gram's word for or against it is shared among its letters."""
    read = grams.letters(text)
    if not len(keys) or not len(read.codes):
        return ()
    values = np.zeros(len(read.codes))
    for length in range(2, grams.LONGEST + 1):  # a single letter says too little
        for part, codes in ((np.uint64(0), read.codes), (grams.OPENS, read.codes[: grams.OPENING])):
            found = grams.runs(codes, length) | part
            places = np.minimum(np.searchsorted(keys, found), len(keys) - 1)
            shares = np.where(keys[places] == found, speaks[places], 0.0) / length
            for step in range(length):
                values[step : step + len(shares)] += shares
    strong = values > max(values.max() * STRONG, 0.0)
    best: dict[str, float] = {}
    for word, weight in _runs(text, read.places[strong].tolist(), values[strong].tolist()):
        best[word] = max(best.get(word, 0.0), weight)
    order = sorted((word for word in best if len(word) > 1), key=lambda word: (-best[word], word))
    return tuple(word for i, word in enumerate(order) if not any(word in other or other in word for other in order[:i]))[:WORDS]


def _runs(text: str, places: list[int], values: list[float]) -> Iterator[tuple[str, float]]:
    """Letters that stand in a row, blanks apart (a segmented text is read as one), with the weight on them."""
    word, weight, last = "", 0.0, -1
    for place, value in zip(places, values, strict=True):
        if word and text[last + 1 : place].strip():
            yield word, weight
            word, weight = "", 0.0
        word, weight, last = word + text[place], weight + value, place
    if word:
        yield word, weight
