"""Messages from a CSV file, and suggestions into one. One row a message, in order; an empty message is a message."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from yiwang.kernel.errors import Invalid
from yiwang.kernel.reasons import Reason
from yiwang.systems.public.appeals.model.types import Labelled, Suggestion

TEXTS = (("text",), ("tokens",), ("subject", "body"), ("body",))  # the first of these whose columns are all there is what is read
LONGEST = 10_000_000  # letters in one cell; Python's own bound is 131,072 bytes
GIVEN = ("label", "confidence", "top3", "sure")


def labelled(content: bytes) -> list[Labelled]:
    """Messages with their class, from the bytes of a CSV file. Raises Invalid: no text, columns missing, a row without a class."""
    columns, read = rows(content)
    if "label" not in columns:
        raise Invalid(Reason("no-label", f"缺少 label 列（这条诉求的类别）。文件里有的列：{'、'.join(columns)}。", field="label"))
    without = [number for number, row in enumerate(read, 1) if not row["label"].strip()]
    if without:
        which = "、".join(map(str, without[:5])) + ("……" if len(without) > 5 else "")
        raise Invalid(Reason("row-without-label", f"第 {which} 条没有类别，请补上或删去。", field="label"))
    return [Labelled(text, row["label"].strip()) for text, row in zip(_texts(columns, read), read, strict=True)]


def texts(content: bytes) -> list[str]:
    """Messages from the bytes of a CSV file. Raises Invalid."""
    return _texts(*rows(content))


def write(suggestions: Iterable[Suggestion], file: Path) -> int:
    """One row a suggestion: label, confidence (four decimals), top3 (joined by |), sure (yes or no). Written beside its place first. Returns the rows."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=file.suffix)
    try:
        rows = [(one.label, f"{one.confidence:.4f}", "|".join(label for label, _ in one.top3), "yes" if one.sure else "no") for one in suggestions]
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as opened:
            csv.writer(opened, lineterminator="\n").writerows([GIVEN, *rows])
        Path(name).chmod(0o644)
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return len(rows)


def rows(content: bytes) -> tuple[list[str], list[dict[str, str]]]:
    """Column names and rows by them. Raises Invalid."""
    csv.field_size_limit(LONGEST)
    lines = csv.reader(io.StringIO(_decoded(content), newline=""))
    try:
        columns = [name.strip() for name in next(lines, [])]
        found = [dict(zip(columns, [*line, *[""] * len(columns)], strict=False)) for line in lines if line]
    except csv.Error as error:
        raise Invalid(Reason("not-a-table", f"第 {lines.line_num} 行不是能读的 CSV：{error}。")) from error
    if not found:
        raise Invalid(Reason("empty-file", "文件里没有诉求：第一行是列名，从第二行起一行一条。"))
    return columns, found


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Invalid(Reason("not-text", "这不是 CSV 文本。请另存为 CSV（UTF-8 或 GB18030 编码）。"))


def _texts(columns: list[str], rows: list[dict[str, str]]) -> list[str]:
    for names in TEXTS:
        if set(names) <= set(columns):
            return ["\n".join(row[name] for name in names) for row in rows]
    asked = "要有 text 列，或 tokens 列（分好的词），或 subject 和 body 列"
    raise Invalid(Reason("no-text", f"缺少诉求的正文：{asked}。文件里有的列：{'、'.join(columns)}。", field="text"))
