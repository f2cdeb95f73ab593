"""The yardstick of W1: the life of a case as bare SQL, a statement a write, 7 transactions, 24 rows; no rights, guards, terms, seers or record."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from bench._host import Place, Worker, serve

POSTGRESQL = """
create table kase(id bigserial primary key, subject text, state text, opened timestamptz default now(), changed timestamptz);
create table task(id bigserial primary key, kase bigint references kase, node text, unit text, state text, result text,
  created timestamptz default now(), ended timestamptz);
create index on task(kase); create index on task(unit) where state='open';
create table history(id bigserial primary key, kase bigint references kase, actor text, event text, detail text, at timestamptz default now());
create index on history(kase);
create table decision(id bigserial primary key, kase bigint references kase, verdict text, at timestamptz default now());
"""
SQLITE = """
create table kase(id integer primary key, subject text, state text, opened default current_timestamp, changed);
create table task(id integer primary key, kase int, node text, unit text, state text, result text, created default current_timestamp, ended);
create index t1 on task(kase); create index t2 on task(unit) where state='open';
create table history(id integer primary key, kase int, actor text, event text, detail text, at default current_timestamp);
create index h1 on history(kase);
create table decision(id integer primary key, kase int, verdict text, at default current_timestamp);
"""
STEPS = (("accept", "clerk"), ("review", "unit-a"), ("review", "unit-b"), ("review", "unit-c"), ("decide", "chief"), ("close", "clerk"))
SUBJECT, OPINION = "建设工程规划许可证核发申请", "经审查,申请材料齐全,符合法定形式,同意。"
TASK = "insert into task(kase,node,unit,state) values (?,?,?,?)"
NOTED = "insert into history(kase,actor,event,detail) values (?,?,?,?)"


def case(execute: Callable[..., Any], begin: str, now: str, lock: str) -> None:
    execute(begin)
    k = execute("insert into kase(subject,state) values (?,?) returning id", (SUBJECT, "new"))[0][0]
    execute(TASK, (k, "accept", "clerk", "open"))
    execute(NOTED, (k, "citizen", "create", SUBJECT))
    execute("commit")
    for node, unit in STEPS:
        execute(begin)
        execute("select id,state from kase where id=?" + lock, (k,))
        task = execute("select id from task where kase=? and node=? and unit=? and state='open'", (k, node, unit))[0][0]
        execute(f"update task set state='done', result=?, ended={now} where id=?", (OPINION, task))
        execute(NOTED, (k, unit, node, OPINION))
        follow(execute, k, node, now)
        execute("commit")


def follow(execute: Callable[..., Any], k: int, node: str, now: str) -> None:
    if node == "accept":
        execute(f"update kase set state='review', changed={now} where id=?", (k,))
        for unit in "abc":
            execute(TASK, (k, "review", "unit-" + unit, "open"))
    elif node == "review":
        if not execute("select 1 from task where kase=? and node='review' and state='open'", (k,)):
            execute(f"update kase set state='decide', changed={now} where id=?", (k,))
            execute(TASK, (k, "decide", "chief", "open"))
    elif node == "decide":
        execute("insert into decision(kase,verdict) values (?,?)", (k, "granted"))
        execute(TASK, (k, "close", "clerk", "open"))
    else:
        execute(f"update kase set state='closed', changed={now} where id=?", (k,))


def opened(place: Place) -> Any:
    if place.postgresql:
        import psycopg

        return psycopg.connect(place.database, autocommit=True)
    connection = sqlite3.connect(place.database, isolation_level=None, timeout=60)
    connection.execute("pragma journal_mode=wal")
    return connection


def prepare(place: Place) -> None:
    connection = opened(place)
    if place.postgresql:
        connection.execute(POSTGRESQL)
    else:
        connection.executescript(SQLITE)
    connection.close()


def analyse(place: Place) -> None:
    connection = opened(place)
    connection.execute("vacuum analyze" if place.postgresql else "analyze")
    connection.close()


def mode(connection: Any, place: Place) -> Callable[[str], None]:
    """Durable waits for the disk at every commit, nosync does not."""

    def set_to(word: str) -> None:
        if place.postgresql:
            connection.execute(f"set synchronous_commit = {'on' if word == 'durable' else 'off'}")
        else:
            connection.execute(f"pragma synchronous = {'full' if word == 'durable' else 'off'}")

    return set_to


def worker(place: Place) -> Worker:
    connection = opened(place)
    if not place.postgresql:
        def plain(sql: str, params: tuple[Any, ...] = ()) -> Any:
            return connection.execute(sql, params).fetchall()

        return Worker(lambda: case(plain, "begin immediate", "strftime('%s','now')", ""), mode(connection, place))
    cursor = connection.cursor()

    def prepared(sql: str, params: tuple[Any, ...] = ()) -> Any:
        if not params:
            return cursor.execute(sql)
        cursor.execute(sql.replace("?", "%s"), params, prepare=True)
        return cursor.fetchall() if cursor.description else []

    return Worker(lambda: case(prepared, "begin", "now()", " for update"), mode(connection, place))


if __name__ == "__main__":
    serve(prepare, worker, analyse)
