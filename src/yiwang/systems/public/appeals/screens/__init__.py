"""The pages of appeals, one file a kind of page."""

from __future__ import annotations

from django.urls import URLPattern

from yiwang.systems.public.appeals.model import page
from yiwang.systems.public.appeals.screens import answers, desk, mailboxes, weekly, writing

HERE, DESK, beside, exposed = writing.HERE, desk.HERE, answers.beside, weekly.exposed
PAGES = (writing, mailboxes, answers, desk, page)
ROUTES: tuple[URLPattern, ...] = tuple(route for page in PAGES for route in page.ROUTES)
