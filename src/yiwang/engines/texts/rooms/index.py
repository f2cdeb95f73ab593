"""The table of fingerprints: which kept texts of a shelf probably say the same as this one.

A shelf is a set of texts that are compared with each other: one system's, of one kind. Each text kept has at most FINGERPRINTS rows. A question looks each of
its own fingerprints up in the LOOKED_AT newest subjects that have it (a higher number is newer): the work has a bound whatever people write about. The few
CANDIDATES with most in common are read whole and scored. PostgreSQL reads its index alone once autovacuum has passed: after a mass import VACUUM ANALYZE
the table, else a question takes many times as long.

What a shelf's texts say so often that it tells nothing (`likeness.Common`) is learned again each night and kept beside it; a process reads it when it changed.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from yiwang.engines.store import api as store
from yiwang.engines.texts.rooms import likeness
from yiwang.engines.texts.rooms import topics as gathering
from yiwang.engines.texts.rooms.likeness import CANDIDATES, FINGERPRINTS, LOOKED_AT, SHOWN, STOCK, Common, Reading
from yiwang.engines.texts.types import Id, Likely, Said, Topic

ENOUGH = 300  # texts to learn from: of fewer, what three people write about would count as what everybody says
NO_GRAM = NO_SUBJECT = -1  # fill a question up to its one shape; no text has them
NEWEST = f"(select subject from texts_fingerprint where shelf = %s and gram = {{}} order by subject desc limit {LOOKED_AT}) as newest"
RANKED = f"where subject <> %s group by subject having count(*) >= %s order by both_have desc, subject desc limit {CANDIDATES}"
ASK = f"select subject, count(*) as both_have from ({' union all '.join(['select subject from ' + NEWEST.format('%s')] * FINGERPRINTS)}) as found {RANKED}"
ASK_POSTGRESQL = f"select subject, count(*) as both_have from unnest(%s::integer[]) as asked(gram) cross join lateral {NEWEST.format('asked.gram')} {RANKED}"
SPOKEN_FOR = 40  # texts of a group that are asked what they have in common
OF_A_THIRD = (f"select gram from texts_fingerprint where shelf = %s and subject in ({', '.join(['%s'] * SPOKEN_FOR)}) group by gram "
              f"having 3 * count(*) >= %s order by count(*) desc, gram limit {FINGERPRINTS}")
RESEMBLING = (f"select subject from texts_fingerprint where shelf = %s and gram in ({', '.join(['%s'] * FINGERPRINTS)}) and subject between %s and %s "
              "group by subject having count(*) >= %s")
_known: dict[str, tuple[str, Common]] = {}  # of each shelf the last version this process read


def keep(*, shelf: str, subject: int, text: str) -> None:
    """Keeps a text (its title, a newline, its body) for comparison, in the caller's transaction; kept before, it is replaced."""
    with store.atomic():
        number, common = _shelf(shelf) or _new(shelf)
        prints = likeness.fingerprints(reading(text), common)
        store.execute("delete from texts_fingerprint where shelf = %s and subject = %s", (number, subject))
        if prints:
            rows = ", ".join(["(%s, %s, %s)"] * len(prints))
            store.execute(f"insert into texts_fingerprint (shelf, gram, subject) values {rows} on conflict do nothing",
                          [value for gram in prints for value in (number, gram, subject)])


def drop(*, shelf: str, subject: int) -> None:
    """Forgets a text; one that was not kept is no error."""
    store.execute("delete from texts_fingerprint where subject = %s and shelf = (select id from texts_common where shelf = %s)", (subject, shelf))


def alike(
    *, shelf: str, text: str, read: Callable[[Sequence[int]], Mapping[int, str]], limit: int = SHOWN, without: int = 0,
) -> tuple[Likely[int], ...]:
    """The kept texts that probably say the same, best first; `without` is left out. `read` gives the whole texts of at most CANDIDATES subjects: one that is
    missing in its answer (whoever asks may not see it) is not shown."""
    if (found := _shelf(shelf)) is None:
        return ()
    number, common = found
    own = reading(text)
    near = _near(number, likeness.fingerprints(own, common), without)
    whole = read(near) if near else {}
    return likeness.likely(own, {one: reading(whole[one]) for one in near if one in whole}, common, shown=limit)


