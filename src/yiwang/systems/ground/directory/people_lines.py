"""People and posts out of a sheet: log-ins opened, posts made, appointments begun and cut short; roles, by the security administrator alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Difference, Loaded
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.views import ListedPost, ListedTenure, ListedUnit
from yiwang.kernel import clock
from yiwang.kernel.reasons import Reason
from yiwang.systems.ground.directory import establishment
from yiwang.systems.ground.directory.establishment import PEOPLE
from yiwang.systems.ground.directory.lines import Change, Load, Stopped

GRANT, TAKE = "settings.grant_role", "settings.take_role"


@dataclass
class People:
    """The lines of the sheet of people."""

    load: Load
    records: Mapping[str, Loaded]
    names: dict[str, tuple[int, str]] = field(default_factory=dict)  # user name → the line that named it first, and whose it is there
    roles_of: dict[int, tuple[int, tuple[str, ...]]] = field(default_factory=dict)  # post → the line that named its roles first, and which

    def done(self) -> list[Change]:
        """First what ends, then what begins: a post is free for its next holder."""
        found = {r.key: self.person(r) for r in sorted(self.records.values(), key=lambda r: bool(r.answers and self.held(r.answers.answers) is None))}
        return [found[key] for key in self.records]

    def person(self, record: Loaded) -> Change:
        change = self.load.line(PEOPLE, record, lambda wanted: self.one(wanted, record.line))
        return self.with_roles(record, change) if record.answers and not change.faults else change

    def one(self, wanted: Mapping[str, Any], line: int) -> Change:
        first, name = self.names.setdefault(wanted["username"], (line, wanted["name"]))
        if name != wanted["name"]:
            raise Stopped(Reason("username-twice", f"这个用户名在第 {first} 行是“{name}”。一个用户名只能是一个人的。", field="username"))
        unit = self.load.now.units.get(wanted["unit"])
        if unit is None:
            raise Stopped(Reason("unit-unknown", "没有这个代码的单位。请核对，或者先在“机构”里设立。", field="unit"))
        before, post = self.held(wanted), self.load.now.posts.get((unit.code, wanted["title"]))
        after = {**wanted, "since": wanted.get("since") or (before.since if before else clock.day(self.load.at)).isoformat()}
        after["single"] = post.single if post and _yes(wanted.get("single")) is None else _yes(wanted.get("single"))
        after["roles"] = held_roles = establishment.said_roles(post.roles if post else ())
        opened = self.open(wanted, unit)
        if post is None:
            post = self.create(wanted, unit)
        elif after["single"] != post.single:
            raise Stopped(Reason("post-single", f"岗位“{post.title}”设的是“{'是' if post.single else '否'}”，不能在表里改。", field="single"))
        if before is None:
            self.appoint(after, post, opened)
        elif str(wanted.get("until") or "") != (before.until.isoformat() if before.until else ""):
            self.shorten(wanted, before)
        held = establishment.tenure_answers(before, post) if before else {"roles": held_roles}
        return Change(f"{wanted['name']}　{unit.short} · {post.title}", before is None, forms.differences(form=PEOPLE, before=held, after=after))

    def held(self, wanted: Mapping[str, Any]) -> ListedTenure | None:
        """The appointment a line is about: of the day it names, or the only one."""
        post = self.load.now.posts.get((wanted["unit"], wanted["title"]))
        mine = [t for t in self.load.now.tenures if post and t.post == post.id and t.username == wanted["username"]]
        since = wanted.get("since")
        return next((t for t in mine if not since or t.since.isoformat() == since), None)

    def open(self, wanted: Mapping[str, Any], unit: ListedUnit) -> int:
        """The person of a user name, whose log-in is opened when there is none."""
        username, name = wanted["username"], wanted["name"]
        known = self.load.now.people().get(username)
        if known is not None and known.name == name:
            return known.person
        if identity.person_named(username=username):
            if person := identity.person_named(username=username, name=name):
                return person
            raise Stopped(Reason("username-taken", "这个用户名已经是另一个人的，姓名对不上。请核对姓名，或者换一个用户名。", field="username"))
        return int(self.load.run("directory.open_account", f"unit:{unit.id}", username=username, name=name, phone="")["person"])

    def create(self, wanted: Mapping[str, Any], unit: ListedUnit) -> ListedPost:
        single = {True: "yes", False: "no", None: ""}[_yes(wanted.get("single"))]
        made = self.load.run("directory.create_post", f"unit:{unit.id}", title=wanted["title"], single=single)
        post = self.load.now.posts[unit.code, wanted["title"]] = ListedPost(int(made["post_made"]), unit.code, wanted["title"], single == "yes", ())
        return post

    def appoint(self, wanted: Mapping[str, Any], post: ListedPost, person: int) -> None:
        since, until = wanted["since"], str(wanted.get("until") or "")
        made = self.load.run("directory.appoint", f"post:{post.id}", username=wanted["username"], since=since, until=until)
        self.load.now.tenures.append(ListedTenure(int(made["tenure_made"]), person, wanted["username"], wanted["name"], post.id, date.fromisoformat(since),
                                             date.fromisoformat(until) if until else None))

    def shorten(self, wanted: Mapping[str, Any], before: ListedTenure) -> None:
        """Another last day, earlier than the one there is: from the next one on the rights are taken back."""
        last = date.fromisoformat(wanted["until"]) if wanted.get("until") else None
        if last is None or (before.until is not None and last > before.until):
            raise Stopped(Reason("tenure-longer", "任期不能在表里延长。请另加一行，从原任期的第二天起任命。", field="until"))
        tenure, out = str(before.id), (last + timedelta(days=1)).isoformat()
        try:
            self.load.run("directory.end_appointment", f"person:{before.person}", tenure, tenure=tenure, on=out, reason="载入表格，改任期")
        except Stopped as why:
            raise why.at("until", "on", "tenure") from None
        self.load.now.tenures[self.load.now.tenures.index(before)] = replace(before, until=last)

    # roles, the security administrator's

    def with_roles(self, record: Loaded, change: Change) -> Change:
        wanted = record.answers.answers if record.answers else {}
        post = self.load.now.posts[wanted["unit"], wanted["title"]]
        done_ = self.load.line(PEOPLE, record, lambda answers: self.roles(str(answers.get("roles") or ""), post, record.line))
        return Change(change.title, change.new, (*change.differences, *done_.differences), done_.faults)

    def roles(self, cell: str, post: ListedPost, line: int) -> Change:
        if not cell:
            return Change("")
        try:
            codes = tuple(sorted(establishment.read_roles(cell)))
        except ValueError as wrong:
            raise Stopped(Reason("role-unreadable", f"看不出“{wrong}”是哪个角色。请照抄导出的写法，括号里是角色代码。", field="roles")) from None
        first, same = self.roles_of.setdefault(post.id, (line, codes))
        if same != codes:
            raise Stopped(Reason("roles-differ", f"同一个岗位在第 {first} 行写的是另外的角色。请写成一样的。", field="roles"))
        if set(codes) == set(post.roles):
            return Change("")
        for command, listed in ((GRANT, set(codes) - set(post.roles)), (TAKE, set(post.roles) - set(codes))):
            for code in sorted(listed):
                self.turn(command, post, code)
        self.load.now.posts[post.unit, post.title] = replace(post, roles=codes)
        return Change("", False, (Difference("角色", establishment.said_roles(post.roles), establishment.said_roles(codes)),))

    def turn(self, command: str, post: ListedPost, role: str) -> None:
        """A role given to a post, or taken."""
        if role not in cases.roles() | identity.ADMINS:
            raise Stopped(Reason("role-unknown", f"没有代码是 {role} 的角色。", field="roles"))
        try:
            self.load.run(command, f"post:{post.id}", role, role=role, reason="载入表格")
        except Stopped as why:
            if any(r.code == "not-your-role" for r in why.reasons):
                says = "角色由安全管理员加和收回。任职载入以后，请安全管理员载入同一张表来确认。"
                raise Stopped(Reason("roles-not-yours", says, field="roles")) from None
            raise why.at("roles") from None


def _yes(value: object) -> bool | None:
    """A yes or no, however it was read; None where nothing was said."""
    return None if value in (None, "") else value in (True, "yes")
