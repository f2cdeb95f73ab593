"""The addresses that registered programs alone ask, by signed requests: what the cards declare, as routes and in the description of the API."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from yiwang.web import slots
from yiwang.web.accounts.clients import Client
from yiwang.web.api import asked, partners, problems
from yiwang.web.api.signed import HEADERS, signed
from yiwang.web.card import Signed, System
from yiwang.web.permits import anyone, posts

PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
NOT_DONE = (401, 404, 429)


def routes(card: System) -> list[URLPattern]:
    """One view an address."""
    by_path: dict[str, dict[str, Signed]] = {}
    for it in (*card.signed, *partners.operations(card)):
        by_path.setdefault(it.path, {})[it.method] = it
    return [path(address, _view(methods)) for address, methods in by_path.items()]


def described() -> dict[str, dict[str, Any]]:
    """Every such address of every card, for OpenAPI."""
    found: dict[str, dict[str, Any]] = {}
    for card in slots.signing():
        for it in (*card.signed, *partners.operations(card)):
            address = f"/{card.name}/" + PLACE.sub(r"{\1}", it.path)
            found.setdefault(address, {})[it.method.lower()] = _operation(it, address)
    return found


def schemes() -> dict[str, dict[str, Any]]:
    """What a signed request carries."""
    return {name: {"type": "apiKey", "in": "header", "name": name, "description": said} for name, said in HEADERS.items()}


def _view(methods: dict[str, Signed]) -> Callable[..., HttpResponse]:
    def does(request: Any, client: Client, **places: str) -> tuple[int, Any]:
        return methods["GET" if request.method == "HEAD" else request.method].does(request, client, **places)

    asks = signed(does)

    @csrf_exempt
    @anyone
    def view(request: Any, **places: str) -> HttpResponse:
        known = ("GET" if request.method == "HEAD" else request.method) in methods
        return asks(request, **places) if known else problems.not_taken(methods)

    return posts(view) if "POST" in methods else view


def _operation(it: Signed, address: str) -> dict[str, Any]:
    wrong = {str(status): {"description": problems.TITLES[status], "content": {problems.TYPE: {"schema": {"$ref": "#/components/schemas/problem"}}}}
             for status in (*NOT_DONE, *((400, 409, 413, 415, 422) if it.method == "POST" else ()))}
    right = {str(status): {"description": "收到了" if it.method == "POST" else "内容", "content": {asked.JSON: {"schema": schema}}}
             for status, schema in it.gives.items()}
    found: dict[str, Any] = {
        "operationId": re.sub(r"[^a-zA-Z0-9]+", "_", f"{it.method.lower()}_{address}").strip("_"), "summary": it.title, "tags": ["登记的系统"],
        "security": [{name: [] for name in HEADERS}], "responses": {**right, **wrong},
        "parameters": [{"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1, "maxLength": 120, "pattern": "^[^/?#]+$"}}
                       for name in PLACE.findall(it.path)]}
    if it.about:
        found["description"] = it.about
    if it.body:
        found["requestBody"] = {"required": True, "content": {asked.JSON: {"schema": dict(it.body())}}}
    return found
