"""Typesetting by Typst: one compiler a template, kept warm by the process."""

from __future__ import annotations

import io
import json
import os
import threading
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings

from yiwang.engines.documents.types import Certificate, Letter, Paper, Printout

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
_NAMES = {Letter: "letter.typ", Certificate: "certificate.typ", Printout: "report.typ"}
_compilers: dict[str, Any] = {}
_lock = threading.Lock()
os.register_at_fork(after_in_child=_compilers.clear)


def make(paper: Paper) -> bytes:
    """The paper as PDF/A-2b, its fonts inside. Raises RuntimeError (with Typst's words) for a template that fails."""
    given = {k: _plain(v) for k, v in asdict(paper).items()}
    given["code"] = code(paper.address)
    name = _NAMES[type(paper)]
    with _lock:
        compiler = _compilers.get(name)
        if compiler is None:
            fonts = [str(settings.FONTS)] if settings.FONTS.is_dir() else []
            compiler = _compilers[name] = typst.Compiler(TEMPLATES / name, root=TEMPLATES, font_paths=fonts)
        made = compiler.compile(format="pdf", pdf_standards="a-2b", sys_inputs={"paper": json.dumps(given, ensure_ascii=False)})
    return bytes(made)


def code(address: str) -> str:
    """A QR code as SVG text. The mask is fixed: trying all eight costs more than typesetting the page, and any of them is read."""
    drawn = io.BytesIO()
    segno.make_qr(address or "-", error="m", boost_error=False, mask=4).save(drawn, kind="svg", scale=4, border=1)
    return drawn.getvalue().decode()


def chinese(on: date) -> str:
    """2026年11月20日"""
    return f"{on.year}年{on.month}月{on.day}日"


def _plain(value: Any) -> Any:
    return chinese(value) if isinstance(value, date) else value
