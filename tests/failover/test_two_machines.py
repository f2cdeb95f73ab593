"""Two web machines and one database: files and sessions hold at both, each loop turns at one, and when one loses its power the other does it all."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from psycopg import sql

from tests.city.conftest import City, waited
from tests.faults.browser import ITEM, Browser, Official, hidden
from tests.faults.test_tree import FOUND, LOOK, python, told
from tests.journeys.small import picture
from tests.support.sources import REPOSITORY
from yiwang.city import lifeline, shared
from yiwang.city.launcher.tree import children

SERVER = os.environ.get("YIWANG_DATABASE", "")
pytestmark = [pytest.mark.database, pytest.mark.skipif(not SERVER, reason="SQLite is one machine's"),
              pytest.mark.slow(reason="starts two whole process trees, one of which is killed under load")]
TAKEN_OVER = 20.0  # seconds: the lease of a session ends with it, that of a reader after ten


@dataclass
class Machine(City):
    """A space of processes with a name of its own in the network: killed, it goes as by its power switch."""

    name: str = ""
    common: Path = Path()

    def on(self) -> None:
        self.said = self.data.with_name(f"said-{self.name}")
        up = " ".join([sys.executable, "-m", "yiwang.city.launcher.inside", "up", "--no-demo", "--shared", str(self.common), "--port", str(self.port)])
        line = ["unshare", "--pid", "--uts", "--fork", "--kill-child", "--mount-proc", "sh", "-c", f"hostname {self.name} && {up}"]
        with self.said.open("w") as output:
            self.started.append(subprocess.Popen(line, env=self._environment(), cwd=REPOSITORY, stdout=output, stderr=output, start_new_session=True,
                                                 preexec_fn=lambda: lifeline.end_with_parent(signal.SIGKILL)))

    def stands(self) -> None:
        assert waited(lambda: "一网已启动" in self.said.read_text() or self.started[-1].poll() is not None, 90), self.said.read_text()
        assert self.started[-1].poll() is None, self.said.read_text()

    def off(self) -> None:
        for process in self.started:
            for first in children(process.pid):
                os.kill(first, signal.SIGKILL)
            process.kill()
            process.wait(30)

    def turns(self) -> set[str]:
        """The loops that it says it turns."""
        return {file.stem for file in (self.data / "run" / "loops").glob("*.json")}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    """Started at the same moment on an empty database and an empty folder: what must be made once is made once."""
    name = f"city_{uuid.uuid4().hex[:10]}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    common = tmp_path / "common"
    common.mkdir()
    (common / shared.MARK).touch()
    both = [Machine(tmp_path / one, SERVER.replace("/postgres?", f"/{name}?"), _free(), name=one, common=common) for one in ("web1", "web2")]
    try:
        for one in both:
            one.on()
        for one in both:
            one.stands()
        python(both[0], FOUND)
        yield both[0], both[1]
    finally:
        for one in both:
            one.off()
        with psycopg.connect(SERVER, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def at(one: Machine, person: Browser, path: str) -> tuple[int, bytes]:
    """What the machine answers to somebody who signed in elsewhere: cookies know no ports, as machines behind one name share theirs."""
    try:
        with person._open.open(one.address + path, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, b""


def test_one_of_two_machines_loses_its_power_under_load(machines: tuple[Machine, Machine]) -> None:
    assert waited(lambda: any("readers.seal" in one.turns() for one in machines) and any("sweep.terms" in one.turns() for one in machines))
    first, second = sorted(machines, key=lambda one: "readers.seal" not in one.turns())  # the first turns the sealer, and will be lost
    over = threading.Event()
    people: list[Browser] = [Browser(first.address, "citizen", over), Official(first.address, "market", over), Browser(second.address, "other", over)]
    for person in people:
        person.start()
    assert waited(lambda: all(p.told for p in people) or any(p.faults for p in people), 60), [p.faults for p in people]
    assert _is_one_city(first, second, people[0])
    assert not first.turns() & second.turns()
    first.off()
    for person in people[:2]:
        person.address = second.address  # as the balancer in front of both would have it
    before = told(people)
    assert waited(lambda: told(people) > before + 4 or any(p.faults for p in people), 60)
    people[0].over.set()
    for person in people:
        person.join(60)
    assert [p.faults for p in people] == [[], [], []]
    keys = [key for person in people for key in person.told]
    found: dict[str, object] = {}

    def caught_up() -> bool:
        found.update(json.loads(python(second, LOOK, json.dumps(keys))))
        return found["unsealed"] == 0

    assert waited(caught_up, TAKEN_OVER) and (found["lost or doubled"], found["wrong"]) == ([], [])
    assert waited(lambda: {"readers.seal", "readers.notify", "sweep.terms"} <= second.turns(), TAKEN_OVER), second.turns()
    assert waited(lambda: python(second, BEHIND).strip() == "0", TAKEN_OVER)  # every reader has passed every entry
    assert second.line("ledger", "verify").returncode == 0


BEHIND = """
from yiwang.engines.store import api as store
print(store.rows("select count(*) from ledger_cursor where pos < (select position from ledger_sealing where id = 1)")[0][0])
"""


def handed_in(one: Machine, person: Browser, paper: SimpleUploadedFile) -> str:
    """A paper that nobody else hands in, and its id."""
    token = hidden(person.get(ITEM), "csrfmiddlewaretoken")
    headers = {"Content-Type": MULTIPART_CONTENT, "Origin": one.address, "Referer": f"{one.address}{ITEM}"}
    data = encode_multipart(BOUNDARY, {"csrfmiddlewaretoken": token, "file": paper})
    with person._open.open(urllib.request.Request(f"{one.address}/files/", data, headers), timeout=20) as answer:
        return str(json.load(answer)["id"])


def _is_one_city(first: Machine, second: Machine, person: Browser) -> bool:
    """Who signed in at one is known at the other, which has the papers handed in there and the same keys."""
    status, page = at(second, person, "/my/")
    assert status == 200 and "沈砚秋" in page.decode()
    sha256 = handed_in(first, person, picture(red=9))
    status, found = at(second, person, f"/files/{sha256}/")
    assert status == 200 and hashlib.sha256(found).hexdigest() == sha256
    return (first.data / "keys").resolve() == (second.data / "keys").resolve()
