"""OpenAPI 3.1 out of the operations and the registry, made once a process."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from yiwang.web.api import asked, expanding, guard, problems, programs, shapes
from yiwang.web.api.operations import ALL, Operation, Query
from yiwang.web.permits import Permit

PLACE = re.compile(r"\{([a-z0-9_]+)(?::int)?\}")
HASH = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
PLACES: dict[str, dict[str, Any]] = {"inquiry": {"type": "integer", "minimum": 1, "maximum": 10**15}, "sha256": HASH}
ANY_PLACE = {"type": "string", "minLength": 1, "maxLength": 120, "pattern": "^[^/?#]+$"}
FILE = {"application/octet-stream": {}, "application/pdf": {}, "image/png": {}, "image/jpeg": {}, "image/webp": {}}
FROM_DOORS = {
    "wrong-state": "现在的环节不能办这一步。", "not-your-role": "由别的岗位办理。", "stale": "办件刚刚有了变化，请重新读取。",
    "key-used": "这个编号是别的请求的。",
}


@cache
def document() -> dict[str, Any]:
    """The whole description. Raises TypeError when an operation gives what has no schema."""
    parts: dict[str, Any] = {"problem": problems.SCHEMA}
    paths: dict[str, Any] = {}
    for operation in ALL:
        for filled in operation.expand() if operation.expand else (expanding.Expanded({}, ""),):
            path = guard.HERE.rstrip("/") + PLACE.sub(lambda m, held=filled.places: held.get(m[1], f"{{{m[1]}}}"), operation.path)
            paths.setdefault(path, {})[operation.method.lower()] = _operation(operation, filled, path, parts)
    return {
        "openapi": "3.1.0",
        "info": {"title": "一网接口", "version": "1", "description": "与页面同一套办理规则、同一套权限。时间按 RFC 3339，金额以分为单位，分页用 after。"},
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": {**paths, **programs.described()},
        "components": {"schemas": parts, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}, **programs.schemes()}},
    }


def _operation(it: Operation, filled: expanding.Expanded, path: str, parts: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": re.sub(r"[^a-zA-Z0-9]+", "_", f"{it.method.lower()}_{path}").strip("_"), "summary": filled.title or it.title, "tags": [it.tag],
        "parameters": [*_places(path), *(_query(q) for q in it.query), *_headers(it)], "responses": _responses(it, filled, parts),
    }
    if about := "\n\n".join(x for x in (it.about, filled.about) if x):
        found["description"] = about
    if it.permit == Permit():
        found["security"] = [{}, {"token": []}]
    if it.method == "POST":
        media = "multipart/form-data" if it.multipart else asked.JSON
        found["requestBody"] = {"required": True, "content": {media: {"schema": _body(it, filled)}}}
    return found


def _body(it: Operation, filled: expanding.Expanded) -> dict[str, Any]:
    if it.body is not None:
        return it.body
    bodies = filled.bodies or (expanding.closed(it.form),)
    bare = [{name: value for name, value in body.items() if name not in ("$schema", "$id")} for body in bodies]
    return bare[0] if len(bare) == 1 else {"anyOf": bare}


def _places(path: str) -> list[dict[str, Any]]:
    return [{"name": name, "in": "path", "required": True, "schema": PLACES.get(name, ANY_PLACE)} for name in PLACE.findall(path)]


def _query(it: Query) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "maxLength": 200}
    if it.least is not None:
        schema = {"type": "integer", "minimum": it.least, "maximum": it.most}
    return {"name": it.name, "in": "query", "description": it.title, "schema": {"type": "string", "enum": list(it.offered)} if it.offered else schema}


def _headers(it: Operation) -> list[dict[str, Any]]:
    found = []
    if it.key:
        found.append({"name": asked.KEY, "in": "header", "required": True, "description": "这次请求的编号：重发用同一个，只办一次",
                      "schema": {"type": "string", "pattern": asked.KEY_FORM}})
    if it.seen:
        found.append({"name": asked.SEEN, "in": "header", "required": True, "description": "办件里的 seen：办件变了就不照旧的情况办",
                      "schema": {"type": "string", "pattern": asked.SEEN_FORM}})
    return found


def _responses(it: Operation, filled: expanding.Expanded, parts: dict[str, Any]) -> dict[str, Any]:
    content = FILE if it.gives is None else {asked.JSON: {"schema": shapes.schema(it.gives, parts)}}
    found: dict[str, Any] = {str(it.status): {"description": "办好了" if it.method == "POST" else "内容", "content": content}}
    for status in _statuses(it):
        found[str(status)] = {"description": problems.TITLES[status], "content": {problems.TYPE: {"schema": {"$ref": "#/components/schemas/problem"}}}}
    if it.method == "POST" and it.key:
        refusals = {**(FROM_DOORS if it.seen else {}), **filled.refusals, **{r.code: r.text for r in it.refusals}}
        found["409"]["x-reasons"] = refusals
    return found


def _statuses(it: Operation) -> list[int]:
    found = [400, 401, 404, 429]
    found += [422] if it.query else []
    if it.method == "POST":
        found += [409, 413, 415, 422] + ([403] if not it.records and it.permit != Permit() else [])
    return sorted(set(found))


