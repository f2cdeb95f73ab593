"""The base of every component: a frozen value that knows its template."""

from __future__ import annotations

from typing import ClassVar


class Part:
    """A value that `{% show value %}` renders through `template`; the template sees it as `c`."""

    template: ClassVar[str] = ""
