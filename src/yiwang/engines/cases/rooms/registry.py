"""Which procedures and commands the city has. Cards fill it at start; nothing is imported to find it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache

from yiwang.engines.cases.steps import Begin
from yiwang.engines.cases.types import Command, Item, Procedure, Referral, Role
from yiwang.engines.cases.views import Told
from yiwang.engines.forms.types import Clean
from yiwang.engines.store import api as store
from yiwang.kernel.actors import Zone
from yiwang.kernel.errors import Declined

Items = Callable[[str, int], Item]
Accept = Callable[[Told, Clean, datetime], Begin]  # what the receiving side begins, from what it is told and what was written
NO_ITEM = Item("", 0, "", "")
_procedures: dict[tuple[str, int], Procedure] = {}
_commands: dict[str, Command] = {}
_items: dict[str, Items] = {}
_titles: dict[str, str] = {}  # of roles that no procedure names
_zones: dict[str, Zone] = {}
_referrals: dict[tuple[str, str], Referral] = {}
_accepts: dict[str, Accept] = {}


def register(*, procedures: Iterable[Procedure] = (), commands: Iterable[Command] = (), items: Items | None = None, zone: Zone = Zone.EXTRANET,
             roles: Iterable[Role] = ()) -> None:
    """Takes over a card's procedures and commands. `items` gives an item by code and version, for procedures that have items.

    Raises Declined when two different procedures claim one code and version.
    """
    _titles.update({role.code: role.title for role in roles})
    for procedure in procedures:
        place = (procedure.code, procedure.version)
        if _procedures.setdefault(place, procedure) is not procedure:
            raise Declined(f"{procedure.code} v{procedure.version} is registered twice")
        _zones[procedure.code] = zone
        if items is not None:
            _items[procedure.code] = items
    for command in commands:
        if _commands.setdefault(command.code, command) is not command:
            raise Declined(f"command {command.code} is registered twice")


def procedure(code: str, version: int) -> Procedure:
    """The pinned version. Raises Declined when the code lacks it."""
    try:
        return _procedures[code, version]
    except KeyError:
        raise Declined(f"no procedure {code} v{version}") from None


def current(code: str, on: date) -> Procedure:
    """The newest version in force on a day."""
    found = [p for (c, _), p in _procedures.items() if c == code and p.valid_from <= on]
    if not found:
        raise Declined(f"no procedure {code} in force on {on}")
    return max(found, key=lambda p: (p.valid_from, p.version))


def register_referrals(*, refers: Iterable[Referral] = (), accepts: Mapping[str, Accept] | None = None) -> None:
    """Who passes on what, and how the receiving side begins its own case of it."""
    for referral in refers:
        for code in referral.procedures:
            _referrals[code, referral.to] = referral
    _accepts.update(accepts or {})


def referral(procedure_code: str, to: str) -> Referral | None:
    """The referral from a procedure to another, when one side sends and the other accepts."""
    return _referrals.get((procedure_code, to)) if to in _accepts else None


def referrals(procedure_code: str) -> tuple[Referral, ...]:
    return tuple(r for (code, to), r in sorted(_referrals.items(), key=lambda i: i[0]) if code == procedure_code and to in _accepts)


def accepts(to: str) -> bool:
    """Whether some card lets matters be passed on to this procedure of its own."""
    return to in _accepts


def acceptance(to: str) -> Accept:
    return _accepts[to]


def lacking() -> list[tuple[str, int]]:
    """Procedure versions that open cases were begun under and this code does not have: a city must not start with them."""
    found = store.rows("select distinct procedure, version from cases_case where closed_at is null")
    return sorted((code, version) for code, version in found if (code, version) not in _procedures)


def procedures() -> tuple[Procedure, ...]:
    return tuple(_procedures[k] for k in sorted(_procedures))


def command(code: str) -> Command:
    return _commands[code]


def commands() -> tuple[Command, ...]:
    return tuple(_commands[k] for k in sorted(_commands))


def roles() -> dict[str, str]:
    """Every role that a card, a procedure or a command names: its code and its title (the code again, where only a command asks)."""
    found = {r.code: r.title for p in procedures() for r in p.roles.values() if "." in r.code}
    return {c.by: c.by for c in commands() if "." in c.by} | {code: title for code, title in _titles.items() if "." in code} | found


def zone(code: str) -> Zone:
    return _zones[code]


@lru_cache(maxsize=4096)
def item(procedure_code: str, code: str, version: int) -> Item:
    """The pinned version of an item: versions never change, so a process asks once."""
    return _items[procedure_code](code, version) if code else NO_ITEM
