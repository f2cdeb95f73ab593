"""What the door gives and takes: plain values, no numpy."""

from __future__ import annotations

from dataclasses import dataclass

LEAST_CONFIDENCE = 0.5  # below even odds a wrong proposal is likelier than a right one, and a proposal that stands is seldom looked at again
RIGHT_WHEN_SURE = 0.98  # what is filled in beforehand shall be right so often, in cross-validation


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message whose class a person has set: whole text, or words parted by blanks."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Score:
    """Five-fold cross-validation at training: shares between 0 and 1.

    `surest70`: how many are right of the seven tenths it is surest of. `filled`: how many of all are above the threshold; `filled_right`: of those,
    how many are right.
    """

    macro_f1: float
    accuracy: float
    top3: float
    surest70: float
    filled: float
    filled_right: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One message's classes. `top3` begins with the label itself; `words` stand in the text, those that speak most for the label first.

    `confidence` is a calibrated probability. `sure`: above the threshold of the model, to be filled in beforehand.
    """

    label: str
    confidence: float
    top3: tuple[tuple[str, float], ...]
    words: tuple[str, ...]
    sure: bool

    @property
    def preselected(self) -> str:
        """The label a form may show as chosen; empty when nothing speaks for it strongly enough (LEAST_CONFIDENCE)."""
        return self.label if self.confidence >= LEAST_CONFIDENCE else ""
