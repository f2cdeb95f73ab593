"""What the administrators change, through the door of commands: rights end the same day, admin roles exclude, nothing happens twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from yiwang.engines.cases import api as cases
from yiwang.engines.forms.types import Clean
from yiwang.engines.identity import api as identity
from yiwang.engines.identity.tests import small
from yiwang.engines.ledger import api as ledger
from yiwang.engines.store import api as store
from yiwang.kernel import clock
from yiwang.kernel.actors import Actor
from yiwang.kernel.errors import NotFound, Refused

WHY = {"reason": "工作需要"}


@pytest.fixture
def city(db: Any, settings: Any, at: datetime) -> Iterator[None]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    small.found(at)
    yield
    report = ledger.verify()
    identity.forget()
    assert report.ok, report.faults


def run(actor: Actor, command: str, subject: str, at: datetime, key: str = "", **answers: Any) -> Any:
    data = Clean(command, 1, answers, frozenset(answers))
    return cases.run(actor=actor, command=command, subject=subject, data=data, key=key or uuid4().hex, at=at)


def refused(actor: Actor, command: str, subject: str, at: datetime, **answers: Any) -> list[str]:
    with pytest.raises(Refused) as told:
        run(actor, command, subject, at, **answers)
    return [r.code for r in told.value.reasons]


def day(at: datetime, days: int = 0) -> str:
    return (clock.day(at) + timedelta(days=days)).isoformat()


def held(actor: Actor, role: str, at: datetime) -> bool:
    return identity.rights(actor, epoch_now=identity.epoch()).hold(role, clock.day(at))


def tenure(username: str, at: datetime) -> str:
    return str(small.acting(username, at).tenure)


def test_a_moved_official_loses_the_rights_the_same_day(city: None, at: datetime) -> None:
    system, window = small.acting("system", at), small.acting("window", at)
    assert held(window, small.WINDOW, at)
    run(system, "directory.move_official", f"person:{window.person}", at, tenure=str(window.tenure), unit="410105-CG", title="受理岗", on=day(at))
    assert not held(window, small.WINDOW, at)  # a step already running asks under the lock and is refused
    assert identity.actor(account=window.account, tenure=window.tenure, on=clock.day(at)) is None  # an open session ends
    moved = small.acting("window", at)
    assert moved.unit_name == "城管局" and held(moved, small.WINDOW, at)


def test_a_move_ahead_leaves_the_rights_until_the_day_before(city: None, at: datetime) -> None:
    system, window = small.acting("system", at), small.acting("window", at)
    run(system, "directory.move_official", f"person:{window.person}", at, tenure=str(window.tenure), unit="410105-CG", title="受理岗", on=day(at, 3))
    assert held(window, small.WINDOW, at + timedelta(days=2))
    assert not held(window, small.WINDOW, at + timedelta(days=3))


def test_a_command_of_somebody_moved_meanwhile_is_refused(city: None, at: datetime) -> None:
    """The administrator's own page is still open; the actor in hand was made before."""
    system = small.acting("system", at)
    store.execute("update identity_tenure set until = %s where id = %s", (clock.day(at) - timedelta(days=1), system.tenure))
    identity.moved()
    assert refused(system, "directory.change_unit", "unit:1", at, name="x", short="x", phone="", word="") == ["not-your-role"]


def test_a_closed_account_acts_no_more_even_in_a_running_step(city: None, at: datetime) -> None:
    system, window = small.acting("system", at), small.acting("window", at)
    run(system, "directory.close_account", f"account:{window.account}", at, **WHY)
    assert not held(window, small.WINDOW, at)
    run(system, "directory.reopen_account", f"account:{window.account}", at, **WHY)
    assert held(window, small.WINDOW, at)


SUBJECTS = ("unit:1", "post:1", "account:1", "mandate:1", "person:1", "guardians:all", "policy:idle_minutes", "policy:everybody", "calendar:2027",
            "client:water", "directory:sheets", "tenure:1", "outbox:1")


