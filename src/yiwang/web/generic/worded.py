"""A public page to be read: sections of words and links."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from yiwang.web import shells
from yiwang.web.components.basics import Crumbs, Link
from yiwang.web.components.pages import Words, WordsPage

HOME = Link("首页", "/")


def page(request: Any, title: str, lead: str, sections: tuple[Words, ...], way: tuple[Link, ...] = (), current: str = "") -> HttpResponse:
    """`way` leads there from the portal's first page; `current` is its place in the menu."""
    shown = WordsPage(Crumbs((HOME, *way, Link(title))), title, lead, sections)
    return render(request, "yiwang/pages/words.html", {"shell": shells.public(request, current), "page": shown})
