"""Keys are changed while the city runs: what they signed before is still good, for a while or for ever; whoever signs with an ended one is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.journeys import small
from yiwang.city import keys
from yiwang.city.operating import rotating
from yiwang.city.words import Trouble
from yiwang.engines.ledger import api as ledger
from yiwang.engines.ledger.rooms import handing, heads
from yiwang.engines.ledger.types import FaultKind, SignedHead
from yiwang.engines.store import api as store
from yiwang.engines.trust import api as trust
from yiwang.engines.trust.rooms import signing
from yiwang.kernel.actors import READER
from yiwang.kernel.acts import Act, Kind

SAID = Act("trial.said", Kind.CHANGED, "说了话")


@pytest.fixture
def record(db: Any, settings: Any, tmp_path: Path, at: datetime) -> Callable[[int], None]:
    """`record(3)` writes three entries and seals them. The keys and what is published are the test's own."""
    settings.DATA = tmp_path

    def write(count: int) -> None:
        for _ in range(count):
            with store.atomic():
                ledger.append(subject="trial:1", act=SAID, actor=READER, at=at)
        while ledger.seal(at=at):
            pass

    write(3)
    assert ledger.sign_head(at=at, now=True, stamper=trust.stamper()) is not None
    return write


def private(data: Path) -> Ed25519PrivateKey:
    """The key that signs now, as a thief takes it."""
    found = serialization.load_pem_private_key((data / "keys" / "signing.pem").read_bytes(), None)
    assert isinstance(found, Ed25519PrivateKey)
    return found


def forged(key: Ed25519PrivateKey, size: int, at: datetime) -> None:
    """A head that whoever owns the database puts in, and publishes."""
    bare = SignedHead(size, ledger.root(size), at, "sha256", signing.named(key.public_key()), b"")
    store.execute(heads.HEAD, (size, bare.root, at, "sha256", bare.signer, key.sign(bare.message())))


def faults() -> list[str]:
    return [fault.text for fault in ledger.verify(stamper=trust.stamper()).faults if fault.kind is FaultKind.HEAD]


def test_new_heads_by_the_new_key_old_ones_verify_and_the_record_says_so(record: Callable[[int], None], at: datetime, settings: Any) -> None:
    before, stolen = trust.stamper().signer(), (settings.DATA / "keys" / "signing.pem").read_bytes()
    record(2)
    rotating.heads(at + timedelta(hours=1))
    after = trust.stamper().signer()
    entry, = [one for one in ledger.feed(after=0) if one.act == "ledger.key_rotated"]
    assert (entry.facts["old"], entry.facts["new"], entry.actor) == (before, after, {"system": "operator"}) and before != after
    assert [(head.size, head.signer) for head in ledger.heads()] == [(3, before), (5, before), (6, after)], "the old key signs all there is, once more"
    record(1)
    assert ledger.sign_head(at=at + timedelta(hours=2), now=True, stamper=trust.stamper()) is not None
    assert ledger.verify(stamper=trust.stamper()).ok
    assert all(stolen not in file.read_bytes() for file in (settings.DATA / "keys").iterdir())
    published = {file.name for file in next((settings.DATA / "published").iterdir()).glob("*.pem")}
    assert published == {f"{name.replace(':', '-')}.pem" for name in (before, after)}


