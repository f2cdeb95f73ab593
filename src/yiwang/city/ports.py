"""What lower engines need from higher ones, plugged in here: divisions for forms, the signing key and the cases' heads for the record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings

from yiwang.city.operating import disk, scanner
from yiwang.engines.calendar import api as calendar
from yiwang.engines.cases import api as cases
from yiwang.engines.files import api as files
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Box
from yiwang.engines.identity import api as identity
from yiwang.engines.ledger import api as ledger
from yiwang.engines.notify import api as notify
from yiwang.engines.store import api as store
from yiwang.engines.trust import api as trust
from yiwang.web.components import districts


class Divisions:
    """Counties, townships and villages as the units of identity have them."""

    def below(self, *, code: str, on: date) -> Sequence[tuple[str, str]]:
        return identity.divisions_below(code)


class Firms:
    """The firms that identity has."""

    def named(self, code: str) -> str | None:
        return identity.firm_named(code=code)


class Sealer:
    """Second factors' secrets under a key of the data folder."""

    def seal(self, text: bytes) -> str:
        return trust.seal(text, purpose="identity.factor")

    def unseal(self, sealed: str) -> bytes:
        return trust.unseal(sealed, purpose="identity.factor")


class Courier:
    """One-time codes through the outbox of short messages."""

    def ready(self) -> bool:
        return not notify.sms_missing()

    def bring(self, *, phone: str, code: str, key: str, at: datetime, until: datetime) -> None:
        notify.post_code(phone=phone, code=code, minutes=(until - at).seconds // 60, at=at, until=until, key=key)


def plug() -> None:
    """Everything that is plugged in: the list of ports is part of the map."""
    forms.plug(divisions=Divisions(), firms=Firms(), extent=Box(*districts.reach(), certain=True))
    identity.plug(sealer=Sealer(), courier=Courier())
    ledger.plug(stamper=trust.stamper())
    ledger.plug_chains(heads=cases.chain_heads, named=cases.chain_named)
    store.plug(disk.Disk((settings.DATA, settings.DATA / "files"), disk.marks(settings.DISK_MARKS)))
    files.plug(scanner=scanner.Clamd(settings.CLAMD) if settings.CLAMD else None, strict=settings.CLAMD_STRICT)
    calendar.adopt(settings.DATA / "calendar")
