"""Asks pages of a running city, as `./yiwang up --check` does. What is asked is said by `yiwang.city.checks.pages()`."""

from __future__ import annotations

import importlib.util
import json
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable
from pathlib import Path

import django

from yiwang.city.asked import Page

FIRST_TURN = 20.0  # seconds until each loop must have turned once


class _AsIs(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer: a page that sends one to log in is not the page."""

    def redirect_request(self, *words: object) -> None:
        return None


def pages() -> Iterable[Page]:
    if importlib.util.find_spec("yiwang.city.checks") is None:
        return (Page("/"),)
    from yiwang.city import checks

    return checks.pages()


def fault(page: Page, address: str) -> str:
    """What is wrong with the page, or nothing."""
    asked = urllib.request.Request(address.rstrip("/") + page.path)
    if page.cookies:
        asked.add_header("Cookie", "; ".join(f"{name}={value}" for name, value in page.cookies.items()))
    try:
        with urllib.request.build_opener(_AsIs).open(asked, timeout=20) as answer:
            status, text = answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read().decode(errors="replace")
    except OSError as error:
        return f"没有回答（{error}）"
    if status != page.status:
        return f"状态 {status}，应为 {page.status}"
    return "" if page.holds in text else f"页面上没有“{page.holds}”"


def trouble(state: Path) -> str:
    """What is wrong with a loop, by what it wrote of its first turn."""
    until = time.monotonic() + FIRST_TURN
    while not state.is_file():
        if time.monotonic() > until:
            return f"{state.stem} 还没有转过一圈"
        time.sleep(0.05)
    error = json.loads(state.read_text())["error"]
    return f"{state.stem}：{error}" if error else ""


def main(address: str) -> int:
    django.setup()
    from django.conf import settings

    from yiwang.city.loops import LOOPS

    asked = failed = 0
    for page in pages():
        asked += 1
        if wrong := fault(page, address):
            failed += 1
            print(f"✗ {page.who} {page.path}：{wrong}", flush=True)
    print(f"· 看了 {asked} 个页面，{failed} 个有问题", flush=True)
    sends = bool(settings.EMAIL_HOST or settings.SMS_URL)
    turning = [name for name in LOOPS if sends or not name.startswith("senders.")]
    stuck = [said for name in turning if (said := trouble(settings.DATA / "run" / "loops" / f"{name}.json"))]
    for said in stuck:
        print(f"✗ {said}", flush=True)
    return 1 if failed or stuck or not asked else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
