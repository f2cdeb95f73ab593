"""Half a city: the marks that a restore puts on folder and database until it has come to its end."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection

from yiwang.city.words import Trouble

FILE, TABLE = "restoring", "yiwang_restoring"
WHOLE = "/whole"  # no archive is called that: what the folder's mark says once all is there and nothing is left to do but to take the marks away


def in_folder(data: Path) -> bool:
    """Whether a restore into this folder was broken off."""
    return (data / FILE).exists() and not whole(data)


def whole(data: Path) -> bool:
    """Whether a restore into this folder was killed after all was there: it is a city, and only its marks are left."""
    try:
        return (data / FILE).read_text() == WHOLE
    except (FileNotFoundError, NotADirectoryError):
        return False


def in_database() -> bool:
    """Whether a restore into this database was broken off. SQLite's lies in the folder, whose mark says it."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"select to_regclass('{TABLE}') is not null")
        return bool(cursor.fetchone()[0])


def refuse() -> None:
    """Raises Trouble when folder or database hold half a city. Marks that were left on a whole one go."""
    if whole(settings.DATA):
        if in_database():
            with connection.cursor() as cursor:
                cursor.execute(f"drop table {TABLE}")
        (settings.DATA / FILE).unlink(missing_ok=True)
    if in_folder(settings.DATA) or in_database():
        raise Trouble("这里有一次没做完的恢复，城市不完整，不能启动。请再运行一次同样的 ./yiwang restore。 A restore was broken off here; run it again.")
