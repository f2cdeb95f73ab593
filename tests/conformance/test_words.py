"""The words people read: Chinese, plain, never blaming; a refusal is a whole sentence. Read from the sources, so that no path is missed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.sources import REPOSITORY

SOURCE = REPOSITORY / "src" / "yiwang"
HAN = re.compile(r"[㐀-鿿]")
BLAMING = re.compile(r"非法|错误代码|系统异常|参数错误|操作失败|系统繁忙|请联系管理员")
INVALID = re.compile(r"无效")
TAKES = re.compile(r"[。？！”）]$")
ASKS = re.compile(r"请")  # beside a field: what to do, without a full stop
MADE_OF_OTHERS = re.compile(r"^[○：。]+$")
NAMES_THEM = {"engines/forms/rooms/declared.py", "engines/ledger/outsider/verify_receipt.py"}  # refuses these words; speaks for itself, outside


def _files() -> Iterator[Path]:
    for file in sorted(SOURCE.rglob("*.py")):
        if not {"tests", "migrations", "examples"} & set(file.parts):
            yield file


def _said(node: ast.expr) -> str:
    """The text of a literal, its filled places as ○."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "○" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _said(node.left) + _said(node.right)
    return ""


def reasons() -> Iterator[tuple[str, str]]:
    """Where, and what it says: every `Reason(code, text, …)` written out in the sources."""
    for file in _files():
        text = file.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if "Reason(" in text else ():
            named = isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Reason"
            if named and len(node.args) > 1 and (said := _said(node.args[1])):
                yield f"{file.relative_to(SOURCE)}:{node.lineno}", said


def test_refusals_are_sentences_in_chinese() -> None:
    found = list(reasons())
    assert len(found) > 60
    wrong = [f"{where}: {text}" for where, text in found 
             if not MADE_OF_OTHERS.match(text) and not (HAN.search(text) and (TAKES.search(text) or ASKS.search(text)))]
    assert not wrong, "\n".join(wrong)


def test_no_words_that_blame_or_hide() -> None:
    wrong = []
    for file in _files():
        if str(file.relative_to(SOURCE)) in NAMES_THEM:
            continue
        text = file.read_text(encoding="utf-8")
        if not (BLAMING.search(text) or INVALID.search(text)):
            continue
        tree = ast.parse(text)
        notes = {id(n.body[0].value) for n in ast.walk(tree) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)
                 and n.body and isinstance(n.body[0], ast.Expr)}
        wrong += [f"{file.relative_to(SOURCE)}:{node.lineno}: {node.value}" for node in ast.walk(tree)
                  if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes
                  and (BLAMING.search(node.value) or (HAN.search(node.value) and INVALID.search(node.value)))]
    for file in sorted(SOURCE.rglob("*.html")):
        text = file.read_text(encoding="utf-8")
        wrong += [f"{file.relative_to(SOURCE)}: {found[0]}" for found in (BLAMING.search(text), INVALID.search(text)) if found]
    assert not wrong, "\n".join(wrong)
