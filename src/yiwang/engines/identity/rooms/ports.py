"""What identity needs from above, plugged in by the city."""

from __future__ import annotations

from yiwang.engines.identity.types import Sealer
from yiwang.kernel.errors import Declined

_plugged: dict[str, Sealer] = {}


def plug(*, sealer: Sealer) -> None:
    """Takes what keeps secrets at rest."""
    _plugged["sealer"] = sealer


def sealer() -> Sealer:
    """Raises Declined when the city plugged in none."""
    if "sealer" not in _plugged:
        raise Declined("no Sealer is plugged into identity")
    return _plugged["sealer"]
