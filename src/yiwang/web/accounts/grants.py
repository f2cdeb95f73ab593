"""What somebody agreed to for another system: a code taken once, tokens that stand as long as the session, the account and the post do."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.web.accounts import clients, devices

CODE_LASTS, ACCESS_LASTS, WHOLE = timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=12)
MADE = ("insert into accounts_grant (id, code, client_id, signin_id, account_id, tenure, mandate, address, scope, nonce, challenge, since, access, refresh, "
        "refreshed) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', '', '')")
ROW = ("select id, client_id, signin_id, account_id, tenure, mandate, address, scope, nonce, challenge, since, taken_at, access_until, refreshed "
       "from accounts_grant where ended_at is null and ")
TOKENS = "update accounts_grant set access = %s, access_until = %s, refresh = %s, refreshed = %s, taken_at = coalesce(taken_at, %s) where id = %s"
STANDING = ("select g.client_id, c.title, g.scope, g.since from accounts_grant g join accounts_client c on c.code = g.client_id "
            "join accounts_signin s on s.id = g.signin_id join identity_account a on a.id = s.account_id join django_session d on d.session_key = s.key "
            "where g.account_id = %s and g.ended_at is null and c.ended_at is null and s.generation = a.generation and d.expire_date > %s and g.since > %s "
            "and (g.taken_at is not null or g.since > %s) order by g.since desc, g.id desc limit 200")
AGREED = Act("accounts.agreed", Kind.CHANGED, "{actor} 登录了别的系统")
TAKEN_BACK = Act("accounts.taken_back", Kind.CHANGED, "{actor} 收回了对别的系统的同意")


@dataclass(frozen=True, slots=True)
class Held:
    """A grant that stands, with who it is about, as they act."""

    id: int
    client: str
    actor: Actor
    scope: tuple[str, ...]
    nonce: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """What one system may still ask about somebody: since when, and what (names of `clients.SCOPES`)."""

    client: str
    title: str
    scope: tuple[str, ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class Tokens:
    held: Held
    access: str
    refresh: str


def agreed(*, actor: Actor, signin: int, client: str, address: str, scope: str, nonce: str, challenge: str, at: datetime) -> str:
    """The code with which the system fetches its tokens within a minute. On the record of the account."""
    code = secrets.token_urlsafe(32)
    with store.atomic():
        who = (client, signin, actor.account, actor.tenure, actor.mandate)
        store.execute(MADE, (store.take(), clients.digest(code), *who, address, scope, nonce, challenge, at))
        ledger.append(subject=f"account:{actor.account}", act=AGREED, actor=actor, at=at, facts={"client": client, "scope": scope})
    return code


def taken(*, code: str, client: str, address: str, verifier: str, at: datetime) -> Tokens | None:
    """Tokens for a code, once; a code that comes twice ends what the first one got (RFC 6749 4.1.2). None for anything that does not fit."""
    with store.atomic():
        rows = store.rows(f"{ROW}code = %s{store.lock()}", (clients.digest(code),))
        if not rows or rows[0][1] != client:
            return None
        id_, since = int(rows[0][0]), store.instant(rows[0][10]) or at
        if rows[0][11] is not None:
            _end(id_, at)
            return None
        held = _held(rows[0], at)
        if held is None or rows[0][6] != address or at - since > CODE_LASTS or not _proves(verifier, rows[0][9]):
            _end(id_, at)
            return None
        return _fresh(held, "", at)


def refreshed(*, token: str, client: str, at: datetime) -> Tokens | None:
    """New tokens for the last refresh token. One that was exchanged already ends everything: two have it."""
    with store.atomic():
        mark = clients.digest(token)
        rows = store.rows(f"{ROW}(refresh = %s or refreshed = %s){store.lock()}", (mark, mark))
        if not rows or rows[0][1] != client:
            return None
        held = _held(rows[0], at)
        if held is None or rows[0][13] == mark or at - held.since > WHOLE:
            _end(int(rows[0][0]), at)
            return None
        return _fresh(held, mark, at)


def held(*, access: str, at: datetime) -> Held | None:
    """What an access token stands for now, or None: over, ended, its session, post, account or system is."""
    rows = store.rows(f"{ROW}access = %s", (clients.digest(access),)) if access else []
    if not rows or (store.instant(rows[0][12]) or at) <= at:
        return None
    return _held(rows[0], at)


def left(*, signin: int, client: str, at: datetime) -> None:
    """The system signed its person out: what it held of this session is over."""
    store.execute("update accounts_grant set ended_at = %s where signin_id = %s and client_id = %s and ended_at is null", (at, signin, client))


def agreements(*, account: int, at: datetime) -> list[Agreement]:
    """The systems that somebody agreed to and that may still ask, a line each, the last one first."""
    found: dict[str, Agreement] = {}
    for client, title, scope, since in store.rows(STANDING, (account, at, at - WHOLE, at - CODE_LASTS)):
        before = found.get(client)
        said = tuple(dict.fromkeys((*(before.scope if before else ()), *scope.split())))
        found[client] = Agreement(client, title, said, before.since if before else store.instant(since) or at)
    return list(found.values())


def taken_back(*, actor: Actor, client: str, at: datetime) -> int:
    """All that this account agreed to for a system is over at once, wherever it was; how many. On the record when there was any."""
    with store.atomic():
        ledger.lock_chain(f"account:{actor.account}")
        sql = "update accounts_grant set ended_at = %s where account_id = %s and client_id = %s and ended_at is null"
        count = store.execute(sql, (at, actor.account, client))
        if count:
            ledger.append(subject=f"account:{actor.account}", act=TAKEN_BACK, actor=actor, at=at, facts={"client": client})
    return count


def sweep(*, at: datetime) -> int:
    """Forgets grants that can give nothing any more; how many. That somebody signed in there is on the record."""
    return store.execute("delete from accounts_grant where since < %s", (at - WHOLE - ACCESS_LASTS,))


def _held(row: tuple[object, ...], at: datetime) -> Held | None:
    id_, client, signin, account, tenure, mandate, _, scope, nonce, _, since, _, until, _ = row
    if clients.client(str(client)) is None or not devices.stands(int(str(signin)), at):
        return None
    actor = identity.actor(account=int(str(account)), tenure=int(str(tenure)), mandate=int(str(mandate)), on=clock.day(at))
    if actor is None:
        return None
    return Held(int(str(id_)), str(client), actor, tuple(str(scope).split()), str(nonce), store.instant(since) or at, store.instant(until))


def _fresh(held: Held, before: str, at: datetime) -> Tokens:
    access, refresh = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    store.execute(TOKENS, (clients.digest(access), at + ACCESS_LASTS, clients.digest(refresh), before, at, held.id))
    return Tokens(held, access, refresh)


def _end(id_: int, at: datetime) -> None:
    store.execute("update accounts_grant set ended_at = %s where id = %s", (at, id_))


def _proves(verifier: str, challenge: str) -> bool:
    """RFC 7636 4.6, S256 alone."""
    made = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("utf-8", "replace")).digest()).decode().rstrip("=")
    return 43 <= len(verifier) <= 128 and hmac.compare_digest(made, challenge)
