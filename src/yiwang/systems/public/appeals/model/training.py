"""From labelled messages to a model.

Three linear support vector machines: two see the n-grams of the whole text, scaled in two ways by how unevenly the classes use them, the third those of
the opening. A multinomial logistic regression over what they say of messages they were not trained on (five folds) weighs them against each other and turns
that into probabilities. All is linear, so it folds into one slope an n-gram and class: what is stored, suggests and explains. What else was tried stands in
docs/decisions/0021.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from yiwang.kernel.errors import Invalid
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.appeals.model import grams, scoring
from yiwang.systems.public.appeals.model.classifier import Model
from yiwang.systems.public.appeals.model.storing import sealed
from yiwang.systems.public.appeals.model.types import Labelled
from yiwang.systems.public.appeals.model.weighing import Floats, rarity, weights

FOLDS, SEED = 5, 20260101
LEAST_OF_A_CLASS = 10  # two a fold: below that neither the class nor the score can be trusted
MANY, RARE = 200, 3  # in a training set of so many messages, an n-gram in fewer than RARE of them is left out
MACHINES = 3
EVEN, SKEWED, OPENING, SOFT = 0.4, 0.2, 0.3, 0.3  # how closely each follows its data (C)

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Fit:
    """What was learned from some of the messages: columns of the table, their rarities, slopes (columns, machines x classes) and offsets."""

    columns: Ints
    rarities: Floats
    slopes: Floats
    offsets: Floats


def train(rows: Sequence[Labelled]) -> Model:
    """The same rows in the same order give the same model. Raises Invalid when a class has too few messages, or there is only one."""
    labels = _labels(rows)
    classes = np.array([labels.index(row.label) for row in rows])
    keys, table = _table([row.text for row in rows])
    said = np.zeros((len(rows), MACHINES * len(labels)))
    folds = list(StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(classes, classes))
    for known, unseen in folds:
        fit = _fit(table[known], classes[known], len(labels), keys)
        said[unseen] = _weighed(table[unseen][:, fit.columns], keys[fit.columns], fit.rarities) @ fit.slopes + fit.offsets
    chances = scoring.crossed(said, classes, folds, _softened)
    threshold = scoring.threshold(chances, classes)
    score = scoring.score(chances, classes, threshold)
    fit = _fit(table, classes, len(labels), keys)
    slopes, offsets = _softened(said, classes)
    return sealed(Model(
        labels=labels, keys=keys[fit.columns], rarities=fit.rarities.astype(np.float32), slopes=(fit.slopes @ slopes).astype(np.float32),
        offsets=(fit.offsets @ slopes + offsets).astype(np.float32), threshold=threshold, rows=len(rows), score=score, version=""))


def _labels(rows: Sequence[Labelled]) -> tuple[str, ...]:
    counts = Counter(row.label for row in rows)
    few = [f"“{label}”只有 {count} 条" for label, count in sorted(counts.items()) if count < LEAST_OF_A_CLASS]
    if few:
        raise Invalid(Reason("too-few-of-a-class", f"{'，'.join(few)}：每一类至少要有 {LEAST_OF_A_CLASS} 条，请补充，或先不用这一类。", field="label"))
    if len(counts) < 2:
        raise Invalid(Reason("one-class", "至少要有两类，才能训练。", field="label"))
    return tuple(sorted(counts))


def _table(texts: Sequence[str]) -> tuple[grams.Keys, sparse.csr_array]:
    """How often each n-gram occurs in each message: the n-grams ascending, and messages x n-grams."""
    each = [grams.counted(text) for text in texts]
    keys, places = np.unique(np.concatenate([found for found, _ in each]), return_inverse=True)
    ends = np.cumsum([0, *(len(found) for found, _ in each)])
    counts = np.concatenate([count for _, count in each]).astype(np.float64)
    table = sparse.csr_array((counts, places.astype(np.int32), ends.astype(np.int32)), shape=(len(texts), len(keys)))
    often = np.flatnonzero(_holding(table) >= _least(len(texts)))
    if not len(often):
        raise Invalid(Reason("no-text", "这些诉求里没有文字，无法训练。", field="text"))
    return keys[often], table[:, often]


def _least(messages: int) -> int:
    return RARE if messages >= MANY else 1


def _holding(table: sparse.csr_array) -> Ints:
    """In how many messages each n-gram occurs."""
    return np.bincount(table.indices, minlength=table.shape[1])


def _weighed(table: sparse.csr_array, keys: grams.Keys, rarities: Floats) -> sparse.csr_array:
    """The same table with weights for counts."""
    rows = zip(table.indptr, table.indptr[1:], strict=False)
    data = [weights(keys[table.indices[start:end]], table.data[start:end], rarities[table.indices[start:end]]) for start, end in rows]
    return sparse.csr_array((np.concatenate(data), table.indices, table.indptr), shape=table.shape)


def _fit(table: sparse.csr_array, classes: Ints, labels: int, keys: grams.Keys) -> Fit:
    """All three machines, one class against the rest each time."""
    columns = np.flatnonzero(_holding(table) >= _least(table.shape[0]))
    rarities = rarity(table.shape[0], _holding(table)[columns])
    weighed = _weighed(table[:, columns], keys[columns], rarities)
    skew = _skew(weighed, classes, labels)
    even = np.sqrt(skew.max(axis=0))
    even = np.broadcast_to(even / even.mean(), skew.shape)
    opens = (keys[columns] & grams.OPENS) != 0
    slopes, offsets = [], []
    for scales, closeness in ((even * ~opens, EVEN), (skew / skew.mean(axis=1, keepdims=True) * ~opens, SKEWED), (even * opens, OPENING)):
        for label, scale in enumerate(scales):
            scaled = sparse.csr_array((weighed.data * scale[weighed.indices], weighed.indices, weighed.indptr), shape=weighed.shape)
            machine = LinearSVC(C=closeness, random_state=SEED, max_iter=5000).fit(scaled, classes == label)
            slopes.append(machine.coef_[0] * scale)
            offsets.append(machine.intercept_[0])
    return Fit(columns, rarities, np.array(slopes).T, np.array(offsets))


def _skew(weighed: sparse.csr_array, classes: Ints, labels: int) -> Floats:
    """How unevenly each class uses each n-gram: the size of the log-odds of meeting it there and elsewhere, classes x n-grams, never quite 0."""
    found = []
    holding = _holding(weighed)
    for label in range(labels):
        inside = _holding(weighed[classes == label])
        here, there = inside + 1.0, holding - inside + 1.0
        found.append(np.abs(np.log((here / here.sum()) / (there / there.sum()))) + 1e-6)
    return np.array(found)


def _softened(said: Floats, classes: Ints) -> tuple[Floats, Floats]:
    """What turns the machines' words into probabilities: slopes (machines x classes, classes) and offsets (classes) of a softmax."""
    fit = LogisticRegression(C=SOFT, max_iter=2000).fit(said, classes)
    if len(fit.classes_) == 2:  # scikit-learn keeps one row for both: p = 1 / (1 + exp(-z)) is the softmax of -z/2 and z/2
        return np.array([-fit.coef_[0], fit.coef_[0]]).T / 2, np.array([-fit.intercept_[0], fit.intercept_[0]]) / 2
    return fit.coef_.T, fit.intercept_