@pytest.mark.parametrize("command", [c.code for c in cases.commands() if c.code.startswith(("directory.", "settings."))])
@pytest.mark.parametrize("username", ["window", "head", "audit", "boss"])
def test_who_is_not_that_administrator_changes_nothing(city: None, at: datetime, command: str, username: str) -> None:
    theirs = {("boss", "directory.give_mandate"): "not-yours", ("boss", "directory.end_mandate"): "mandate-ended",
              ("audit", "settings.confirm_enrolment_too"): "not-waiting"}  # of their own, not of unit 1
    theirs |= {(who, f"directory.{code}"): why for who in ("window", "head", "audit", "boss")
               for code, why in (("name_stand_in", "not-yours"), ("end_stand_in", "stand-in-ended"))}
    fit = next(s for s in SUBJECTS if re.fullmatch(cases.command(command).on or ".*", s))
    assert refused(small.acting(username, at), command, fit, at) == [theirs.get((username, command), "not-your-role")]


def test_on_a_subject_of_another_kind_there_is_no_such_command(city: None, at: datetime) -> None:
    """What is done to an account stands in that account's chain, and nowhere else."""
    for subject in ("unit:1", "account:1x", "account:", "x" * 5000):
        with pytest.raises(NotFound):
            run(small.acting("system", at), "directory.reset_password", subject, at, **WHY)


def test_system_and_security_do_not_do_each_others_work(city: None, at: datetime) -> None:
    post = small.post_of("window", at)
    assert refused(small.acting("system", at), "settings.grant_role", f"post:{post}", at, role=small.HEAD, **WHY) == ["not-your-role"]
    assert refused(small.acting("security", at), "directory.appoint", f"post:{post}", at, username="head", since=day(at)) == ["not-your-role"]


@pytest.mark.parametrize(("who", "post", "code"), [
    ("security", "window", "admin-acts"), ("audit", "window", "admin-acts"), ("audit", "security", "admins-exclude"), ("head", "audit", "admin-acts"),
    ("window", "security", "admin-acts"),
])
def test_no_one_is_two_administrators_or_acts_beside(city: None, at: datetime, who: str, post: str, code: str) -> None:
    store.execute("update identity_post set single = false")
    found = refused(small.acting("system", at), "directory.appoint", f"post:{small.post_of(post, at)}", at, username=who, since=day(at, 5))
    assert found == [code]


@pytest.mark.parametrize(("post", "role", "code"), [
    ("window", "ground.audit_admin", "admin-acts"), ("audit", "ground.system_admin", "admins-exclude"), ("audit", small.WINDOW, "admin-acts"),
    ("window", "no.such.role", "role-unknown"), ("window", small.WINDOW, "role-there"),
])
def test_roles_of_posts_follow_the_same_rules(city: None, at: datetime, post: str, role: str, code: str) -> None:
    assert refused(small.acting("security", at), "settings.grant_role", f"post:{small.post_of(post, at)}", at, role=role, **WHY) == [code]


def test_a_role_granted_counts_with_the_holders_other_posts(city: None, at: datetime) -> None:
    system, security = small.acting("system", at), small.acting("security", at)
    made = run(system, "directory.create_post", f"unit:{system.unit}", at, title="档案岗", single="yes")["post_made"]
    run(system, "directory.appoint", f"post:{made}", at, username="audit", since=day(at))
    assert refused(security, "settings.grant_role", f"post:{made}", at, role=small.WINDOW, **WHY) == ["admin-acts"]


def test_a_granted_and_a_taken_role_hold_at_once(city: None, at: datetime) -> None:
    security, window = small.acting("security", at), small.acting("window", at)
    run(security, "settings.grant_role", f"post:{window.post}", at, role=small.HEAD, **WHY)
    assert held(window, small.HEAD, at)
    run(security, "settings.take_role", f"post:{window.post}", at, role=small.HEAD, **WHY)
    assert not held(window, small.HEAD, at)


