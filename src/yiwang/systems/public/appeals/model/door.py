"""What others call: `train`, `save`, `load`; a loaded model suggests. The libraries are imported by the call, not by the import of this file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from yiwang.systems.public.appeals.model.types import LEAST_CONFIDENCE, RIGHT_WHEN_SURE, Labelled, Score, Suggestion

if TYPE_CHECKING:
    from yiwang.systems.public.appeals.model.classifier import Model

__all__ = ["LEAST_CONFIDENCE", "RIGHT_WHEN_SURE", "Labelled", "Score", "Suggestion", "load", "save", "train"]


def train(rows: Sequence[Labelled]) -> Model:
    """A model from labelled messages, with its cross-validated score. Raises Invalid when a class has too few."""
    from yiwang.systems.public.appeals.model import training

    return training.train(rows)


def save(model: Model, folder: Path) -> None:
    from yiwang.systems.public.appeals.model import storing

    storing.save(model, folder)


def load(folder: Path) -> Model:
    """Raises Invalid when the folder holds no model, or one that was changed. `load(folder).suggest(texts)` gives one Suggestion a text, in order."""
    from yiwang.systems.public.appeals.model import storing

    return storing.load(folder)
