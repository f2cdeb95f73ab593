"""What a government site carries on every page, as the city wrote it into `site.yaml` of its data folder. A demo city has its own."""

from __future__ import annotations

from pathlib import Path

import yaml

from yiwang.city.words import Trouble

FILE = "site.yaml"
DEMO = Path(__file__).parent / "demo" / FILE
TITLES = {"name": "网站名称", "line": "名称下面的一行", "host": "主办单位", "keeper": "承办单位", "code": "网站标识码", "icp": "备案号", "police": "公安备案号"}
LONGEST = 60


def read(data: Path, *, demo: bool) -> dict[str, str]:
    """By the names of TITLES; what the city left out is not shown. Raises Trouble: a file that cannot be meant is refused before anything starts."""
    file = data / FILE
    if not file.exists():
        return _read(DEMO) if demo else {}
    return _read(file)


def _read(file: Path) -> dict[str, str]:
    try:
        said = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError):
        said = None
    if not isinstance(said, dict):
        raise Trouble(f"{file} 看不懂，要写成一行一项，例如 name: 某某市人民政府。 It is not understood.")
    wrong = [str(name) for name, value in said.items() if name not in TITLES or not isinstance(value, str) or len(value) > LONGEST]
    if wrong:
        known = "、".join(f"{name}（{title}）" for name, title in TITLES.items())
        raise Trouble(f"{file} 里的 {'、'.join(wrong)} 不能用。可以写 {known}，每项最多 {LONGEST} 字，数字加引号。 Not known, too long, or without quotes.")
    return {name: value.strip() for name, value in said.items()}
