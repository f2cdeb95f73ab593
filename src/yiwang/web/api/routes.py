"""The addresses of the API: one view an address, its methods from the operations; the description, and the page for whoever writes programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from yiwang.web.api import asked, describing, page, problems, shapes
from yiwang.web.api.operations import ALL, Operation
from yiwang.web.permits import anyone, permit, posts


def view_of(operations: dict[str, Operation]) -> Callable[..., HttpResponseBase]:
    """The view of an address. No cookie is looked at, so there is nothing to forge."""

    def view(request: Any, **places: Any) -> HttpResponseBase:
        it = operations.get("GET" if request.method == "HEAD" else request.method)
        if it is None:
            return problems.not_taken(operations)
        try:
            found = it.does(request, **places)
        except asked.NotUnderstood as wrong:
            return problems.answer(wrong.status, wrong.reason)
        if isinstance(found, HttpResponseBase):
            return found
        return HttpResponse(json.dumps(shapes.written(found), ensure_ascii=False), status=it.status, content_type=asked.JSON)

    first = next(iter(operations.values()))
    made = permit(first.permit)(posts(view))
    made.writes = not first.records  # type: ignore[attr-defined]
    return csrf_exempt(made)


@anyone
def description(request: Any) -> HttpResponse:
    """`/api/v1/openapi.json`"""
    return HttpResponse(_text(), content_type=asked.JSON)


@cache
def _text() -> str:
    return json.dumps(describing.document(), ensure_ascii=False)


def patterns() -> list[URLPattern]:
    """Those of one address share a view; the permit is that of the address."""
    by_path: dict[str, dict[str, Operation]] = {}
    for it in ALL:
        by_path.setdefault(it.path, {})[it.method] = it
    found = [path("api/", page.developers), path("api/v1/openapi.json", description)]
    for address, operations in by_path.items():
        route = describing.PLACE.sub(lambda m: f"<int:{m[1]}>" if m[0].endswith(":int}") else f"<str:{m[1]}>", address)
        found.append(path(f"api/v1{route}", view_of(operations)))
    return found
