"""A connection whose other end may die or fall silent: it is taken anew before it is used, and nobody waits on it for ever.

`OPTIONS["patience"]`: seconds the server may take over one statement; 0 is without limit. A commit that waits for its standby is not a statement to the
server, and a dead line answers nothing at all: five seconds later this end hangs up by itself. What was asked is then done or not, nobody here knows.
It never sends a cancel: a cancelled wait for the standby would be told as a commit.
"""

from __future__ import annotations

import select
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg import errors

GRACE = 5.0  # seconds this end waits longer than the server should take
ROUND = 0.1  # seconds between two looks at the clock


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[misc]  # Django has no types
    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        params.pop("patience", None)
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        raw = super().get_new_connection(conn_params)
        if patience := float(self.settings_dict["OPTIONS"].get("patience", 0)):
            _limit(raw, patience + GRACE)
        return raw

    def close_if_unusable_or_obsolete(self) -> None:
        """Django asks this before and after every request, the loops before every turn."""
        if self.connection is not None and not self.in_atomic_block and hung_up(self.connection):
            self.close()
        super().close_if_unusable_or_obsolete()


def hung_up(raw: Any) -> bool:
    """Whether the other end has said something unasked: that it ends. Looks at the socket, sends nothing."""
    if raw.closed:
        return True
    look = select.poll()
    look.register(raw.fileno(), select.POLLIN)
    return bool(look.poll(0))


def _limit(raw: Any, seconds: float) -> None:
    wait = raw.wait

    def limited(gen: Any, interval: float = ROUND, timeout: float | None = None) -> Any:
        try:
            return wait(gen, interval, seconds if timeout is None else timeout)
        except errors._WaitTimeout:
            raw.pgconn.finish()
            raise psycopg.OperationalError(f"no answer from the database for {seconds:.0f} s") from None

    raw.wait = limited
