"""Document numbers 机关代字〔年〕序号号: no 第, no leading zero (GB/T 9704-2012), without a gap within a series."""

from __future__ import annotations

from yiwang.engines.store import api as store

NEXT = "update documents_series set last = last + 1 where unit = %s and kind = %s and year = %s returning last"
FIRST = (
    "insert into documents_series (unit, kind, year, last) values (%s, %s, %s, 1) "
    "on conflict (unit, kind, year) do update set last = documents_series.last + 1 returning last"
)


def take_number(*, unit: int, word: str, kind: str, year: int) -> str:
    """The next number of a unit's series of a kind and year, as it is printed. `word` is the unit's 机关代字 with the kind's word.

    Call inside the transaction that signs: the series stays locked until it ends, and a number rolled back is given again.
    """
    found = store.rows(NEXT, (unit, kind, year)) or store.rows(FIRST, (unit, kind, year))
    return f"{word}〔{year}〕{found[0][0]}号"
