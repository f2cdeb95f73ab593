"""`./yiwang items`: the library from the command line. Needs no city: the sheets of the house, or a workbook, are judged as they would be on loading."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from yiwang.engines.forms import api as forms
from yiwang.engines.sheets import api as sheets
from yiwang.kernel import clock
from yiwang.kernel.errors import Refused
from yiwang.systems.public.services.rooms import catalogue, checking, completeness, loading
from yiwang.systems.public.services.rooms.item_form import ITEM
from yiwang.systems.public.services.rooms.library import PROCEDURES


def items(argv: list[str]) -> int:
    """`check [FILE]` says per department how complete its items are and names every refused line; `export FILE` writes the sheets as a workbook."""
    words = argparse.ArgumentParser(prog="./yiwang items", description="事项库：检查完整度，导出表格。 The item library.")
    what = words.add_subparsers(dest="what", required=True)
    check = what.add_parser("check", help="各部门事项的完整度和不能载入的行 · completeness per department")
    check.add_argument("file", nargs="?", type=Path, help=".xlsx 或 .csv；不写就检查自带的事项库")
    export = what.add_parser("export", help="把自带的事项库写成一个表格 · the library as a workbook")
    export.add_argument("file", type=Path)
    given = words.parse_args(argv)
    try:
        return _export(given.file) if given.what == "export" else _check(given.file)
    except (OSError, Refused) as trouble:
        print(f"✗ {trouble}")
        return 1


def _check(file: Path | None) -> int:
    began = time.perf_counter()
    book = sheets.read(file.read_bytes(), name=ITEM.title) if file else catalogue.shipped()
    loaded = forms.load(form=ITEM, book=book, at=clock.start_of(catalogue.LONG_AGO))
    right = [r for r in loaded.records if r.answers]
    answers = [r.answers.answers for r in right if r.answers]
    known = checking.Known(PROCEDURES, catalogue.questions(), frozenset(a["code"] for a in answers), frozenset(a["department"] for a in answers))
    faults = [*loaded.faults, *(f for r in loaded.records for f in r.faults)]
    faults += [forms.at_cell(form=ITEM, record=r, reason=reason) for r in right if r.answers for reason in checking.reasons(r.answers.answers, known)]
    shares = completeness.shares(answers)
    print(f"{'事项':>4} {'完整':>4} {'待核':>4}  部门与所缺")
    for share in sorted(shares, key=lambda s: (-s.items, s.department)):
        lacks = "，".join(f"{count} 项缺{name}" for name, count in sorted(share.lacks.items(), key=lambda x: -x[1])[:3])
        print(f"{share.items:>6} {share.complete:>6} {share.unverified:>6}  {share.department}{'：' if lacks else ''}{lacks}")
    totals = [sum(getattr(s, name) for s in shares) for name in ("items", "complete", "unverified")]
    print(f"{totals[0]:>6} {totals[1]:>6} {totals[2]:>6}  {len(shares)} 个部门，{time.perf_counter() - began:.1f} s")
    for fault in faults:
        print(f"✗ {fault}")
    print(f"{len(faults)} 处不能载入" if faults else "全部可以载入")
    return 1 if faults else 0


def _export(file: Path) -> int:
    loaded = forms.load(form=ITEM, book=catalogue.shipped(), at=clock.start_of(catalogue.LONG_AGO))
    file.write_bytes(loading.workbook(r.answers.answers for r in loaded.records if r.answers))
    print(f"✓ {file}")
    return 0
