"""The web process: granian, WSGI, with the static files mounted beside the application (`docs/decisions/0002`)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from yiwang.city import lifeline

A_YEAR = 365 * 24 * 3600  # seconds; a file's name carries the hash of what is in it


def main(host: str, port: int, static: Path, workers: int) -> None:
    lifeline.watch()
    Granian(
        "yiwang.city.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=workers, blocking_threads=4,
        respawn_failed_workers=True, respawn_interval=0.5, workers_kill_timeout=5, log_level=LogLevels.warning,
        static_path_route=["/static"], static_path_mount=[static], static_path_expires=A_YEAR,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(os.environ["YIWANG_STATIC"]), int(os.environ.get("YIWANG_WEB_WORKERS", "2")))
