"""Sessions as Django keeps them, read by one prepared statement: it is asked at every request."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from yiwang.engines.store import api as store

READ = "select session_data from django_session where session_key = %s and expire_date > %s"


class SessionStore(db.SessionStore):
    """Reads by a prepared statement; everything else is Django's."""

    @classmethod
    def get_model_class(cls) -> Any:
        return db.SessionStore.get_model_class()

    def _get_session_from_db(self) -> Any:
        found = store.rows(READ, (self.session_key, timezone.now()))  # noqa: TID251 the end was written by that clock
        if found:
            return SimpleNamespace(session_data=found[0][0])
        self._session_key = None
        return None
