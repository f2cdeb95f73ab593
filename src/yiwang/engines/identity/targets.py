"""The models of identity that another engine's tables may point at: always with `related_name="+"` and PROTECT."""

from yiwang.engines.identity.models import Account, Firm, Person, Unit

__all__ = ["Account", "Firm", "Person", "Unit"]
