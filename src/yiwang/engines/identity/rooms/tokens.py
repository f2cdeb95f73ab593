"""Access tokens: a person lets a program of theirs act as themselves, in one capacity, to read or to write too, for a year at most.

A token is shown once and kept as a hash. It ends like a session: with the account, the post or the mandate, a new password, or at once by its maker.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta

from yiwang.engines.identity.rooms.capacities import actor as acting
from yiwang.engines.identity.rooms.finding import generation
from yiwang.engines.identity.rooms.onetime import factor_due
from yiwang.engines.identity.types import Bearer
from yiwang.engines.identity.views import TokenView
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import Invalid, NotFound, Refused
from yiwang.kernel.reasons import Reason

READ, WRITE = "read", "write"
PREFIX = "yw_"
LONGEST, MOST = 366, 20  # days; tokens in force of one account
MADE = Act("identity.token_made", Kind.CHANGED, "{actor} 做了访问令牌")
ENDED = Act("identity.token_ended", Kind.CHANGED, "{actor} 结束了访问令牌")
INSERT = ("insert into identity_token (id, account_id, name, digest, scope, tenure, mandate, generation, made_at, until) "
          "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)")
HELD = "select id, account_id, scope, tenure, mandate, generation, until, used_at from identity_token where digest = %s and ended_at is null"
OWN = ("select id, name, scope, tenure, mandate, generation, made_at, until, used_at, ended_at from identity_token where account_id = %s "
       "order by id desc limit 100")
COUNT = "select count(*) from identity_token where account_id = %s and ended_at is null and until >= %s"


def make_token(*, actor: Actor, name: str, scope: str, until: date | None, key: str, at: datetime) -> str:
    """A new token in the actor's present capacity; what is given here is never shown again. Raises Invalid at `name`, `scope`, `until`, Refused."""
    today, name = clock.day(at), " ".join(name.split())
    if reasons := _faults(name, scope, until, today):
        raise Invalid(reasons)
    secret = PREFIX + secrets.token_urlsafe(32)
    with store.atomic():
        chain, _, _ = ledger.lock_chain(f"account:{actor.account}")
        if ledger.answered(chain, key) is not None:
            raise Refused(Reason("token-made", "这个令牌刚才已经做好，只显示一次。没有记下的，请结束它，再做一个。"))
        if store.rows(COUNT, (actor.account, today))[0][0] >= MOST:
            raise Refused(Reason("tokens-too-many", f"最多同时有 {MOST} 个令牌。请先结束不用的。"))
        id_ = store.take()
        store.execute(INSERT, (id_, actor.account, name, _digest(secret), scope, actor.tenure, actor.mandate, generation(account=actor.account), at, until))
        facts = {"token": id_, "scope": scope, "until": str(until)}
        ledger.append(subject=f"account:{actor.account}", act=MADE, actor=actor, at=at, key=key, facts=facts)
    return secret


def _faults(name: str, scope: str, until: date | None, today: date) -> list[Reason]:
    found = []
    if not 0 < len(name) <= 40 or not name.isprintable():
        found.append(Reason("token-name", "写给自己看的名称，40 字以内，例如“审批系统对接”。", field="name"))
    if scope not in (READ, WRITE):
        found.append(Reason("token-scope", "请选择只能查看，还是也能办理。", field="scope"))
    if until is None or not today <= until <= today + timedelta(days=LONGEST):
        found.append(Reason("token-until", "请填今天到一年以内的日期。", field="until"))
    return found


def bearer(*, secret: str, at: datetime) -> Bearer | None:
    """Whom a token lets act, or None: never made, ended, over, or its account, post or mandate is."""
    rows = store.rows(HELD, (_digest(secret),)) if secret.startswith(PREFIX) and len(secret) < 100 else []
    on = clock.day(at)
    if not rows or (store.day(rows[0][6]) or date.min) < on:
        return None
    id_, account, scope, tenure, mandate, of, _, used = rows[0]
    actor = acting(account=account, tenure=tenure, mandate=mandate, on=on, generation=of)
    if actor is None or (tenure and factor_due(account=account, on=on)):
        return None
    before = store.instant(used)
    if before is None or at - before > timedelta(minutes=1):
        store.execute("update identity_token set used_at = %s where id = %s", (at, id_))
    return Bearer(id_, actor, scope == WRITE)


def tokens(*, account: int, at: datetime) -> list[TokenView]:
    """The account's tokens, newest first."""
    on, found = clock.day(at), []
    for id_, name, scope, tenure, mandate, of, made, until, used, ended in store.rows(OWN, (account,)):
        last = store.day(until) or date.min
        alive = ended is None and last >= on and acting(account=account, tenure=tenure, mandate=mandate, on=on, generation=of) is not None
        found.append(TokenView(id_, name, scope == WRITE, store.instant(made) or at, last, store.instant(used), store.instant(ended), alive))
    return found


def end_token(*, actor: Actor, token: int, at: datetime) -> None:
    """Over at once. Ending it again changes nothing. Raises NotFound for another's."""
    with store.atomic():
        ledger.lock_chain(f"account:{actor.account}")
        rows = store.rows("select ended_at from identity_token where id = %s and account_id = %s", (token, actor.account))
        if not rows:
            raise NotFound(str(token))
        if rows[0][0] is None:
            store.execute("update identity_token set ended_at = %s where id = %s", (at, token))
            ledger.append(subject=f"account:{actor.account}", act=ENDED, actor=actor, at=at, facts={"token": token})


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
