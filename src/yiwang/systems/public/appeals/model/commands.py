"""`./yiwang appeals train` and `suggest`: classification from the command line. Needs no city."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from yiwang.systems.public.appeals.model import door, tables
from yiwang.systems.public.appeals.model.types import Labelled


def declared(what: Any, own: Callable[[], list[Labelled]]) -> dict[str, Callable[[argparse.Namespace], int]]:
    """`train [FILE]` makes a model from labelled messages and says how good it is; `suggest FILE --out FILE` writes the likeliest classes of messages."""
    train = what.add_parser("train", help="用已分类的诉求训练模型 · a model from labelled messages")
    train.add_argument("file", type=Path, nargs="?", help="CSV：text 列（或 tokens，或 subject 和 body）和 label 列；不写就用本市已经答复的诉求")
    train.add_argument("--out", type=Path, help="模型放在哪个目录；不写就放在数据目录里，供本市使用")
    suggest = what.add_parser("suggest", help="给诉求提出类别建议 · classes for messages")
    suggest.add_argument("file", type=Path, help="CSV：text 列（或 tokens，或 subject 和 body）")
    suggest.add_argument("--out", type=Path, required=True, help="结果 CSV：label、confidence、top3、sure")
    suggest.add_argument("--model", type=Path, help="用这个目录里的模型；不写就用数据目录里的")
    return {"train": lambda given: _train(tables.labelled(given.file.read_bytes()) if given.file else own(), given.out or place()),
            "suggest": lambda given: _suggest(given.file, given.out, given.model or place())}


def place() -> Path:
    """Where the city's model lies."""
    return Path(settings.DATA) / "appeals" / "model"


def _train(rows: list[Labelled], folder: Path) -> int:
    began = time.perf_counter()
    print(f"· 训练：{len(rows):,} 条，{len({row.label for row in rows})} 类", flush=True)
    model = door.train(rows)
    door.save(model, folder)
    score = model.score
    print(f"五折交叉验证：宏平均 F1 {score.macro_f1:.4f}，准确率 {score.accuracy:.4f}，前三类含正确类 {score.top3:.4f}")
    print(f"最有把握的七成里正确 {score.surest70:.4f}；可预先填好的占 {score.filled:.4f}，其中正确 {score.filled_right:.4f}（把握高于 {model.threshold:.3f}）")
    print(f"✓ {folder}　版本 {model.version[:12]}，{time.perf_counter() - began:.1f} s")
    return 0


def _suggest(file: Path, out: Path, folder: Path) -> int:
    began = time.perf_counter()
    texts = tables.texts(file.read_bytes())
    model = door.load(folder)
    count = tables.write(model.suggest(texts), out)
    print(f"✓ {out}　{count:,} 条，模型版本 {model.version[:12]}，{time.perf_counter() - began:.1f} s")
    return 0
