"""The bill of materials: it is that of the lock, has what the schema asks for, and holds no licence that nobody accepted."""

from __future__ import annotations

import json
import re
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from tests.support.sources import REPOSITORY
from yiwang.city.operating import licences, sbom
from yiwang.city.words import Trouble

LOCK = (REPOSITORY / "requirements.lock").read_text()
TYPES = {"application", "framework", "library", "container", "platform", "operating-system", "device", "device-driver", "firmware", "file",
         "machine-learning-model", "data", "cryptographic-asset"}  # CycloneDX 1.6, component.type


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    return sbom.bill(REPOSITORY, {"A.otf": "ab" * 32})


def every(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for part in parts for one in (part, *every(part.get("components", [])))]


def expression(part: dict[str, Any]) -> str:
    one = part["licenses"][0]
    return str(one["expression"] if "expression" in one else one["license"]["id"])


def test_it_holds_what_the_lock_holds_and_nothing_else(bill: dict[str, Any]) -> None:
    """Read from the lock's own lines, in another way than the bill does."""
    names = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", LOCK, re.MULTILINE))
    told = {one["name"]: one for one in bill["components"] if one["type"] == "library"}
    elsewhere = {"tzdata"}  # only where the system has no table of time zones
    assert set(told) == set(names) - elsewhere
    for name, one in told.items():
        assert one["version"] == metadata.version(name) and f"{name}=={one['version']}" in LOCK and one["purl"] == f"pkg:pypi/{name}@{one['version']}"
    assert sum(len(one["hashes"]) for one in told.values()) > 300
    assert all(one["hashes"] and f"--hash=sha256:{digest['content']}" in LOCK for one in told.values() for digest in one["hashes"])


def test_it_has_what_the_schema_asks_for(bill: dict[str, Any]) -> None:
    assert bill["bomFormat"] == "CycloneDX" and bill["specVersion"] == "1.6" and bill["version"] == 1
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", bill["serialNumber"])
    parts = every([bill["metadata"]["component"], *bill["components"]])
    assert all(one["type"] in TYPES and one["name"] for one in parts)
    refs = [one["bom-ref"] for one in parts]
    assert len(refs) == len(set(refs))
    assert all(re.fullmatch(r"[0-9a-f]{64}", digest["content"]) and digest["alg"] == "SHA-256" for one in parts for digest in one.get("hashes", ()))
    assert all(len(one["licenses"]) == 1 and set(one["licenses"][0]) in ({"expression"}, {"license"}) for one in parts)


def test_who_needs_whom_is_closed(bill: dict[str, Any]) -> None:
    """Everything in the bill is asked for by somebody, and ourselves by our project file."""
    top = {one["bom-ref"] for one in bill["components"]}
    edges = {one["ref"]: set(one["dependsOn"]) for one in bill["dependencies"]}
    assert set().union(*edges.values()) == top
    project = (REPOSITORY / "pyproject.toml").read_text().partition("dependencies = [")[2].partition("\n]")[0]
    asked = set(re.findall(r'^  "([A-Za-z0-9-]+)', project, re.MULTILINE))
    assert {ref.partition("@")[0].removeprefix("pkg:pypi/") for ref in edges["yiwang"] if ref.startswith("pkg:")} == asked


def test_no_licence_is_in_it_that_nobody_accepted(bill: dict[str, Any]) -> None:
    found = {expression(one) for one in every(bill["components"]) if one.get("group") != sbom.FANDOL}
    assert not [part for one in found for part in licences.unaccepted(one)]
    assert {expression(one) for one in bill["components"] if one.get("group") == sbom.FANDOL} <= licences.FONTS.keys()


def test_the_reviewed_tables_hold_nothing_that_is_over(bill: dict[str, Any]) -> None:
    """A package that now states its licence itself is not ours to state; a library that is gone is not in the table."""
    told = {one["name"] for one in bill["components"]}
    assert not [name for name in licences.REVIEWED if name not in told or metadata.distribution(name).metadata.get("License-Expression")]
    inside = {one["name"] for part in bill["components"] for one in part.get("components", ())}
    assert not [start for start in licences.LIBRARIES if not any(name.startswith(start) for name in inside)]
    used = {part.strip(" ()") for one in every(bill["components"]) for piece in expression(one).split(" AND ") for part in piece.split(" OR ")}
    assert not licences.ACCEPTED.keys() - used - {licences.OWN}


@pytest.mark.parametrize("bad", ["GPL-3.0-only", "MIT AND AGPL-3.0-or-later", "SSPL-1.0 OR BUSL-1.1", "UNKNOWN", ""])
def test_what_nobody_accepted_is_named(bad: str) -> None:
    assert licences.unaccepted(bad)


def test_of_alternatives_one_is_enough() -> None:
    assert not licences.unaccepted("(GPL-3.0-only OR MIT) AND BSD-3-Clause")


def test_an_unknown_licence_is_refused_and_not_guessed() -> None:
    with pytest.raises(Trouble, match="登记到"):
        licences.of_package("somebody", None)
    with pytest.raises(Trouble, match="登记到"):
        licences.of_library("libreadline-69c5979f.so.7.0")


def test_what_is_not_installed_is_told() -> None:
    with pytest.raises(Trouble, match="没有装好"):
        sbom.installed(iter([sbom.Pinned("asgiref", "0.0.1", "", (), ())]))
    assert sbom.installed(iter([sbom.Pinned("asgiref", "0.0.1", "sys_platform == 'win32'", (), ())])) == []


def test_the_same_lock_gives_the_same_bill(bill: dict[str, Any], tmp_path: Path) -> None:
    assert json.dumps(sbom.bill(REPOSITORY, {"A.otf": "ab" * 32})) == json.dumps(bill)
    assert sbom.run([str(tmp_path / "bom.json")], tmp_path, ()) == 0
    assert json.loads((tmp_path / "bom.json").read_text())["serialNumber"] == bill["serialNumber"]
