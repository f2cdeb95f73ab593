"""`./yiwang appeals`: classification from the command line. Needs no city."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from django.conf import settings

from yiwang.kernel.errors import Refused
from yiwang.systems.public.appeals.model import door, tables


def appeals(argv: list[str]) -> int:
    """`train FILE` makes a model from labelled messages and says how good it is; `suggest FILE --out FILE` writes the likeliest classes of messages."""
    words = argparse.ArgumentParser(prog="./yiwang appeals", description="公众诉求：自动分类。 Classification of citizens' messages.")
    what = words.add_subparsers(dest="what", required=True)
    train = what.add_parser("train", help="用已分类的诉求训练模型 · a model from labelled messages")
    train.add_argument("file", type=Path, help="CSV：text 列（或 tokens，或 subject 和 body）和 label 列")
    train.add_argument("--out", type=Path, help="模型放在哪个目录；不写就放在数据目录里，供本市使用")
    suggest = what.add_parser("suggest", help="给诉求提出类别建议 · classes for messages")
    suggest.add_argument("file", type=Path, help="CSV：text 列（或 tokens，或 subject 和 body）")
    suggest.add_argument("--out", type=Path, required=True, help="结果 CSV：label、confidence、top3、sure")
    suggest.add_argument("--model", type=Path, help="用这个目录里的模型；不写就用数据目录里的")
    given = words.parse_args(argv)
    try:
        return _train(given.file, given.out or place()) if given.what == "train" else _suggest(given.file, given.out, given.model or place())
    except (OSError, Refused) as trouble:
        print(f"✗ {trouble}" if isinstance(trouble, Refused) else f"✗ {trouble.filename or given.file}：不能读写（{trouble.strerror}）")
        return 1


def place() -> Path:
    """Where the city's model lies."""
    return Path(settings.DATA) / "appeals" / "model"


def _train(file: Path, folder: Path) -> int:
    began = time.perf_counter()
    rows = tables.labelled(file.read_bytes())
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