def test_nobody_does_it_for_oneself(city: None, at: datetime) -> None:
    system, security = small.acting("system", at), small.acting("security", at)
    post = small.post_of("window", at)
    assert "oneself" in refused(system, "directory.appoint", f"post:{post}", at, username="system", since=day(at))
    assert "oneself" in refused(system, "directory.reset_password", f"account:{system.account}", at, **WHY)
    assert "oneself" in refused(security, "settings.take_factor", f"account:{security.account}", at, **WHY)
    assert "oneself" in refused(security, "settings.grant_role", f"post:{security.post}", at, role=small.WINDOW, **WHY)


def test_the_last_administrator_of_a_kind_stays(city: None, at: datetime) -> None:
    system, security = small.acting("system", at), small.acting("security", at)
    out = {"tenure": str(security.tenure), "on": day(at), **WHY}
    assert refused(system, "directory.end_appointment", f"person:{security.person}", at, **out) == ["last-admin"]
    assert refused(system, "directory.close_account", f"account:{security.account}", at, **WHY) == ["last-admin"]


@pytest.mark.parametrize(("post", "answers", "code"), [
    ("head", {"username": "other", "since": 0}, "post-held"), ("window", {"username": "nobody", "since": 0}, "person-unknown"),
    ("window", {"username": "window", "since": 0}, "already-holds"), ("window", {"username": "other", "since": -1}, "begins-past"),
    ("window", {"username": "other", "since": 400}, "begins-far"), ("window", {"username": "other", "since": 5, "until": 4}, "ends-before"),
])
def test_appointments_that_cannot_be(city: None, at: datetime, post: str, answers: dict[str, Any], code: str) -> None:
    days = {k: day(at, v) if k in ("since", "until") else v for k, v in answers.items()}
    assert refused(small.acting("system", at), "directory.appoint", f"post:{small.post_of(post, at)}", at, **days) == [code]


def test_a_successor_takes_a_single_post_when_the_holder_has_gone(city: None, at: datetime) -> None:
    system, head = small.acting("system", at), small.acting("head", at)
    run(system, "directory.end_appointment", f"person:{head.person}", at, tenure=str(head.tenure), on=day(at), **WHY)
    assert not held(head, small.HEAD, at)
    run(system, "directory.appoint", f"post:{head.post}", at, username="other", since=day(at))
    ended = {"tenure": str(head.tenure), "on": day(at), **WHY}
    assert refused(system, "directory.end_appointment", f"person:{head.person}", at, **ended) == ["tenure-ended"]


def test_a_unit_from_beginning_to_end(city: None, at: datetime) -> None:
    system = small.acting("system", at)
    county, lines = identity.unit_by_code("410105").id, {"code": "410105-WL", "name": "金水区文旅局", "short": "文旅局", "kind": "department"}
    made = run(system, "directory.set_up_unit", f"unit:{county}", at, **lines, line="410100-SP", phone="", word="")["unit_made"]
    assert refused(system, "directory.set_up_unit", f"unit:{county}", at, **lines, line="", phone="", word="") == ["unit-code-taken"]
    other = {**lines, "code": "410105-X", "line": "nowhere"}
    assert refused(system, "directory.set_up_unit", f"unit:{county}", at, **other) == ["unit-line"]
    run(system, "directory.change_unit", f"unit:{made}", at, name="金水区文化局", short="文化局", phone="0371-2", word="金文")
    identity.epoch()
    assert identity.unit(made, epoch_now=identity.epoch()).short == "文化局"
    post = run(system, "directory.create_post", f"unit:{made}", at, title="受理岗", single="no")["post_made"]
    run(system, "directory.appoint", f"post:{post}", at, username="other", since=day(at))
    assert refused(system, "directory.close_unit", f"unit:{county}", at, **WHY) == ["unit-has-below"]
    assert refused(system, "directory.merge_unit", f"unit:{made}", at, successor="410105-WL", **WHY) == ["unit-successor"]
    told = run(system, "directory.merge_unit", f"unit:{made}", at, successor="410105-CG", **WHY)
    assert told["tenures"] == 1 and identity.unit_view(made).successor == identity.unit_by_code("410105-CG").id
    assert all(c.unit != made for c in identity.capacities(account=identity.account_of("other"), on=clock.day(at)))
    assert refused(system, "directory.close_unit", f"unit:{made}", at, **WHY) == ["unit-closed"]
    acts = [e.act for e in ledger.history(ledger.chain_of(f"unit:{made}"))]  # type: ignore[arg-type]
    assert acts == ["directory.unit_begun", "directory.unit_changed", "directory.post_created", "directory.unit_merged"]


