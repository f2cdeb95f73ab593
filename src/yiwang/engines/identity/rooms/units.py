"""Units: set up, change, close, merge. Guards look, `set_up` and the others do; each inside the caller's transaction."""

from __future__ import annotations

import re
from datetime import date, timedelta

from yiwang.engines.identity.rooms import rights
from yiwang.engines.identity.rooms.tables import tables
from yiwang.engines.store import api as store
from yiwang.kernel.reasons import Reason

CODE = re.compile(r"[0-9A-Z][0-9A-Z-]{3,39}")
DIVISION = re.compile(r"[0-9]{6}(?:[0-9]{3}){0,2}")


def set_up_faults(*, above: int, code: str, line: str, division: str = "") -> list[Reason]:
    """Why a unit may not be set up below `above`; `line` is the code of its superior along the line, or empty; `division` what it administers, if anything."""
    rights.hold_still()
    found = []
    if not CODE.fullmatch(code):
        found.append(Reason("unit-code", "单位代码由大写字母、数字和短横线组成，4 到 40 位。", field="code"))
    elif store.rows("select 1 from identity_unit where code = %s", (code,)):
        found.append(Reason("unit-code-taken", "这个单位代码已经有了，请换一个。", field="code"))
    if line and not store.rows("select 1 from identity_unit where code = %s and valid_to is null", (line,)):
        found.append(Reason("unit-line", "没有这个代码的上级主管单位，请核对。", field="line"))
    if division and not DIVISION.fullmatch(division):
        found.append(Reason("unit-division", "区划代码是 6 位、9 位或 12 位数字。不管辖区的单位不填。", field="division"))
    elif division and store.rows("select 1 from identity_unit where division = %s and valid_to is null", (division,)):
        found.append(Reason("unit-division-taken", "这个区划代码已经有单位，请核对。", field="division"))
    return found + _open(above, "上级单位已经撤销，不能在下面设单位。")


def set_up(*, above: int, code: str, name: str, short: str, kind: str, line: str, phone: str, word: str, on: date,
           division: str = "") -> int:
    """A new unit of the same level and organ as the one it belongs to. Gives its number."""
    models = tables()
    top = models.Unit.objects.get(id=above)
    made = models.Unit.objects.create(
        code=code, name=name, short=short, word=word, level=top.level, kind=kind, organ=top.organ, government=top,
        line=models.Unit.objects.filter(code=line).first() if line else None, phone=phone, division=division,
        valid_from=on)
    rights.moved()
    return int(made.id)


def change(*, unit: int, name: str, short: str, phone: str, word: str) -> dict[str, str]:
    """New name, short name, phone and word; gives what they were."""
    was = store.rows("select name, short, phone, word from identity_unit where id = %s", (unit,))[0]
    store.execute("update identity_unit set name = %s, short = %s, phone = %s, word = %s where id = %s", (name, short, phone, word, unit))
    rights.moved()
    return dict(zip(("name_was", "short_was", "phone_was", "word_was"), was, strict=True))


def close_faults(*, unit: int, successor: str = "") -> list[Reason]:
    """Why a unit may not be closed (or merged into the unit of the code `successor`)."""
    rights.hold_still()
    found = _open(unit, "这个单位已经撤销。")
    below = store.rows("select count(*) from identity_unit where valid_to is null and (government_id = %s or line_id = %s)", (unit, unit))[0][0]
    if below:
        found.append(Reason("unit-has-below", f"下面还有 {below} 个单位。请先撤销或划转它们。"))
    if successor:
        rows = store.rows("select id from identity_unit where code = %s and valid_to is null", (successor,))
        if not rows or rows[0][0] == unit:
            found.append(Reason("unit-successor", "没有这个代码的单位，或者就是它自己。请填并入单位的代码。", field="successor"))
    return found


def close(*, unit: int, on: date, successor: str = "") -> dict[str, int]:
    """From `on` the unit is no more: its posts and appointments end the day before. Gives how many, and the successor's number."""
    last = on - timedelta(days=1)
    heir = store.rows("select id from identity_unit where code = %s", (successor,))[0][0] if successor else None
    posts = "select id from identity_post where unit_id = %s"
    tenures = store.execute(f"update identity_tenure set until = %s where post_id in ({posts}) and (until is null or until >= %s)", (last, unit, on))
    store.execute("update identity_post set valid_to = %s where unit_id = %s and (valid_to is null or valid_to >= %s)", (last, unit, on))
    store.execute("update identity_unit set valid_to = %s, successor_id = %s where id = %s", (last, heir, unit))
    rights.moved()
    return {"tenures": tenures, "into": heir or 0}


def merged_into(*, unit: int) -> list[int]:
    """The units that were merged into this one."""
    return [int(id_) for (id_,) in store.rows("select id from identity_unit where successor_id = %s order by id", (unit,))]


def _open(unit: int, text: str) -> list[Reason]:
    rows = store.rows("select valid_to from identity_unit where id = %s", (unit,))
    if not rows:
        return [Reason("unit-unknown", "没有这个单位。")]
    return [Reason("unit-closed", text)] if rows[0][0] is not None else []
