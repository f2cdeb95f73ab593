"""Units out of a sheet: set up after those above them, or given other names; what a single command does not move stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Loaded
from yiwang.engines.identity.views import ListedUnit
from yiwang.kernel.reasons import Reason
from yiwang.systems.ground.directory import establishment
from yiwang.systems.ground.directory.establishment import GOVERNMENT, UNITS
from yiwang.systems.ground.directory.lines import Change, Load, Stopped

PLAIN = ("name", "short", "phone", "word")
FIXED = {"kind": "类型", "above": "所属单位", "line": "上级主管单位", "division": "区划代码"}


@dataclass
class Units:
    """The lines of the sheet of units."""

    load: Load
    records: Mapping[str, Loaded]
    found: dict[str, Change] = field(default_factory=dict)

    def done(self) -> list[Change]:
        for code in self.records:
            self.unit(code, ())
        return [self.found[code] for code in self.records]

    def unit(self, code: str, way: tuple[str, ...]) -> None:
        """A unit after those above it, which the same sheet may set up."""
        answers = self.records[code].answers
        for place in ("above", "line"):
            above = str(answers.answers.get(place) or "") if answers else ""
            if above in (*way, code) and above not in self.load.now.units:
                self.circle(code, place, (*way, code, above))
            elif above in self.records and above not in self.load.now.units and above not in self.found:
                self.unit(above, (*way, code))
        if code not in self.found:
            self.found[code] = self.load.line(UNITS, self.records[code], self.one)

    def circle(self, code: str, place: str, way: tuple[str, ...]) -> None:
        """Units that would stand above each other: none of them can be the first."""
        text = f"上下级绕成了圈：{' → '.join(way[way.index(way[-1]):])}。请改其中一个的上级。"
        self.found[code] = Change(code, faults=(forms.at_cell(form=UNITS, record=self.records[code], reason=Reason("unit-circle", text, field=place)),))

    def one(self, wanted: Mapping[str, Any]) -> Change:
        held = self.load.now.units.get(wanted["code"])
        lines = forms.differences(form=UNITS, before=establishment.unit_answers(held) if held else None, after=wanted)
        if held is None:
            made = self.set_up(wanted)
        elif lines:
            self.may_change(wanted, establishment.unit_answers(held))
            plain = {name: str(wanted.get(name) or "") for name in PLAIN}
            self.load.run("directory.change_unit", f"unit:{held.id}", **plain)
            made = replace(held, **plain)
        else:
            return Change(held.name)
        self.load.now.units[made.code] = made
        return Change(made.name, held is None, lines)

    def set_up(self, wanted: Mapping[str, Any]) -> ListedUnit:
        if wanted["kind"] == GOVERNMENT:
            raise Stopped(Reason("unit-government", "政府在建城时设立，不能从表里加。", field="kind"))
        above = self.load.now.units.get(str(wanted.get("above") or ""))
        if above is None:
            raise Stopped(Reason("unit-above", "没有这个代码的单位，或者它那一行不能载入。请填现有单位的代码，或者先改好那一行。", field="above"))
        told = {f.code: str(wanted.get(f.code) or "") for f in UNITS.fields}
        made = self.load.run("directory.set_up_unit", f"unit:{above.id}", **{k: v for k, v in told.items() if k != "above"})
        return ListedUnit(int(made["unit_made"]), **told)

    def may_change(self, wanted: Mapping[str, Any], held: Mapping[str, Any]) -> None:
        moved = [name for name in FIXED if str(wanted.get(name) or "") != held[name]]
        if moved:
            says = "{}不能在表里改，现在是“{}”。要改的，设立新单位，再把原单位并入。"
            raise Stopped(*(Reason("unit-fixed", says.format(FIXED[name], _said(name, held[name])), field=name) for name in moved))


def _said(name: str, value: str) -> str:
    return forms.said(UNITS.field(name), value) if value else "空"
