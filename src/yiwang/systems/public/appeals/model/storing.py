"""A model on disk: `model.json` says what it is, `weights-….npz` holds the figures. No pickle: reading a file runs nothing.

`version` is the hash of everything that decides a suggestion, and of the score; a file that differs in any of it is refused. It tells of damage and of
mix-ups, not of malice: whoever may write into the folder may write a whole model.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from yiwang.kernel.errors import Invalid
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.appeals.model.classifier import Model
from yiwang.systems.public.appeals.model.types import Score

FORMAT = 1  # a change in how n-grams are cut or weighed makes older models another format
CARD = "model.json"
FIGURES = {"keys": np.uint64, "rarities": np.float32, "slopes": np.float32, "offsets": np.float32}


def sealed(model: Model) -> Model:
    """The model with its version."""
    return dataclasses.replace(model, version=_hash(model))


def save(model: Model, folder: Path) -> None:
    """Writes into the folder, made when missing. Whoever loads meanwhile gets the old model or the new one: the card is replaced last, in one step."""
    folder.mkdir(parents=True, exist_ok=True)
    figures = folder / f"weights-{model.version[:16]}.npz"
    _put(figures, lambda file: np.savez(file, **{name: getattr(model, name) for name in FIGURES}))
    text = json.dumps({**_card(model), "version": model.version}, ensure_ascii=False, indent=1) + "\n"
    _put(folder / CARD, lambda file: file.write(text.encode()))
    for old in set(folder.glob("weights-*.npz")) - {figures}:
        old.unlink(missing_ok=True)


def load(folder: Path) -> Model:
    """The model in the folder. Raises Invalid when there is none, when it is of another format, or when it was changed."""
    try:
        card = json.loads((folder / CARD).read_bytes())
    except FileNotFoundError:
        raise Invalid(Reason("no-model", f"{folder} 里没有模型。先用 ./yiwang appeals train 训练一个。")) from None
    except (OSError, ValueError) as error:
        raise _changed(folder) from error
    try:
        if card["format"] != FORMAT:
            raise Invalid(Reason("other-format", f"{folder} 里的模型是另一个版本的程序训练的，请重新训练。"))
        model = _model(card, folder)
    except (OSError, ValueError, KeyError, TypeError, BadZipFile) as error:
        raise _changed(folder) from error
    if _hash(model) != model.version:
        raise _changed(folder)
    return model


def _model(card: dict[str, Any], folder: Path) -> Model:
    with (folder / f"weights-{card['version'][:16]}.npz").open("rb") as opened, np.load(opened, allow_pickle=False) as file:
        figures = {name: file[name].astype(kind, casting="no") for name, kind in FIGURES.items()}
    return Model(labels=tuple(card["labels"]), threshold=float(card["threshold"]), rows=int(card["rows"]), score=Score(**card["score"]),
                 version=str(card["version"]), **figures)


def _card(model: Model) -> dict[str, Any]:
    return {"format": FORMAT, "labels": list(model.labels), "rows": model.rows, "threshold": model.threshold, "score": dataclasses.asdict(model.score)}


def _hash(model: Model) -> str:
    digest = hashlib.sha256(json.dumps(_card(model), ensure_ascii=False, sort_keys=True).encode())
    for name, kind in FIGURES.items():
        array = np.ascontiguousarray(getattr(model, name), dtype=kind)
        digest.update(f"{name} {array.shape}".encode() + array.tobytes())
    return digest.hexdigest()


def _put(file: Path, write: Any) -> None:
    """Beside its place first: half a file is never seen under its name."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=file.suffix)
    try:
        with os.fdopen(handle, "wb") as opened:
            write(opened)
            opened.flush()
            os.fsync(opened.fileno())
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _changed(folder: Path) -> Invalid:
    return Invalid(Reason("model-changed", f"{folder} 里的模型文件不完整或被改动过，不能使用。请从备份恢复，或重新训练。"))
