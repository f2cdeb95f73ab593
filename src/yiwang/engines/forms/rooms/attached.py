"""Files as answers: references to what `files` received and checked; only what this account may use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from yiwang.engines.forms.rooms.clean_values import Found, no, wanted
from yiwang.engines.forms.types import Field, Upload, Uploads

OFFICE = "application/vnd.openxmlformats-officedocument"
DOCUMENT_NAMES = {
    "application/pdf": "PDF", "application/ofd": "OFD", "image/jpeg": "JPG", "image/png": "PNG", "image/webp": "WebP",
    f"{OFFICE}.wordprocessingml.document": "Word（docx）", f"{OFFICE}.spreadsheetml.sheet": "Excel（xlsx）",
}
DOCUMENTS = tuple(DOCUMENT_NAMES)
NAMES = DOCUMENT_NAMES | {"text/plain": "TXT", "text/csv": "CSV"}
UNDECLARED = 200  # a field's own default length: no limit of its own beside that of `files`
HASH = re.compile(r"[0-9a-f]{64}")


def accepted(field: Field) -> tuple[str, ...]:
    return field.accepts or DOCUMENTS


def attached(field: Field, hashes: Sequence[str], came: Sequence[Upload], uploads: Uploads | None) -> Found:
    """The files of a field: those sent before (by hash) first, then what came with the request; each once."""
    found: dict[str, Upload] = {}
    for one in hashes:
        if not one:
            continue
        upload = uploads(one) if uploads is not None and HASH.fullmatch(one) else None
        if upload is None:
            return no("file-not-there", f"{field.label}里有一个文件没有收到，请重新上传", field.code)
        found[upload.sha256] = upload
    found |= {upload.sha256: upload for upload in came}
    if not found:
        return wanted(field, "上传")
    if len(found) > field.files:
        return no("too-many-files", f"{field.label}最多上传 {field.files} 个文件，现在有 {len(found)} 个，请删去多余的", field.code)
    for upload in found.values():
        if upload.type not in accepted(field):
            kinds = "、".join(NAMES.get(kind, kind) for kind in accepted(field))
            return no("file-kind", f"“{upload.name}”请换成这些格式之一：{kinds}", field.code)
        if field.longest != UNDECLARED and upload.size > field.longest:
            return no("file-too-large", f"“{upload.name}”请控制在 {size(field.longest)} 以内，现在是 {size(upload.size)}", field.code)
    return Found([plain(upload) for upload in found.values()])


def plain(upload: Upload) -> dict[str, Any]:
    return {"sha256": upload.sha256, "name": upload.name, "size": upload.size, "type": upload.type}


def size(count: int) -> str:
    """Bytes as people say them."""
    if count >= 1024 * 1024:
        return f"{count / 1024 / 1024:.1f} MB".replace(".0 MB", " MB")
    return f"{max(1, round(count / 1024))} KB"
