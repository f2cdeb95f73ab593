"""`./yiwang ledger …`: verify, heads, receipt, seal. Exit codes: 0 good, 1 the record has faults, 2 the command could not be done."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, NoReturn

from django.conf import settings

from yiwang.engines.ledger.rooms import heads, receipts, sealer
from yiwang.engines.ledger.rooms.verifying import verify
from yiwang.engines.ledger.types import Report
from yiwang.kernel import canonical
from yiwang.kernel.errors import Declined, NotFound, Refused

USAGE = """./yiwang ledger verify [--published 目录] [--json]    核验全部记录
       ./yiwang ledger heads [--json]                      列出签封
       ./yiwang ledger receipt 编号 [--n 条] [--out 文件]   出具回执
       ./yiwang ledger seal                                现在就封存并签封"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Refusal(f"命令写错了：{message}。\n用法：{USAGE}")


class Refusal(Exception):
    """The command cannot be done; the text says why."""


def command(argv: Sequence[str]) -> int:
    """The command, given what follows its name. Prints; returns the exit code."""
    try:
        asked = _parser().parse_args(list(argv))
        return int(asked.does(asked))
    except Refusal as wrong:
        said = str(wrong)
    except Refused as wrong:
        said = str(wrong)
    except NotFound as wrong:
        said = f"没有编号为 {wrong} 的记录。请核对编号。"
    except Declined as wrong:
        said = f"现在不能做：{wrong}"
    print(said, file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="yiwang ledger", usage=USAGE, description="留痕账本：核验、签封、回执。", allow_abbrev=False)
    kinds = parser.add_subparsers(required=True, metavar="verify | heads | receipt | seal", parser_class=_Parser)

    def kind(name: str, does: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        one = kinds.add_parser(name, help=about, description=about, allow_abbrev=False)
        one.set_defaults(does=does)
        return one

    one = kind("verify", _verify, "核验全部记录：改动、删除、插入、调换、截尾、缺链、改写、签封、个人信息")
    one.add_argument("--published", metavar="目录", type=_folder, help="与另存的已公布记录比对（默认用本机公布的）")
    one.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
    kind("heads", _heads, "列出最近的签封").add_argument("--json", action="store_true", help="每行一个 JSON 对象")
    one = kind("receipt", _receipt, "出具可以离线核对的回执")
    one.add_argument("ref", metavar="编号", help="办件编号，或主体（如 unit:12）")
    one.add_argument("--n", type=int, help="到第几条为止（默认到最后一条已封存的）")
    one.add_argument("--out", metavar="文件", type=Path, help="写到这个文件；核对程序放在旁边")
    kind("seal", _seal, "把还没有序号的记录现在就封存，并签封公布")
    return parser


def _folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise Refusal(f"没有 {text} 这个目录。请核对路径。")
    return Path(text)


def _verify(asked: argparse.Namespace) -> int:
    began, spent, total = perf_counter(), process_time(), sealer.position()

    def progress(done: int) -> None:
        print(f"\r· 已核验 {done:,} / {max(total, done):,} 条", end="", file=sys.stderr, flush=True)

    on_screen = sys.stderr.isatty() and not asked.json
    report = verify(published=asked.published, progress=progress if on_screen else None)
    if on_screen:
        print(file=sys.stderr)
    took, spent = perf_counter() - began, process_time() - spent
    told = _plain(report) | {"seconds": round(took, 3), "cpu_seconds": round(spent, 3)}
    print(json.dumps(told, ensure_ascii=False) if asked.json else _prose(report, took, spent))
    return 0 if report.ok else 1


def _plain(report: Report) -> dict[str, Any]:
    return {"ok": report.ok, **asdict(report)}


def _prose(report: Report, took: float, spent: float) -> str:
    said = [f"✗ {fault.kind.title}　链 {fault.chain or '—'} 第 {fault.n or '—'} 条　{fault.text}" for fault in report.faults]
    said += [f"· {note}" for note in report.notes]
    said.append(f"{report.entries:,} 条记录，{report.chains:,} 条链，{report.values:,} 项个人信息（已删除 {report.erased:,}），"
                f"{report.positions:,} 个序号，{report.heads:,} 次签封，已公布 {report.published:,}")
    said.append(f"用时 {took:.2f} s，占用处理器 {spent:.2f} s：每核每秒 {report.entries / max(spent, 1e-6):,.0f} 条")
    said.append("核验通过" if report.ok else f"发现 {len(report.faults)} 处问题")
    return "\n".join(said)


def _heads(asked: argparse.Namespace) -> int:
    found = heads.newest(20)
    for head in found:
        if asked.json:
            print(canonical.text(json.loads(head.message()) | {"signer": head.signer, "signature": head.signature.hex()}))
        else:
            print(f"{canonical.instant(head.at)}  {head.size:>12,}  {head.root.hex()}  {head.signer}")
    if not found and not asked.json:
        print("还没有签封。")
    return 0


def _receipt(asked: argparse.Namespace) -> int:
    chain = receipts.chain_named(asked.ref)
    if chain is None:
        raise NotFound(asked.ref)
    text = json.dumps(receipts.receipt(chain=chain, n=asked.n), ensure_ascii=False, indent=1)
    if asked.out is None:
        print(text)
        return 0
    asked.out.write_text(text + "\n", encoding="utf-8")
    beside = asked.out.with_name(receipts.VERIFIER.name)
    beside.write_bytes(receipts.VERIFIER.read_bytes())
    print(f"回执已写到 {asked.out}；核对：python3 {beside} {asked.out}")
    return 0


def _seal(asked: argparse.Namespace) -> int:
    at, count = settings.CLOCK.now(), 0
    while step := sealer.seal(at=at):
        count += step
    head = heads.sign_head(at=at, now=True)
    print(f"封存 {count:,} 条" + (f"；签封覆盖 {head.size:,} 个序号" if head else "；没有新的签封"))
    return 0
