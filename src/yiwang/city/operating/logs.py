"""The log: one line of JSON a request and a fault. It says where something went wrong, never with what: a message may quote what somebody sent."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from yiwang.city.operating import carried

SOURCE = carried.REPOSITORY / "src"
FRAMES = 12  # the last of them: where it happened
OURS = "yiwang"

LOGGING: dict[str, Any] = {
    "version": 1, "disable_existing_loggers": False,
    "formatters": {"line": {"()": "yiwang.city.operating.logs.Line"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}},
    "loggers": {
        OURS: {"handlers": ["lines"], "level": "INFO", "propagate": False},
        # what Django says of a request names its path, and a path may name a person's case: our own line says the kind of page
        "django": {"handlers": ["lines"], "level": "ERROR", "propagate": False},
        "django.request": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django.security": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
    "root": {"handlers": ["lines"], "level": "WARNING"},
}


class Line(logging.Formatter):
    """A record as one line: `extra={"said": {…}}` as it is given, a fault by its kind and its places in the code.

    What other packages say is kept by its pattern alone (`%s` and all), without what was put into it; of our own loggers the text is written by us.
    """

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said: dict[str, Any] = {"at": at, "level": record.levelname.lower(), "from": record.name}
        given = getattr(record, "said", None)
        if isinstance(given, dict):
            said |= given
        elif record.name.partition(".")[0] == OURS:
            said["text"] = record.getMessage()
        else:
            said["text"] = str(record.msg) if record.args else ""
        if record.exc_info and record.exc_info[1] is not None:
            said |= fault(record.exc_info[1])
        return json.dumps(said, ensure_ascii=False, default=repr)


def fault(error: BaseException) -> dict[str, Any]:
    """A fault by its kind and where it happened, and what it came from; without its words."""
    found: dict[str, Any] = {"error": type(error).__name__, "where": places(error)}
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        found["after"] = {"error": type(cause).__name__, "where": places(cause)}
    return found


def places(error: BaseException) -> list[str]:
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)[-FRAMES:]]


def uncaught(kind: type[BaseException], error: BaseException, trace: Any) -> None:
    """For `sys.excepthook` of the processes that run by themselves: a line like all others instead of a trace with its words."""
    logging.getLogger("yiwang.process").critical("ended by a fault", exc_info=(kind, error, trace))


def take_over() -> None:
    """Faults that nobody catches are written as lines too."""
    sys.excepthook = uncaught


def _short(name: str) -> str:
    try:
        return str(Path(name).relative_to(SOURCE))
    except ValueError:
        return "/".join(Path(name).parts[-3:])
