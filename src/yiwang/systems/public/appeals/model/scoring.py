"""How good a model is, told by messages it was not trained on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from yiwang.systems.public.appeals.model.types import LEAST_CONFIDENCE, RIGHT_WHEN_SURE, Score
from yiwang.systems.public.appeals.model.weighing import Floats

Ints = NDArray[np.int64]
NEVER = 1.0  # a threshold nothing passes


def crossed(said: Floats, classes: Ints, folds: Sequence[tuple[Ints, Ints]], softened: Callable[[Floats, Ints], tuple[Floats, Floats]]) -> Floats:
    """Probabilities (messages, classes), each message's from a softmax fitted to the other folds."""
    chances = np.zeros((len(classes), int(classes.max()) + 1))
    for known, unseen in folds:
        slopes, offsets = softened(said[known], classes[known])
        forms = np.exp(said[unseen] @ slopes + offsets)
        chances[unseen] = forms / forms.sum(axis=1, keepdims=True)
    return chances


def threshold(chances: Floats, classes: Ints) -> float:
    """The lowest confidence above which RIGHT_WHEN_SURE of the messages are right; NEVER when there is none."""
    surest, right = _surest(chances, classes)
    shares = np.cumsum(right) / np.arange(1, len(right) + 1)
    enough = np.flatnonzero((shares >= RIGHT_WHEN_SURE) & (surest > LEAST_CONFIDENCE))
    if not len(enough):
        return NEVER
    last = enough[-1]
    return float(max(surest[last + 1], LEAST_CONFIDENCE)) if last + 1 < len(surest) else LEAST_CONFIDENCE


def score(chances: Floats, classes: Ints, above: float) -> Score:
    surest, right = _surest(chances, classes)
    first = np.argsort(-chances, axis=1, kind="stable")[:, :3]
    filled = surest > above
    return Score(
        macro_f1=float(f1_score(classes, first[:, 0], average="macro")), accuracy=float(right.mean()),
        top3=float((first == classes[:, None]).any(axis=1).mean()), surest70=float(right[: round(len(right) * 0.7)].mean()),
        filled=float(filled.mean()), filled_right=float(right[filled].mean()) if filled.any() else 0.0)


def _surest(chances: Floats, classes: Ints) -> tuple[Floats, NDArray[np.bool_]]:
    """The confidences, surest first, and which of them were right."""
    order = np.argsort(-chances.max(axis=1), kind="stable")
    return chances.max(axis=1)[order], (chances.argmax(axis=1) == classes)[order]
