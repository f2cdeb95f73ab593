"""How the directory's commands are declared and read their answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from yiwang.engines.cases.types import Command
from yiwang.engines.forms.types import Clean, Form
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.reasons import Reason

SYSTEM_ADMIN = "ground.system_admin"
LOADERS = (SYSTEM_ADMIN, "ground.security_admin")  # who may load the sheets, each what their own commands allow
NUMBER = "[1-9][0-9]{0,17}"
UNIT, POST, PERSON, ACCOUNT, MANDATE, TENURE = (f"{kind}:{NUMBER}" for kind in ("unit", "post", "person", "account", "mandate", "tenure"))
Told = Mapping[str, object]


def number(subject: str) -> int:
    """12 of `unit:12`."""
    return int(subject.partition(":")[2])


def day(data: Clean, name: str) -> date | None:
    found = data.answers.get(name)
    return date.fromisoformat(found) if found else None


def text(data: Clean, name: str) -> str:
    return str(data.answers.get(name, "")).strip()


def act(code: str, says: str) -> Act:
    return Act(f"directory.{code}", Kind.CHANGED, says)


def command(
    form: Form,
    code: str,
    says: str,
    does: Callable[..., Any],
    guard: Callable[..., Sequence[Reason]] | None = None,
    *,
    confirm: str = "",
    by: str = SYSTEM_ADMIN,
    on: str,
) -> Command:
    return Command(form.code, form.title, by, form, does, act(code, says), guard, confirm, on)
