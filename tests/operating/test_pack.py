"""A pack: what is in it, what it refuses, and that a bare machine without any network starts from it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.support import sources
from tests.support.sources import REPOSITORY
from yiwang.city.launcher import environment, fonts
from yiwang.city.operating import carried, pack
from yiwang.city.words import Trouble


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small source under git, with something that is not committed and a data folder beside it."""
    place = tmp_path / "tree"
    files = {"yiwang": "#!/bin/sh\n", "src/a.py": "a = 1\n", "requirements.lock": "x==1\n", "var/data/keys/secret_key": "secret", ".gitignore": "var/\n"}
    for name, text in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)
    (place / "yiwang").chmod(0o755)
    for words in (["init", "-q"], ["add", "."], ["-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "-q", "-m", "one"]):
        subprocess.run(["git", "-C", str(place), *words], check=True)
    (place / "src" / "a.py").write_text("a = 2\n")
    (place / "data").mkdir()
    (place / "data" / "secret_key").write_text("secret")
    return place


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    place = tmp_path / "ready"
    for name in ("wheels/x-1-py3-none-any.whl", "fonts/A.otf"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(name.encode())
    return place


def contents(file: Path) -> dict[str, bytes]:
    with tarfile.open(file) as archive:
        return {one.name.removeprefix("yiwang/"): archive.extractfile(one).read() for one in archive if one.isfile()}  # type: ignore[union-attr]


def test_the_source_is_as_committed(tree: Path, ready: Path, tmp_path: Path) -> None:
    pack.write(tmp_path / "one.tar", ready, tree, "one.tar")
    held = contents(tmp_path / "one.tar")
    assert held["src/a.py"] == b"a = 1\n" and not [name for name in held if "secret" in name]
    assert set(held) == {"yiwang", "src/a.py", "requirements.lock", ".gitignore", "INSTALL.txt", "carried/pack.json", "carried/fonts/A.otf",
                         "carried/wheels/x-1-py3-none-any.whl"}
    said = json.loads(held["carried/pack.json"])
    assert said["for"] == carried.machine() and len(said["commit"]) == 40
    with tarfile.open(tmp_path / "one.tar") as archive:
        assert archive.getmember("yiwang/yiwang").mode == 0o755 and archive.getmember("yiwang/src/a.py").mode == 0o644


def test_packed_twice_it_is_the_same(tree: Path, ready: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        pack.write(tmp_path / name, ready, tree, "pack.tar")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_without_git_only_the_source_is_taken(tree: Path, ready: Path, tmp_path: Path) -> None:
    shutil.rmtree(tree / ".git")
    pack.write(tmp_path / "one.tar", ready, tree, "one.tar")
    held = contents(tmp_path / "one.tar")
    assert held["src/a.py"] == b"a = 2\n" and held["yiwang"] == b"#!/bin/sh\n" and not [name for name in held if "secret" in name]


def test_the_list_of_the_source_is_whole() -> None:
    assert set(pack.TOPS) == {file.relative_to(REPOSITORY).parts[0] for file in sources.kept()}


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "pack.tar").write_text("mine")
    with pytest.raises(Trouble, match="不覆盖"):
        pack.run([str(tmp_path / "pack.tar")], tmp_path, (), ())
    assert (tmp_path / "pack.tar").read_text() == "mine"


def test_what_breaks_off_leaves_nothing(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(lock: Path, into: Path) -> None:
        (into / "half.whl").write_bytes(b"half")
        raise Trouble("没有下载全")

    monkeypatch.setattr(pack, "download", cut)
    (tmp_path / "out").mkdir()
    with pytest.raises(Trouble, match="没有下载全"):
        pack.run([str(tmp_path / "out" / "pack.tar")], tmp_path, (), (), repository=tree)
    assert not list((tmp_path / "out").iterdir())


def packed(place: Path, **other: str) -> Path:
    """A pack made for a machine like this one, but for `other`."""
    (place / carried.FONTS).mkdir(parents=True)
    (place / carried.FONTS / "A.otf").write_bytes(b"font")
    files = {f"{carried.FONTS}/A.otf": carried.digest(place / carried.FONTS / "A.otf")}
    (place / carried.MANIFEST).write_text(json.dumps({"for": carried.machine() | other, "files": files}))
    return place


@pytest.mark.parametrize("other", [{"processor": "riscv128"}, {"libc": "musl"}, {"implementation": "PyPy", "python": "3.9"}])
def test_another_kind_of_machine_is_told(other: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="另一种机器") as said:
        carried.python("own", packed(tmp_path / "p", **other))
    assert all(value in str(said.value) for value in other.values())


def test_another_python_is_looked_for_and_else_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = packed(tmp_path / "p", python="3.99")
    with pytest.raises(Trouble, match=r"请安装 python3\.99"):
        carried.python("own", place)
    (tmp_path / "python3.99").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert carried.python("own", place) == str(tmp_path / "python3.99")
    assert carried.python("own", packed(tmp_path / "q")) == "own" and carried.python("own", tmp_path / "nowhere") == "own"


def test_a_changed_font_is_refused(tmp_path: Path) -> None:
    place = packed(tmp_path / "p")
    assert carried.fonts(("A.otf",), place) == place / carried.FONTS and carried.fonts(("B.otf",), place) is None
    (place / carried.FONTS / "A.otf").write_bytes(b"another")
    with pytest.raises(Trouble, match=r"A\.otf"):
        carried.fonts(("A.otf",), place)


def test_a_cut_manifest_is_told(tmp_path: Path) -> None:
    (tmp_path / carried.MANIFEST).write_text('{"for": ')
    with pytest.raises(Trouble, match="重新解开"):
        carried.wheels(tmp_path)


def test_from_a_pack_no_index_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = packed(tmp_path / "p")
    monkeypatch.setattr(environment.carried, "wheels", lambda: place / carried.WHEELS)
    assert environment._from("run") == ["--isolated", "--no-index", "--find-links", str(place / carried.WHEELS)]
    assert environment._from("test") == []


def test_the_licence_goes_with_the_fonts(tmp_path: Path) -> None:
    """As Debian keeps it: the longer text packed."""
    import gzip

    (tmp_path / "COPYING.gz").write_bytes(gzip.compress(b"GNU"))
    (tmp_path / "README").write_text("Fandol")
    (tmp_path / "out").mkdir()
    for name in fonts.LICENCE:
        fonts._copied(tmp_path, name, tmp_path / "out")
    assert [(tmp_path / "out" / name).read_text() for name in fonts.LICENCE] == ["GNU", "Fandol"]


@pytest.mark.long
def test_a_bare_machine_without_a_network_starts_from_it(tmp_path: Path) -> None:
    """Packs this very tree, unpacks it where nothing is, and checks the city in a network of its own that leads nowhere. About 80 s; needs root."""
    assert os.geteuid() == 0, "making a network namespace needs root: run this test as root"
    tree = tmp_path / "tree"
    for file in sources.kept():
        (tree / file.relative_to(REPOSITORY)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, tree / file.relative_to(REPOSITORY))
    assert pack.run([str(tmp_path / "pack.tar")], fonts.licensed(), fonts.LICENCE, fonts.FILES, repository=tree) == 0
    shutil.rmtree(tree)
    for name in ("bare", "home"):
        (tmp_path / name).mkdir()
    subprocess.run(["tar", "xf", str(tmp_path / "pack.tar"), "-C", str(tmp_path / "bare")], check=True)
    inner = {"PATH": f"{Path(sys._base_executable).parent}:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(tmp_path / "home"), "LANG": "C.UTF-8"}  # type: ignore[attr-defined]
    script = "ip link set lo up && test -z \"$(ip route)\" && exec ./yiwang up --check"
    done = subprocess.run(["unshare", "-n", "sh", "-c", script], cwd=tmp_path / "bare" / "yiwang", env=inner, capture_output=True, text=True,
                          check=False, timeout=500)
    assert done.returncode == 0 and done.stdout.endswith("OK\n"), done.stdout[-2000:] + done.stderr[-2000:]
    assert "! " not in done.stdout, "fonts and all came from the pack"
    assert not list((tmp_path / "home").iterdir())