def test_the_same_request_twice_is_one_change(city: None, at: datetime) -> None:
    system = small.acting("system", at)
    answers = {"username": "fresh", "name": "癸", "phone": ""}
    first = run(system, "directory.open_account", f"unit:{system.unit}", at, key="k1", **answers)
    assert run(system, "directory.open_account", f"unit:{system.unit}", at, key="k1", **answers) == first
    assert len(ledger.history(ledger.chain_of(f"account:{first['account']}"))) == 1  # type: ignore[arg-type]
    assert refused(system, "directory.open_account", f"unit:{system.unit}", at, **answers) == ["username-taken"]
    assert refused(system, "directory.open_account", f"unit:{system.unit}", at, username=small.NUMBER, name="x", phone="") == ["username"]


def test_a_mandate_from_giving_to_ending(city: None, at: datetime) -> None:
    boss, firm = small.acting("boss", at, firm=True), small.acting("boss", at, firm=True).firm
    given = {"username": "agent", "name": "辛", "kind": "agent", "scope": "*", "since": day(at), "until": day(at, 30)}
    assert refused(boss, "directory.give_mandate", f"firm:{firm}", at, **{**given, "name": "辛辛"}) == ["holder-unknown"]
    assert refused(boss, "directory.give_mandate", f"firm:{firm + 1}", at, **given) == ["not-yours"]
    assert refused(boss, "directory.give_mandate", f"firm:{firm}", at, **{**given, "until": day(at, 2000)}) == ["mandate-long"]
    made = run(boss, "directory.give_mandate", f"firm:{firm}", at, **given)["mandate_made"]
    assert refused(boss, "directory.give_mandate", f"firm:{firm}", at, **given) == ["mandate-there"]
    agent = small.acting("agent", at, firm=True)
    assert agent.firm == firm and held(agent, f"firm:{firm}", at)
    further = {**given, "username": "stranger", "name": "壬"}
    assert refused(agent, "directory.give_mandate", f"firm:{firm}", at, **further) == ["not-representative"]  # an agent appoints no agents
    identity.mandate_used(actor=agent, at=at)
    for person in (boss.person, agent.person):
        view = identity.mandates(person=person)[0]
        assert (view.holder_name, view.given_by, view.used) == ("辛", "庚", at)
    assert refused(boss, "directory.end_mandate", f"mandate:{boss.mandate}", at) == ["mandate-representative"]
    run(agent, "directory.end_mandate", f"mandate:{made}", at)
    assert not held(agent, f"firm:{firm}", at) and identity.mandates(person=boss.person)[0].ended_by == "辛"
    assert refused(boss, "directory.end_mandate", f"mandate:{made}", at) == ["mandate-ended"]


def test_policies_keep_their_bounds(city: None, at: datetime) -> None:
    security = small.acting("security", at)
    assert refused(security, "settings.set_policy", "policy:failures", at, value=99, **WHY) == ["policy-bounds"]
    assert refused(security, "settings.set_policy", "policy:nothing", at, value=5, **WHY) == ["policy-unknown"]
    assert run(security, "settings.set_policy", "policy:failures", at, value=3, **WHY)["was"] == 5
    assert identity.policy("failures") == 3


def test_no_number_and_no_word_is_in_any_entry(city: None, at: datetime) -> None:
    boss = small.acting("boss", at, firm=True)
    run(boss, "directory.give_mandate", f"firm:{boss.firm}", at, username="agent", name="辛", kind="agent", scope="*", since=day(at), until=day(at, 30))
    written = "".join(row[0] for row in store.rows("select body from ledger_entry"))
    assert small.NUMBER not in written and small.PASSWORD not in written and "庚" not in written
