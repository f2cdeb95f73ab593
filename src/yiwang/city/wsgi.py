"""What the web server loads. A web worker ends with the process that started it, so that nothing is left behind when that one is killed."""

from __future__ import annotations

import multiprocessing
import os

from django.core.wsgi import get_wsgi_application

from yiwang.city import lifeline

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiwang.city.settings")
os.environ.setdefault("YIWANG_PATIENCE", "30")  # seconds the database may take over one statement of a page
if multiprocessing.parent_process() is not None:
    lifeline.end_with_parent()
application = get_wsgi_application()
