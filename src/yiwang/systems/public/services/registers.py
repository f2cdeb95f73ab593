"""What services publishes: items, bundles, and the licences it grants."""

from __future__ import annotations

from yiwang.engines.registers.api import Register

ITEMS = Register("items", "政务服务事项", public=True)
BUNDLES = Register("bundles", "一件事", public=True)
CERTIFICATES = Register("certificates", "电子证照", personal=("holder",), public=True, holder="holder", inner=("item",),
                        words=(("holder", "持证人"), ("issuer", "发证机关"), ("case", "办件号"), ("valid", "有效期")))
ALL = (ITEMS, BUNDLES, CERTIFICATES)
