"""`./yiwang sbom [FILE]`: what the city is made of, as CycloneDX 1.6 JSON, from the lock and what is installed by it."""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from yiwang.city.operating import carried, licences
from yiwang.city.words import Trouble, Words, say

SPEC, SCHEMA = "1.6", "http://cyclonedx.org/schema/bom-1.6.schema.json"
ROOT = "yiwang"
FANDOL = "Fandol"


@dataclass(frozen=True, slots=True)
class Pinned:
    """A line of the lock: `marker` says on which machines, `via` who asks for it (`yiwang`: we ourselves)."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    via: tuple[str, ...]


def run(argv: list[str], fonts: Path, files: tuple[str, ...]) -> int:
    """Writes the bill to the file the line names, or to the screen. Raises Trouble."""
    reader = Words(prog="./yiwang sbom", allow_abbrev=False, add_help=False,
                                     description="软件物料清单：部件、版本、许可证、校验值（CycloneDX 1.6 JSON）。 What the city is made of.")
    reader.add_argument("-h", "--help", action="help", help="显示这段说明 · this text")
    reader.add_argument("file", metavar="文件 FILE", type=Path, nargs="?", help="写到哪里；不写就显示 · where to write it")
    place = reader.parse_args(argv).file
    found = bill(carried.REPOSITORY, {name: carried.digest(fonts / name) for name in files})
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    if place is None:
        sys.stdout.write(text)
    else:
        place.write_text(text, encoding="utf-8")
        say(f"{place}  {len(found['components'])} 个部件")
    return 0


def bill(repository: Path, fonts: dict[str, str]) -> dict[str, Any]:
    """The bill of what the lock installs here and of the fonts (file → SHA-256). The same lock gives the same bill. Raises Trouble."""
    lock = (repository / "requirements.lock").read_text(encoding="utf-8")
    version = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    here = installed(pinned(lock))
    typefaces = [typeface(name, digest) for name, digest in fonts.items() if digest]
    return {
        "$schema": SCHEMA, "bomFormat": "CycloneDX", "specVersion": SPEC, "version": 1,
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, 'yiwang:' + hashlib.sha256(lock.encode()).hexdigest())}",
        "metadata": {"component": {"type": "application", "bom-ref": ROOT, "name": ROOT, "version": version, "licenses": _licences(licences.OWN)}},
        "components": [*(component(one) for one in here), *typefaces],
        "dependencies": [
            {"ref": ROOT, "dependsOn": [*sorted(_ref(one) for one in here if ROOT in one.via), *(font["bom-ref"] for font in typefaces)]},
            *({"ref": _ref(one), "dependsOn": sorted(_ref(other) for other in here if one.name in other.via)} for one in here),
        ],
    }


def pinned(lock: str) -> Iterator[Pinned]:
    """The lines of a lock file."""
    for block in re.split(r"\n(?=[a-z0-9])", lock):
        if line := re.match(r"([a-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)(?: ; (.*?))? \\", block):
            via = re.findall(r"^    # via (\S+)|^    #   (\S+)", block, re.MULTILINE)
            yield Pinned(line[1], line[2], line[3] or "", tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", block)), tuple(a or b for a, b in via))


def installed(lines: Iterator[Pinned]) -> list[Pinned]:
    """Those of the lock that are here. Raises Trouble when one is missing that every machine needs."""
    found = []
    for line in lines:
        try:
            there = metadata.version(line.name) == line.version
        except metadata.PackageNotFoundError:
            there = False
        if there:
            found.append(line)
        elif not line.marker:
            raise Trouble(f"{line.name} {line.version} 没有装好；先运行一次 ./yiwang map。 It is not installed.")
    return found


def component(line: Pinned) -> dict[str, Any]:
    """A package as a component, with the compiled libraries that its wheel brings."""
    about = metadata.distribution(line.name)
    inside = [library(line.name, file) for file in about.files or () if re.search(r"\.libs/[^/]+$", str(file))]
    bills = [str(file) for file in about.files or () if ".dist-info/sboms/" in str(file)]
    found = {
        "type": "library", "bom-ref": _ref(line), "name": line.name, "version": line.version, "purl": _ref(line),
        "licenses": _licences(licences.of_package(line.name, next(iter(about.metadata.get_all("License-Expression") or ()), None))),
        "hashes": [{"alg": "SHA-256", "content": one} for one in line.hashes],
    }
    if inside:
        found["components"] = inside
    if bills:  # the wheel's own bill of what is linked into it (PEP 770)
        found["properties"] = [{"name": "yiwang:bill-in-wheel", "value": name} for name in sorted(bills)]
    return found


def library(package: str, file: metadata.PackagePath) -> dict[str, Any]:
    return {
        "type": "library", "bom-ref": f"{package}#{file.name}", "name": file.name, "licenses": _licences(licences.of_library(file.name)),
        "hashes": [{"alg": "SHA-256", "content": carried.digest(Path(str(file.locate())))}],
    }


def typeface(name: str, digest: str) -> dict[str, Any]:
    return {"type": "file", "bom-ref": f"font:{name}", "group": FANDOL, "name": name, "licenses": _licences(licences.FANDOL),
            "hashes": [{"alg": "SHA-256", "content": digest}]}


def _ref(line: Pinned) -> str:
    return f"pkg:pypi/{line.name}@{line.version}"


def _licences(expression: str) -> list[dict[str, Any]]:
    """One identifier as such, all else as an expression: the schema allows no identifier with an exception."""
    return [{"expression": expression}] if " " in expression else [{"license": {"id": expression}}]
