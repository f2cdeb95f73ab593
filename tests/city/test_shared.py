"""A folder that several machines mount: joined once, never mistaken for an empty one."""

from __future__ import annotations

from pathlib import Path

import pytest

from yiwang.city import shared
from yiwang.city.words import Trouble

URL = "postgresql://yiwang_app@10.1.0.1/yiwang"


@pytest.fixture
def common(tmp_path: Path) -> Path:
    (tmp_path / "common").mkdir()
    (tmp_path / "common" / shared.MARK).touch()
    (tmp_path / "web1").mkdir()
    return tmp_path / "common"


def test_both_see_what_one_wrote(common: Path) -> None:
    for name in ("web1", "web2", "web1"):
        (common.parent / name).mkdir(exist_ok=True)
        shared.join(common.parent / name, common, URL)
    (common.parent / "web1" / "keys" / "a").write_text("secret")
    assert (common.parent / "web2" / "keys" / "a").read_text() == "secret"
    (common.parent / "web1" / "run").mkdir()
    assert not (common.parent / "web2" / "run").exists()


def test_it_needs_a_database_that_several_can_use(common: Path) -> None:
    with pytest.raises(Trouble, match="PostgreSQL"):
        shared.join(common.parent / "web1", common, "")


def test_a_folder_into_which_nothing_is_mounted_is_refused(common: Path) -> None:
    mine = common.parent / "web1"
    shared.join(mine, common, URL)
    shared.refuse_unmounted(mine)
    (common / shared.MARK).unlink()
    with pytest.raises(Trouble, match="没有挂载"):
        shared.refuse_unmounted(mine)
    with pytest.raises(Trouble, match="请先挂载"):
        shared.join(mine, common, URL)


def test_what_a_machine_had_of_its_own_is_neither_hidden_nor_lost(common: Path) -> None:
    mine = common.parent / "web1"
    (mine / "files").mkdir()
    (mine / "files" / "a").touch()
    with pytest.raises(Trouble, match="移到"):
        shared.join(mine, common, URL)
    assert (mine / "files" / "a").is_file()


def test_links_that_lead_elsewhere_are_left_alone(common: Path) -> None:
    mine, other = common.parent / "web1", common.parent / "other"
    other.mkdir()
    (mine / "files").symlink_to(other)
    with pytest.raises(Trouble, match="指向"):
        shared.join(mine, common, URL)
