"""Rights remembered by a process with several threads: what one read before a revocation is not remembered after it."""

from __future__ import annotations

import pytest

from yiwang.engines.cases.tests.trial import MONDAY, City
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.rooms import rights as room
from yiwang.engines.store import api as store


def test_rights_read_before_a_revocation_are_not_kept_after_it(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    before = identity.epoch()
    identity.forget()
    real = room._of_tenure

    def read_slowly(actor: object) -> object:
        """Between the reading and the remembering, the tenure ends and another thread comes by with the new epoch."""
        found = real(actor)  # type: ignore[arg-type]
        monkeypatch.setattr(room, "_of_tenure", real)
        store.execute("update identity_tenure set until = %s where id = %s", (MONDAY.date().replace(day=1), city.clerk.tenure))
        identity.moved()
        identity.rights(city.chief, epoch_now=identity.epoch())
        return found

    monkeypatch.setattr(room, "_of_tenure", read_slowly)
    assert identity.rights(city.clerk, epoch_now=before).hold("trial.window", MONDAY.date())  # as it was when that request began
    assert not identity.rights(city.clerk, epoch_now=identity.epoch()).hold("trial.window", MONDAY.date())
