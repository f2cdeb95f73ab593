"""What identity needs from above, plugged in by the city."""

from __future__ import annotations

from yiwang.engines.identity.types import Courier, Sealer
from yiwang.kernel.errors import Declined


class _Plugged:
    sealer: Sealer | None = None
    courier: Courier | None = None


def plug(*, sealer: Sealer, courier: Courier | None = None) -> None:
    """Takes what keeps secrets at rest, and what brings codes to phones."""
    _Plugged.sealer, _Plugged.courier = sealer, courier


def sealer() -> Sealer:
    """Raises Declined when the city plugged in none."""
    if _Plugged.sealer is None:
        raise Declined("no Sealer is plugged into identity")
    return _Plugged.sealer


def courier() -> Courier | None:
    """None where no code goes to a phone."""
    return _Plugged.courier