def test_the_command_changes_both_or_the_one_that_is_named(record: Callable[[int], None], settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.SECRET_KEY = first = keys.secret_key(settings.DATA)
    signer = trust.stamper().signer()
    assert rotating.run([]) == 0 and (keys.secret_key(settings.DATA), trust.stamper().signer()) == (first, signer)
    assert rotating.run(["rotate", "sessions"]) == 0 and keys.secret_key(settings.DATA) != first and trust.stamper().signer() == signer
    second = keys.secret_key(settings.DATA)
    assert rotating.run(["rotate"]) == 0 and keys.secret_key(settings.DATA) != second and trust.stamper().signer() != signer
    said = capsys.readouterr().out
    assert f"停用　签封　{signer}" in said and f"在用　签封　{trust.stamper().signer()}" in said and first not in said
    with pytest.raises(Trouble, match="没有“all”"):
        rotating.run(["rotate", "all"])


def test_three_keys_one_after_the_other(record: Callable[[int], None], at: datetime) -> None:
    for hour in (1, 2):
        rotating.heads(at + timedelta(hours=hour))
        record(1)
        ledger.sign_head(at=at + timedelta(hours=hour, minutes=1), now=True, stamper=trust.stamper())
    assert ledger.verify(stamper=trust.stamper()).ok and len({head.signer for head in ledger.heads()}) == 3


@pytest.mark.parametrize("later", [timedelta(hours=5), timedelta(minutes=-30)], ids=["dated after", "dated back"])
def test_a_head_by_the_ended_key_is_named(record: Callable[[int], None], at: datetime, settings: Any, later: timedelta) -> None:
    thief = private(settings.DATA)
    rotating.heads(at + timedelta(hours=1))
    record(3)
    assert not faults()
    forged(thief, 9 - 2, at + timedelta(hours=1) + later)
    said, = faults()
    assert "已停用的密钥" in said and signing.named(thief.public_key()) in said and "覆盖 7 个序号" in said and "11-20 11:00" in said


def test_a_head_over_what_was_before_but_dated_after_is_named(record: Callable[[int], None], at: datetime, settings: Any) -> None:
    thief = private(settings.DATA)
    record(2)
    rotating.heads(at + timedelta(hours=1))
    forged(thief, 4, at + timedelta(hours=3))
    assert any("已停用的密钥" in said and "覆盖 4 个序号" in said for said in faults())


def test_a_key_that_the_record_never_began_is_named(record: Callable[[int], None], at: datetime, settings: Any) -> None:
    """Somebody with the data folder changes the key by hand: it would verify, but the record does not say so."""
    rotating.heads(at + timedelta(hours=1))
    trust.stamper().hand_over(at + timedelta(hours=2))
    trust.stamper().settled()
    record(1)
    ledger.sign_head(at=at + timedelta(hours=3), now=True, stamper=trust.stamper())
    assert ["记录里没有启用它的一条" in said for said in faults()] == [True]


def test_a_change_that_the_old_key_did_not_sign_is_named(record: Callable[[int], None], at: datetime) -> None:
    given = trust.stamper().hand_over(at)
    facts = {"old": given.old, "new": given.new, "pem": given.pem, "at": given.at.isoformat(), "signature": "00" * 64}
    with store.atomic():
        ledger.append(subject=handing.SUBJECT, act=ledger.ROTATED, actor=READER, at=at, facts=facts)
    assert any("不是原密钥" in said for said in faults())


@pytest.mark.parametrize("where", ["append", "_signed"])
def test_killed_in_between_it_is_finished_and_no_key_changes_again(record: Callable[[int], None], at: datetime, where: str,
                                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    before, real, calls = trust.stamper().signer(), getattr(handing, where), [0]

    def killed(*words: Any, **more: Any) -> Any:
        calls[0] += 1
        if calls[0] == (1 if where == "append" else 2):
            raise KeyboardInterrupt
        return real(*words, **more)

    monkeypatch.setattr(handing, where, killed)
    with pytest.raises(KeyboardInterrupt):
        rotating.heads(at + timedelta(hours=1))
    between = trust.stamper().signer()
    rotating.heads(at + timedelta(hours=2))
    assert trust.stamper().signer() == between != before
    entries = [one for one in ledger.feed(after=0) if one.act == "ledger.key_rotated"]
    assert [(one.facts["old"], one.facts["new"]) for one in entries] == [(before, between)] and ledger.verify(stamper=trust.stamper()).ok
    rotating.heads(at + timedelta(hours=3))
    assert trust.stamper().signer() != between, "what was finished is over: the next change is a new one"


def test_killed_before_the_key_changed_nothing_has_happened(record: Callable[[int], None], at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    real = signing.files.replace

    def killed(place: Path, content: bytes) -> None:
        if place.name == "signing.pem":
            raise KeyboardInterrupt
        real(place, content)

    before = trust.stamper().signer()
    with monkeypatch.context() as patch:
        patch.setattr(signing.files, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            rotating.heads(at + timedelta(hours=1))
    assert trust.stamper().signer() == before and trust.stamper().handed_over() is None
    rotating.heads(at + timedelta(hours=1))
    assert ledger.verify(stamper=trust.stamper()).ok and len([one for one in ledger.feed(after=0) if one.act == "ledger.key_rotated"]) == 1


def test_links_made_before_are_read_for_ninety_days(settings: Any, tmp_path: Path, at: datetime) -> None:
    settings.DATA = tmp_path
    first, code, sealed = trust.token(purpose="p", value="7", at=at), trust.query_code("XK1"), trust.seal(b"x", purpose="p")
    trust.rotate_tokens(at)
    second = trust.token(purpose="p", value="7", at=at)
    trust.rotate_tokens(at + timedelta(days=60))
    third = trust.token(purpose="p", value="7", at=at + timedelta(days=60))
    assert len({first, second, third}) == 3
    for token, until in ((first, 90), (second, 150)):
        assert trust.read_token(purpose="p", token=token, at=at + timedelta(days=until, seconds=-1)) == "7"
        with pytest.raises(trust.Unreadable):
            trust.read_token(purpose="p", token=token, at=at + timedelta(days=until))
    assert trust.read_token(purpose="p", token=third, at=at + timedelta(days=999)) == "7"
    assert trust.is_query_code("XK1", code) and trust.unseal(sealed, purpose="p") == b"x", "what is on paper and at rest is not touched"
    assert (tmp_path / "keys" / "tokens").stat().st_mode & 0o777 == 0o600
    trust.rotate_tokens(at + timedelta(days=200))
    assert len(json.loads((tmp_path / "keys" / "tokens").read_text())) == 2, "what nobody may read any more is gone"


@pytest.mark.slow(reason="a small city is founded")
def test_who_is_signed_in_stays_so_and_the_running_city_takes_the_new_secret(
        town: small.Clock, person: Callable[[str], small.Person], settings: Any, tmp_path: Path) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = keys.secret_key(tmp_path), []
    citizen, old = person("citizen"), settings.SECRET_KEY
    assert citizen.get("/my/").status_code == 200
    rotating.sessions(settings.CLOCK.now())
    assert citizen.get("/my/").status_code == 200 and settings.SECRET_KEY == keys.secret_key(tmp_path) != old
    assert settings.SECRET_KEY_FALLBACKS == [old] == keys.ended_keys(tmp_path, settings.CLOCK.now() + timedelta(days=13))
    assert keys.ended_keys(tmp_path, settings.CLOCK.now() + timedelta(days=14)) == []
    settings.SECRET_KEY_FALLBACKS = []
    assert citizen.get("/my/").status_code == 302, "without the old secret the old session is nothing"
    assert person("citizen").get("/my/").status_code == 200
    entry, = [one for one in ledger.journal(subjects=["keys:"]) if one.act == "city.secret_rotated"]
    assert entry.actor == {"system": "operator"} and old not in json.dumps(dict(entry.facts))
    assert all(file.stat().st_mode & 0o077 == 0 for file in (tmp_path / "keys").glob("secret*"))


def test_a_secret_given_as_a_setting_is_changed_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, at: datetime) -> None:
    monkeypatch.setenv("YIWANG_SECRET", "x" * 50)
    with pytest.raises(Trouble, match="YIWANG_SECRET_BEFORE"):
        keys.rotate_secret(tmp_path, at)
