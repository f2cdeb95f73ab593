"""An upgrade tried on a copy: what it would change, table by table, how long it takes, and whether what is open can go on. The city itself is only read."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from yiwang.city.keeping import backup, folder, sealed
from yiwang.city.words import Trouble, step

Told = dict[str, Any]
COPIED = (*folder.OPEN, folder.CLOSED, "published")


def rehearse(scratch: str) -> Told:
    """What `trial` found on a copy, with the seconds that copying took. `scratch`: on PostgreSQL an empty database to use, "" to make one. Raises Trouble."""
    with _place() as place:
        began = time.monotonic()
        if connection.vendor == "postgresql":
            with _database(scratch) as url:
                return _tried(place, url, _archive(place), began)
        with step("复制数据库"):
            _copy(place)
        return _tried(place, "", None, began)


@contextmanager
def _place() -> Iterator[Path]:
    """A folder beside the city's own, gone at the end. One rehearsal at a time; what a killed one left is taken away."""
    run = settings.DATA / "run"
    run.mkdir(exist_ok=True)
    with (run / "rehearsal.lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble("另一个升级演练正在进行，请等它做完。 Another rehearsal is running.") from None
        for old in run.glob("rehearsal-*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        place = Path(tempfile.mkdtemp(prefix="rehearsal-", dir=run))
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)


def _copy(place: Path) -> None:
    """SQLite's own way of copying while others write, and the small things beside it."""
    ours = sqlite3.connect(f"file:{quote(str(connection.settings_dict['NAME']))}?mode=ro", uri=True)
    theirs = sqlite3.connect(place / folder.DATABASE)
    try:
        ours.backup(theirs)
    finally:
        theirs.close()
        ours.close()
    for name in COPIED:
        there = settings.DATA / name
        if there.is_dir():
            shutil.copytree(there, place / name)
        elif there.is_file():
            shutil.copy2(there, place / name)


def _archive(place: Path) -> Path:
    """A backup without the contents of files, into a folder of its own: the copy is restored into an empty one."""
    target = place.with_name(place.name + ".archive")
    os.environ[sealed.VARIABLE] = secrets.token_urlsafe(24)  # for the copy alone, which goes with it
    target.unlink(missing_ok=True)
    backup.write(target, os.environ[sealed.VARIABLE], blobs=False)
    return target


@contextmanager
def _database(scratch: str) -> Iterator[str]:
    """An empty database on the same server, gone at the end; or the one that was given."""
    if scratch:
        yield scratch
        return
    ours = os.environ["YIWANG_DATABASE"]
    known = urlsplit(ours).path.lstrip("/") or str(connection.settings_dict["NAME"])
    name = f"{known}_rehearsal_{secrets.token_hex(3)}"
    with psycopg.connect(beside(ours, known), autocommit=True) as server:
        try:
            server.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:
            raise Trouble("这个账户不能建数据库；请建一个空库，用 --scratch 地址 给出。 Give an empty database with --scratch.") from None
        try:
            yield beside(ours, name)
        finally:
            server.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def beside(url: str, name: str) -> str:
    """The database of that name on the same server, reached the same way: who, where, and all that stands behind the question mark (sslmode, …)."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{quote(name)}"))


def _tried(place: Path, url: str, archive: Path | None, began: float) -> Told:
    """In a process of its own, whose city is the copy. Nothing that sends is started there."""
    copied = time.monotonic() - began
    told = place.with_name(place.name + ".told")
    words = [str(told), *([str(archive)] if archive else [])]
    inner = {**os.environ, "YIWANG_DATA": str(place), "YIWANG_DATABASE": url, "DJANGO_SETTINGS_MODULE": "yiwang.city.settings"}
    inner.pop("YIWANG_STATIC", None)
    try:
        done = subprocess.run([sys.executable, "-m", "yiwang.city.keeping.trial", *words], env=inner, check=False)
        if done.returncode:
            raise Trouble("演练没有做成，原因见上；城市没有动过。 The rehearsal failed; the city was not touched.")
        found: Told = json.loads(told.read_text())
        return found | {"copied": round(copied, 1)}
    finally:
        told.unlink(missing_ok=True)
        if archive is not None:
            archive.unlink(missing_ok=True)
