"""A data folder, people, and a way to hand something in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from yiwang.engines.files import api as files
from yiwang.kernel.actors import Actor

CITIZEN, OTHER = Actor(account=11, person=11), Actor(account=12, person=12)


@pytest.fixture(autouse=True)
def data(settings: Any, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def hand_in(db: None, at: datetime) -> Callable[..., files.Stored]:
    def receive(content: bytes, name: str = "材料", actor: Actor = CITIZEN, **more: Any) -> files.Stored:
        return files.receive(chunks=[content[i:i + 1000] for i in range(0, len(content), 1000)], name=name, actor=actor, at=at, **more)
    return receive


@pytest.fixture
def left(data: Path) -> Callable[[], list[str]]:
    """What lies in the files folder."""
    return lambda: sorted(path.relative_to(data / "files").as_posix() for path in (data / "files").rglob("*") if path.is_file() and path.name != ".lock")
