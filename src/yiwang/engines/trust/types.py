"""What trust hands out and refuses with."""

from __future__ import annotations

from dataclasses import dataclass

from yiwang.kernel.errors import Declined, Refused


class Unreadable(Refused):
    """A token or sealed text that was not made here, was changed, or whose time is over."""


class Exposed(Declined):
    """A key file that others can read: the city does not start with it."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that signs or once signed heads: what an outsider needs to verify them."""

    signer: str
    pem: str
    retired: bool
