"""A signature: drawn by finger and received as a picture, or one's name typed and confirmed. Either way with its instant and the account that made it.

国务院令第716号 第八条至第十一条: electronic signatures that meet 电子签名法 are equal to those on paper. What makes one reliable (电子签名法 第十三条) is what
surrounds it here: a signed-in account of one's own, and a record in which a change shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yiwang.engines.files.types import SIGNATURE
from yiwang.engines.forms.rooms import text
from yiwang.engines.forms.rooms.attached import HASH
from yiwang.engines.forms.rooms.clean_values import Found, no
from yiwang.engines.forms.rooms.raw import Raw, many, one
from yiwang.engines.forms.types import Field, Upload, Uploads
from yiwang.kernel import clock

DRAWN, TYPED = "drawn", "typed"
LONGEST = 80
SIGNED, AGREED = "signed", "agreed"  # parts in a request: the name typed, the tick
PARTS = ((SIGNED, "姓名"), (AGREED, "本人签字确认"))


def signature(field: Field, raw: Raw, at: datetime, uploads: Uploads | None) -> Found:
    """`{"way": "drawn", "sha256", "name", "size", "type", "at", "account"}` or `{"way": "typed", "signed", "agreed", "at", "account"}`.

    A drawn one was received as a signature from this account, and its instant is when it was; a typed one is made when it is handed in.
    """
    drawn = [sha256 for sha256 in many(raw, field.code) if sha256]
    account = uploads.account if uploads is not None else 0
    if drawn:
        found = picture(drawn[-1], uploads)
        if found is None:
            return no("signature-not-there", "签名没有收到，请重新签一次，或者输入姓名确认", field.code)
        return Found({"way": DRAWN, "sha256": found.sha256, "name": found.name, "size": found.size, "type": found.type, "at": _said(found.at),
                      "account": account})
    name, agreed = text.name(one(raw, f"{field.code}.{SIGNED}")), bool(one(raw, f"{field.code}.{AGREED}"))
    if not name and not agreed:
        return no("required", f"请{_verb(field)}：在框里签名，或者输入姓名并勾选确认", field.code) if field.required else Found()
    if not name:
        return no("required", "请输入签名人的姓名，和身份证一致", f"{field.code}.{SIGNED}")
    if wrong := text.faults(name, f"{field.code}.{SIGNED}"):
        return Found(reasons=tuple(wrong))
    if len(name) > LONGEST or not any(sign.isalpha() for sign in name):
        return no("not-a-name", f"请输入姓名，{LONGEST} 字以内", f"{field.code}.{SIGNED}")
    if not agreed:
        return no("not-agreed", "请勾选“本人签字确认”", f"{field.code}.{AGREED}")
    return Found({"way": TYPED, "signed": name, "agreed": True, "at": _said(at), "account": account})


def picture(sha256: str, uploads: Uploads | None) -> Upload | None:
    """What this account signed with, as it was received for that; None for any other file."""
    found = uploads(sha256) if uploads is not None and HASH.fullmatch(sha256) else None
    return found if found is not None and found.purpose == SIGNATURE else None


def flat(code: str, value: Any) -> dict[str, str | list[str]]:
    """The request that gives this signature again."""
    held = value if isinstance(value, Mapping) else {}
    return {code: [str(held["sha256"])] if held.get("sha256") else [], f"{code}.{SIGNED}": str(held.get("signed") or ""),
            f"{code}.{AGREED}": "yes" if held.get("agreed") is True else ""}


def said(value: Mapping[str, Any]) -> str:
    """How a signature reads where it cannot be shown: by which way, who, when."""
    at = str(value.get("at", ""))[:16].replace("T", " ")
    how = "手写签名" if value.get("way") == DRAWN else f"{value.get('signed', '')}，输入姓名确认"
    return f"{how}，{at}" if at else how


def _verb(field: Field) -> str:
    return "签名" if field.label.endswith("签名") or field.label == "签名" else f"签{field.label}"


def _said(at: datetime) -> str:
    return clock.local(at).isoformat(timespec="seconds")
