"""Finding: first what holds every term, then what holds most; what is not public only for whoever may see it."""

from __future__ import annotations

from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.search.rooms.words import around, asked, marked
from yiwang.engines.search.types import Found
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor

COLUMNS = 't.id, t.subject, t.kind, t.title, t.body, t.url, t.note, t."case", t.at'
CANDIDATES = 500  # hits looked at before rights are applied
ENOUGH = 3  # hits with every term after which those with some are not looked for
FAINT = 0.4  # of the best hit's score, under which a hit is left out


def find(*, actor: Actor, query: str, public: bool, limit: int = 30) -> list[Found]:
    """Hits for a query, best first. `public` searches what anybody may see, otherwise the cases the actor may see."""
    wanted = asked(query)
    if not wanted:
        return []
    rows = _allowed(_all(wanted, public), actor, public)
    if len(rows) < ENOUGH:
        known = {r[0] for r in rows}
        rows += [r for r in _allowed(_some(wanted, public), actor, public) if r[0] not in known]
    return [_found(r, wanted) for r in rows[:limit]]


def _allowed(rows: list[tuple[Any, ...]], actor: Actor, public: bool) -> list[tuple[Any, ...]]:
    if public:
        return rows
    seen = cases.visible_among(actor, [r[7] for r in rows])
    return [r for r in rows if r[7] in seen]


def _scope(public: bool) -> str:
    return '"case" = 0' if public else '"case" <> 0'


def _all(wanted: list[str], public: bool) -> list[tuple[Any, ...]]:
    if store.is_postgresql():
        sql = f"select {COLUMNS} from search_text t where t.words @> %s::text[] and t.{_scope(public)} order by t.id desc limit %s"
        return store.rows(sql, (wanted, CANDIDATES))
    sql = (
        f"select {COLUMNS} from search_fts f join search_text t on t.id = f.rowid where search_fts match %s and t.{_scope(public)} order by t.id desc limit %s"
    )
    return store.rows(sql, (" AND ".join(f'"{w}"' for w in wanted), CANDIDATES))


def _some(wanted: list[str], public: bool) -> list[tuple[Any, ...]]:
    """By how many terms a row holds, rarer terms counting more."""
    if store.is_postgresql():
        sql = f"select {COLUMNS}, t.words from search_text t where t.words && %s::text[] and t.{_scope(public)} limit %s"
        found = [(r[:9], set(r[9])) for r in store.rows(sql, (wanted, CANDIDATES))]
    else:
        sql = (
            f"select {COLUMNS}, f.words from search_fts f join search_text t on t.id = f.rowid where search_fts match %s and t.{_scope(public)} "
            "order by bm25(search_fts) limit %s"
        )
        found = [(r[:9], set(r[9].split())) for r in store.rows(sql, (" OR ".join(f'"{w}"' for w in wanted), CANDIDATES))]
    rarity = {w: 1 / (1 + sum(w in words for _, words in found)) for w in wanted}
    scored = [(sum(rarity[w] for w in wanted if w in words), row) for row, words in found]
    best = max((score for score, _ in scored), default=0.0)
    return [row for score, row in sorted(scored, key=lambda pair: (-pair[0], -pair[1][0])) if score >= FAINT * best]


def _found(r: tuple[Any, ...], wanted: list[str]) -> Found:
    at = store.instant(r[8])
    return Found(r[1], r[2], marked(r[3], wanted), marked(around(r[4], wanted), wanted), r[5], r[6], r[7], at)
