"""Why a file is not taken: each reason says what to do instead."""

from __future__ import annotations

from yiwang.kernel.errors import Invalid
from yiwang.kernel.reasons import Reason

PRINT = "请在软件里用“打印—另存为 PDF”重新生成，再上传"


def no(code: str, text: str) -> Invalid:
    """The error to raise. The caller names the field."""
    return Invalid(Reason(f"file-{code}", text))


def broken(kind: str) -> Invalid:
    return no("broken", f"这个 {kind} 文件不完整或已损坏。请先在自己的电脑或手机上打开看看，再重新上传")


def hides(what: str) -> Invalid:
    return no("hides-another", f"文件里夹带了{what}。请只上传要交的文件本身；压缩包里的文件请解压后逐个上传")


def megabytes(count: int) -> str:
    return f"{count / 1024 / 1024:.1f} MB".replace(".0 MB", " MB")
