"""Sessions as Django keeps them, by the city's clock, read by one prepared statement: it is asked at every request."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError

from yiwang.engines.store import api as store

READ = "select session_data from django_session where session_key = %s and expire_date > %s"


class SessionStore(db.SessionStore):
    """Reads by a prepared statement, and ends by the city's clock; everything else is Django's."""

    @classmethod
    def get_model_class(cls) -> Any:
        return db.SessionStore.get_model_class()

    def get_expiry_date(self, **given: Any) -> datetime:
        return super().get_expiry_date(**{"modification": settings.CLOCK.now(), **given})

    def _get_session_from_db(self) -> Any:
        found = store.rows(READ, (self.session_key, settings.CLOCK.now()))
        if found:
            return SimpleNamespace(session_data=found[0][0])
        self._session_key = None
        return None

    def save(self, must_create: bool = False) -> None:
        """What somebody ended while its request was on the way is not written again, and that request is answered as it went: the next one signs in."""
        with suppress(UpdateError):
            super().save(must_create)
