"""Room on the disk: three marks, walked down and up again; what stops at each, what goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from yiwang.city.operating.disk import Disk, marks, shown
from yiwang.city.words import Trouble
from yiwang.engines.store import api as store
from yiwang.engines.store.rooms import room

WARN, INTAKE, WRITE = marks("2G 512M 128M")


class Fake:
    """A disk whose free space is in the test's hand."""

    def __init__(self, free: int = 10 * 2**30):
        self.free = free

    def __call__(self, place: Path) -> SimpleNamespace:
        return SimpleNamespace(f_bavail=self.free // 4096, f_frsize=4096)


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    one = Fake()
    monkeypatch.setattr(room, "_plugged", [Disk((tmp_path,), (WARN, INTAKE, WRITE), one)])
    yield one


def test_three_marks_down_and_up_again(fake: Fake) -> None:
    seen = []
    for free in (WARN, WARN - 4096, INTAKE, INTAKE - 4096, WRITE, WRITE - 4096, 0, WRITE, INTAKE, WARN):
        fake.free = free
        try:
            store.take_in()
            takes = True
        except store.Full:
            takes = False
        seen.append((store.level(), takes, store.closed() is None, bool(store.warning())))
    down = [(0, True, True, False), (1, True, True, True), (1, True, True, True), (2, False, True, True), (2, False, True, True), (3, False, False, True)]
    assert seen == [*down, (3, False, False, True), (2, False, True, True), (1, True, True, True), (0, True, True, False)]


def test_the_fuller_disk_counts(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    sizes = {tmp_path: 5 * 2**30, tmp_path / "files": 100 * 2**20}
    one = Disk((tmp_path, tmp_path / "files", tmp_path / "nowhere"), (WARN, INTAKE, WRITE), lambda place: Fake(sizes[place])(place))
    assert one.level() == 3 and one.free() == 100 * 2**20 and "100 MB" in one.warning()


def test_this_machines_disk_is_asked(tmp_path: Path) -> None:
    assert Disk((tmp_path,), (3, 2, 1)).free() > 0


@pytest.mark.parametrize("text", ["", "1G 2G 3G", "2G 1G", "2G 1G 1X", "3G 2G 1G 0", "-2G 1G 1M", "2,5G 1G 1M"])
def test_marks_that_say_nothing_are_refused(text: str) -> None:
    with pytest.raises(Trouble, match="YIWANG_DISK_MARKS"):
        marks(text)


def test_sizes_are_shown_as_people_read_them() -> None:
    assert (shown(WARN), shown(INTAKE), marks("3k 2K 1")) == ("2.0 GB", "512 MB", (3072, 2048, 1))
