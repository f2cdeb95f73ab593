"""Putting things into the index and taking them out: one row and its terms, in the caller's transaction."""

from __future__ import annotations

from datetime import datetime

from yiwang.engines.search.rooms.words import terms
from yiwang.engines.search.types import Findable
from yiwang.engines.store import api as store

PUT = (
    'insert into search_text (subject, kind, title, body, url, note, "case", at) values (%s, %s, %s, %s, %s, %s, %s, %s) '
    "on conflict (subject) do update set title = excluded.title, body = excluded.body, url = excluded.url, note = excluded.note, at = excluded.at returning id"
)


def put(*, what: Findable, at: datetime) -> None:
    """Indexes a thing, or indexes it anew."""
    row = (what.subject, what.kind, what.title, what.body, what.url, what.note, what.case, at)
    _index(store.rows(PUT, row)[0][0], what.title, what.body)


def _index(id_: int, title: str, body: str) -> None:
    words = terms(f"{title} {body}")
    if store.is_postgresql():
        store.execute("update search_text set words = %s where id = %s", (words, id_))
    else:
        store.execute("delete from search_fts where rowid = %s", (id_,))
        store.execute("insert into search_fts (rowid, words) values (%s, %s)", (id_, " ".join(words)))


def index_anew() -> int:
    """Makes the index of terms again from what is there to be found: after it came from another database, which keeps its index another way. How many."""
    if not store.is_postgresql():
        store.execute("delete from search_fts")
    count, after = 0, 0
    while found := store.rows("select id, title, body from search_text where id > %s order by id limit 1000", (after,)):
        with store.atomic():
            for id_, title, body in found:
                _index(id_, title, body)
        count, after = count + len(found), found[-1][0]
    settle()
    return count


def settle() -> None:
    """After an erasure: SQLite's index keeps removed terms in older segments until they are merged."""
    if not store.is_postgresql():
        store.execute("insert into search_fts (search_fts) values ('optimize')")


def drop(*, subject: str) -> None:
    """Takes a thing out of the index: erased, or withdrawn."""
    if not store.is_postgresql():
        store.execute("delete from search_fts where rowid in (select id from search_text where subject = %s)", (subject,))
    store.execute("delete from search_text where subject = %s", (subject,))


def clear() -> None:
    """Empties the index before it is built anew."""
    if not store.is_postgresql():
        store.execute("delete from search_fts")
    store.execute("delete from search_text")
