"""Passkeys (WebAuthn): a key on one's own phone or computer signs in, unlocked by finger, face or PIN. What is asked carries its own proof of age, so that
nobody who only looks at the log-in leaves anything behind; what was answered serves once."""

from __future__ import annotations

import ipaddress
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Actor
from yiwang.kernel.acts import Act, Kind
from yiwang.kernel.errors import Invalid, NotFound, Refused
from yiwang.kernel.reasons import Reason
from yiwang.web.components.pages import KeyQuestion

MOST, LASTS = 10, 300  # keys of an account; seconds that an answer may take
SURE = UserVerificationRequirement.REQUIRED
ADDED = Act("identity.passkey_added", Kind.CHANGED, "{actor} 添加了通行密钥")
ENDED = Act("identity.passkey_ended", Kind.CHANGED, "{actor} 删除了通行密钥")
OWN = "select id, name, since, used_at from accounts_passkey where account_id = %s order by id desc"
HELD = "select id, account_id, public, count from accounts_passkey where credential = %s"
INSERT = "insert into accounts_passkey (id, account_id, name, credential, public, count, since) values (%s, %s, %s, %s, %s, %s, %s)"
NOT_IT = Reason("passkey-not-it", "没有核对上。请再试一次；还不行的，用密码登录。")
BROKEN = (ValueError, TypeError, KeyError, AttributeError, IndexError, signing.BadSignature)  # what a hostile answer makes of the library


@dataclass(frozen=True, slots=True)
class Passkey:
    """A key as its person sees it."""

    id: int
    name: str
    since: datetime
    used_at: datetime | None


def place(request: Any) -> str:
    """The origin keys are made for: the city's own address, or `localhost` where somebody tries it. Empty where browsers know no keys: at a bare number."""
    own = urlsplit(settings.ADDRESS)
    if own.scheme == "https" and not _number(own.hostname or ""):
        return f"{own.scheme}://{own.netloc}"
    host = str(request.get_host())
    return f"http://{host}" if host.partition(":")[0] == "localhost" else ""


def own(*, account: int) -> list[Passkey]:
    """An account's keys, newest first."""
    found = []
    for id_, name, since, used in store.rows(OWN, (account,)):
        began = store.instant(since)
        assert began is not None
        found.append(Passkey(int(id_), name, began, store.instant(used)))
    return found


def asked_to_make(*, origin: str, account: int, username: str) -> KeyQuestion:
    """For a new key of an account; a device that has one already is passed over."""
    held = [PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=bytes.fromhex(c))
            for (c,) in store.rows("select credential from accounts_passkey where account_id = %s", (account,))]
    handle = salted_hmac("yiwang.passkey", str(account), algorithm="sha256").digest()
    user = PublicKeyCredentialUserEntity(id=handle, name=username, display_name=username)
    options, state = _server(origin).register_begin(user, held, ResidentKeyRequirement.REQUIRED, SURE)
    return KeyQuestion(json.dumps(dict(options)["publicKey"]), signing.dumps(state, salt=f"passkey:{account}"))


def made(*, actor: Actor, origin: str, name: str, password: str, answer: str, state: str, at: datetime) -> None:
    """Keeps a new key, for whoever knows the password too. Raises Invalid at `name`, `password`; Refused."""
    name = " ".join(name.split())
    if not 0 < len(name) <= 40 or not name.isprintable():
        raise Invalid(Reason("passkey-name", "写给自己看的名称，40 字以内，例如“我的手机”。", field="name"))
    if not identity.password_is(account=actor.account, password=password):
        raise Invalid(Reason("password-wrong", "现在的密码不对。", field="password"))
    if not origin:
        raise Refused(NOT_IT)
    try:
        asked = signing.loads(state, salt=f"passkey:{actor.account}", max_age=LASTS)
        data = _server(origin).register_complete(asked, json.loads(answer))
        key = data.credential_data
        assert key is not None
    except BROKEN:
        raise Refused(NOT_IT) from None
    with store.atomic():
        ledger.lock_chain(f"account:{actor.account}")
        if store.rows("select 1 from accounts_passkey where credential = %s", (key.credential_id.hex(),)):
            raise Refused(Reason("passkey-known", "这个通行密钥已经添加过。"))
        if len(own(account=actor.account)) >= MOST:
            raise Refused(Reason("passkeys-too-many", f"最多 {MOST} 个通行密钥。请先删除不用的。"))
        id_ = store.take()
        store.execute(INSERT, (id_, actor.account, name, key.credential_id.hex(), bytes(key).hex(), data.counter, at))
        ledger.append(subject=f"account:{actor.account}", act=ADDED, actor=actor, at=at, facts={"passkey": id_})


def ended(*, actor: Actor, passkey: int, at: datetime) -> None:
    """Does not sign in any more. Raises NotFound for another's, and for one that is gone."""
    with store.atomic():
        ledger.lock_chain(f"account:{actor.account}")
        if not store.execute("delete from accounts_passkey where id = %s and account_id = %s", (passkey, actor.account)):
            raise NotFound(str(passkey))
        ledger.append(subject=f"account:{actor.account}", act=ENDED, actor=actor, at=at, facts={"passkey": passkey})


def asked_who(*, origin: str) -> KeyQuestion:
    """For signing in, whoever it is: the device knows the account."""
    options, state = _server(origin).authenticate_begin(user_verification=SURE)
    return KeyQuestion(json.dumps(dict(options)["publicKey"]), signing.dumps(state, salt="passkey"))


def signed_in(*, origin: str, answer: str, state: str, address: str, here: bool, at: datetime) -> identity.Signing:
    """Who answered, or why not. A key whose count went back was copied, and is refused."""
    try:
        asked = signing.loads(state, salt="passkey", max_age=LASTS)
        said = AuthenticationResponse.from_dict(json.loads(answer))
        ((id_, account, public, count),) = store.rows(HELD, (said.raw_id.hex(),))
        _server(origin).authenticate_complete(asked, [AttestedCredentialData(bytes.fromhex(public))], said)
        now = said.response.authenticator_data.counter
    except BROKEN:
        return identity.Signing(refused=NOT_IT.text)
    if now <= int(count) and (now or count):
        return identity.Signing(refused="这个通行密钥像是被复制过，不能用了。请用密码登录后删除它。")
    found = identity.signed_in_surely(account=int(account), by="passkey", key=f"passkey:{asked['challenge']}"[:64], address=address, here=here, at=at)
    if found.account:
        store.execute("update accounts_passkey set count = %s, used_at = %s where id = %s", (now, at, id_))
    return found


def _server(origin: str) -> Fido2Server:
    host = urlsplit(origin).hostname or ""
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name="一网"), verify_origin=lambda said: said == origin)


def _number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
