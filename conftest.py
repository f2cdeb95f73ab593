"""What every test may use, here and beside the engines: a fixed instant, a clean copy of the database, and the rules of the run."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck
from hypothesis import settings as trying

from tests.support import times

trying.register_profile("house", suppress_health_check=[HealthCheck.too_slow])  # the first text made in a fresh clone waits for the table of all characters
trying.load_profile("house")
SLOW = 2.0  # seconds a test may take without a reason
FIXTURES = frozenset({"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback", "live_server"})
_queued: dict[str, float] = {}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="only the tests that touch the database")


def pytest_configure(config: pytest.Config) -> None:
    """Each process of the run has a data folder of its own."""
    from django.conf import settings

    from yiwang.kernel.clock import Clock

    place = Path(tempfile.mkdtemp(prefix="yiwang-test-"))
    config.add_cleanup(lambda: shutil.rmtree(place, ignore_errors=True))
    os.environ["YIWANG_DATA"] = str(place)
    settings.DATA, settings.CLOCK, settings.STATIC_ROOT = place, Clock(place / "clock"), place / "static"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--only-database"):
        kept = [item for item in items if _touches_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept


def _touches_database(item: pytest.Item) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("django_db", "database"))
    return marked or not FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """What this process remembers was so in a database that is no more: the test before was rolled back, and numbers taken, units and rights with it."""
    from yiwang.engines.identity.rooms import rights
    from yiwang.engines.store.rooms import numbers

    numbers.forget()
    rights.forget()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Runs a test, and once more when it passed but took too long: the first of a kind loads what others find loaded, and others share the processor."""
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    if any(getattr(report, "too_slow", False) for report in reports):
        item._initrequest()  # type: ignore[attr-defined]  # a test is set up anew only so; pytest offers nothing public for it
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> None:
    _queued[item.nodeid] = times.queued()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """A test that takes long says why: `@pytest.mark.slow(reason=…)`. One that does not has failed: what is slow once may have been held up, so that it is
    asked again (`pytest_runtest_protocol`)."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if call.when != "call" or not report.passed:
        return
    took = call.duration - (times.queued() - _queued.pop(item.nodeid, times.queued()))
    mark = item.get_closest_marker("slow") or item.get_closest_marker("long")
    if took > SLOW and not (mark and (mark.kwargs.get("reason") or mark.name == "long")):
        report.outcome, report.too_slow = "failed", True
        report.longrepr = f"{item.nodeid} took {took:.1f} s: make it quick, or say why with @pytest.mark.slow(reason=…)"


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """The figures of the run, for the launcher's closing line."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not (where := os.environ.get("YIWANG_TALLY")) or reporter is None or hasattr(session.config, "workerinput"):
        return
    count = {name: len(reporter.stats.get(name, ())) for name in ("passed", "failed", "error", "skipped", "xfailed", "xpassed")}
    Path(where).write_text(json.dumps(count))


@pytest.fixture
def at() -> datetime:
    """A fixed instant: Friday, 20 November 2026, 10:00 in the city."""
    from yiwang.kernel.clock import SHANGHAI

    return datetime(2026, 11, 20, 10, tzinfo=SHANGHAI)


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """This worker's copy of the migrated database. After a test that commits, a new copy: the ledger refuses to be emptied."""
    from django.test import TransactionTestCase

    from tests.support.databases import Copies

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        copies = Copies(worker, tmp_path_factory.mktemp("database"))
        copies.fresh()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: copies.fresh())
        yield
    with django_db_blocker.unblock():
        copies.gone()
