"""One's own pages stand in the surroundings of whoever asks: the office's or the public's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yiwang.web import shells
from yiwang.web.accounts import sessions


def surrounded(request: Any, template: str, given: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page of `/me/`. While something must be done first, an official has no office yet."""
    official = request.actor.official and not request.session.get(sessions.MUST)
    shell = shells.office(request, "/me/") if official else shells.public(request)
    layout = "yiwang/office.html" if official else "yiwang/public.html"
    return render(request, template, {**given, "shell": shell, "layout": layout, "office": official}, status=status)
