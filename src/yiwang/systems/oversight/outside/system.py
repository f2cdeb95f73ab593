"""The card of outside."""

from __future__ import annotations

from yiwang.systems.oversight.outside import contract, days, filed, forms, items, procedures, screens
from yiwang.web.card import Daily, Entry, System

SYSTEM = System(
    code="oversight.outside", title="外部系统", law=(procedures.LAW,), procedures=(procedures.OUTSIDE,), forms=forms.ALL, roles=(procedures.KEEPER,),
    registers=(items.ITEMS,), commands=items.COMMANDS, items=items.item, signed=contract.OPERATIONS, routes=screens.ROUTES,
    daily=(Daily("oversight.outside.days", days.look),), menu=(Entry("外部系统", screens.HERE, "inbox", to=procedures.KEEPER.code, order=62),),
    tools={"outside": filed.outside},
)
