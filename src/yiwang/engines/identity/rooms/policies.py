"""The numbers the security administrator sets, with their usual values and the bounds they may not leave."""

from __future__ import annotations

from dataclasses import dataclass

from yiwang.engines.identity.rooms import rights
from yiwang.engines.store import api as store
from yiwang.kernel.reasons import Reason


@dataclass(frozen=True, slots=True)
class Policy:
    """A number of the house: what it is called, its usual value, its bounds and its unit."""

    name: str
    title: str
    usual: int
    least: int
    most: int
    unit: str


POLICIES = {p.name: p for p in (
    Policy("failures", "连续输错密码几次后锁定", 5, 3, 10, "次"),
    Policy("rest_minutes", "锁定多久", 15, 5, 1440, "分钟"),
    Policy("address_failures", "同一台电脑一刻钟内最多输错", 20, 5, 200, "次"),
    Policy("searches", "同一处网络或同一账号十分钟内最多搜索", 600, 60, 60_000, "次"),
    Policy("idle_minutes", "公务人员多久不操作就退出", 30, 5, 240, "分钟"),
    Policy("idle_public_minutes", "群众多久不操作就退出", 120, 10, 720, "分钟"),
)}


def policy(name: str) -> int:
    rows = store.rows("select value from identity_policy where name = %s", (name,))
    return int(rows[0][0]) if rows else POLICIES[name].usual


def policies() -> dict[str, int]:
    """Every policy with its value in force."""
    set_ = dict(store.rows("select name, value from identity_policy"))
    return {name: int(set_.get(name, p.usual)) for name, p in POLICIES.items()}


def policy_faults(*, name: str, value: int) -> list[Reason]:
    rights.hold_still()
    found = POLICIES.get(name)
    if found is None:
        return [Reason("policy-unknown", "没有这项设置。")]
    if not found.least <= value <= found.most:
        return [Reason("policy-bounds", f"“{found.title}”只能在 {found.least} 到 {found.most} {found.unit}之间。", field="value")]
    return []


def set_policy(*, name: str, value: int) -> dict[str, int]:
    """Gives what it was."""
    was = policy(name)
    store.execute("insert into identity_policy (name, value) values (%s, %s) on conflict (name) do update set value = excluded.value", (name, value))
    rights.moved()
    return {"was": was}