def _near(number: int, prints: tuple[int, ...], without: int) -> list[int]:
    """The CANDIDATES of a shelf with most fingerprints in common. SQLite looks forty up in any case: one statement, not forty."""
    if not prints:
        return []
    last = (without, likeness.in_common(prints))
    if store.is_postgresql():
        return [row[0] for row in store.rows(ASK_POSTGRESQL, (list(prints), number, *last))]
    asked = (*prints, *[NO_GRAM] * (FINGERPRINTS - len(prints)))
    return [row[0] for row in store.rows(ASK, (*(value for gram in asked for value in (number, gram)), *last))]


def resembling(*, shelf: str, subjects: Sequence[int], first: int, last: int) -> frozenset[int]:
    """Of the kept texts numbered `first` to `last` those that are probably of one matter with these: they have a fifth, and three at least, of what a third
    of these have. For how a topic went over time."""
    if (found := _shelf(shelf)) is None or not subjects:
        return frozenset()
    asked = list(dict.fromkeys(subjects))[-SPOKEN_FOR:]
    common = [row[0] for row in store.rows(OF_A_THIRD, [found[0], *asked, *[NO_SUBJECT] * (SPOKEN_FOR - len(asked)), len(asked)])]
    least = max(3, math.ceil(len(common) / 5))
    return frozenset(row[0] for row in store.rows(RESEMBLING, [found[0], *common, *[NO_GRAM] * (FINGERPRINTS - len(common)), first, last, least]))


def learn(*, shelf: str, texts_: Iterable[str]) -> bool:
    """What everybody says on this shelf, from some thousand recent texts. False, and nothing changed, when they are fewer than ENOUGH."""
    readings = [reading(text) for text in texts_]
    if len(readings) < ENOUGH:
        return False
    shares = json.dumps({gram: round(share, 5) for gram, share in sorted(Common.of(readings).shares.items())}, separators=(",", ":"))
    with store.atomic():
        number, _ = _shelf(shelf) or _new(shelf)
        store.execute("update texts_common set version = %s, shares = %s where id = %s", (_version(shares), shares, number))
    return True


def topics(*, shelf: str, said: Iterable[Said[Id]], most: int = 10) -> tuple[Topic[Id], ...]:
    """What these messages are about, the most voices first. What is usual was learned of the shelf before: in the week of an event its words are everywhere."""
    found = _shelf(shelf)
    return gathering.topics(said, found[1] if found else STOCK, most)


def reading(text: str) -> Reading:
    """The first line is the title."""
    title, _, body = text.partition("\n")
    return likeness.read(title, body)


def _shelf(name: str) -> tuple[int, Common] | None:
    """Its number and what was learned of it. The version is made of the content: what this process holds under it is what the table holds."""
    found = store.rows("select id, version from texts_common where shelf = %s", (name,))
    if not found:
        return None
    number, version = found[0]
    if not version:
        return number, STOCK
    if name not in _known or _known[name][0] != version:
        shares = store.rows("select shares from texts_common where id = %s", (number,))[0][0]
        _known[name] = _version(shares), Common({int(gram): share for gram, share in json.loads(shares).items()})
    return number, _known[name][1]


def _new(name: str) -> tuple[int, Common]:
    """Only where there is none: on PostgreSQL an insertion that comes to nothing takes a number too, and there are 32,767."""
    store.execute("insert into texts_common (shelf, version, shares) values (%s, '', '') on conflict do nothing", (name,))
    return _shelf(name) or (0, STOCK)


def _version(shares: str) -> str:
    return hashlib.sha256(shares.encode()).hexdigest()[:16]
