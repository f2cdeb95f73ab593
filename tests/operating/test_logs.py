"""The log says which kind of page, how it went and where a fault is; never what somebody sent. Secrets are planted wherever something can be sent."""

from __future__ import annotations

import gzip
import http.client
import io
import json
import logging
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client

from tests.city.conftest import City, city, waited
from tests.journeys import small
from yiwang.city.launcher import logbook
from yiwang.city.operating import logs
from yiwang.engines.identity import api as identity
from yiwang.web.faces import pages

__all__ = ["city"]
PHONE, NUMBER, NAME, WORD = "13987654321", "410105199003071234", "欧阳秘密", "tell-nobody-7"
SECRETS = (PHONE, NUMBER, NAME, WORD)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that the house and Django write while a test runs, as the handler of the settings writes it."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(logs.Line())
    names = ("", *logs.LOGGING["loggers"])
    before = {name: logging.getLogger(name).handlers[:] for name in names}
    for name in names:
        if before[name] or not name:
            logging.getLogger(name).handlers = [handler]
    yield text
    for name, handlers in before.items():
        logging.getLogger(name).handlers = handlers


def lines(text: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.getvalue().splitlines()]


def spill(client: Any) -> None:
    """Sends the secrets by every way there is: path, query, form, file, header, cookie, token."""
    for path in (f"/verify/{NUMBER}/", f"/my/{PHONE}/", f"/cases/{WORD}/do/{NAME}/", f"/search/?q={NAME}{PHONE}", f"/nowhere/{NUMBER}",
                 f"/progress/?code={WORD}"):
        client.get(path, headers={"User-Agent": WORD, "Referer": f"http://x/{PHONE}", "X-Request-Id": WORD})
    client.post("/login/", {"username": PHONE, "password": WORD})
    client.post("/verify/", {"number": NUMBER})
    client.post("/files/", {"file": SimpleUploadedFile(f"{NAME}.exe", WORD.encode())})
    client.post("/appeals/new/", {"subject": NAME, "body": WORD, "phone": PHONE})
    client.post("/login/", f"username={PHONE}%00{WORD}", content_type="application/x-www-form-urlencoded")
    client.post("/files/", f"broken {WORD}", content_type="multipart/form-data; boundary=x")
    client.get("/api/v1/cases", headers={"Authorization": f"Bearer {WORD}"})
    client.post("/api/v1/cases", f'{{"phone": "{PHONE}", "a"', content_type="application/json", headers={"Authorization": f"Bearer {WORD}"})
    client.get("/", headers={"Cookie": f"yiwang={WORD}; yiwang-said={WORD}"})
    client.get("/metrics", headers={"Authorization": f"Bearer {WORD}"})


@pytest.mark.slow(reason="a small city is founded")
def test_nothing_that_was_sent_is_in_the_log(town: small.Clock, person: Callable[[str], small.Person], log: io.StringIO,
                                             monkeypatch: pytest.MonkeyPatch) -> None:
    spill(Client())
    spill(Client(enforce_csrf_checks=True))
    for who in ("citizen", "market"):
        spill(person(who).client)

    def broken(*words: Any, **more: Any) -> Any:
        try:
            raise IntegrityError(f"duplicate key: DETAIL: Key (phone)=({PHONE}) already exists.")
        except IntegrityError as error:
            raise ValueError(f"{NAME} {NUMBER} {WORD}") from error

    monkeypatch.setattr(pages, "render", broken)
    answer = Client().get("/search/", {"q": NAME})
    assert answer.status_code == 500
    said = lines(log)
    assert not [secret for secret in SECRETS if secret in log.getvalue()]
    fault = next(one for one in said if "error" in one)
    assert fault["error"] == "ValueError" and fault["after"]["error"] == "IntegrityError" and fault["where"][-1].startswith("tests/operating/test_logs.py:")
    last = next(one for one in reversed(said) if one["from"] == "yiwang.request")
    assert (last["kind"], last["status"], last["method"]) == ("/search/", 500, "GET") and last["ms"] >= 0
    assert last["request"] in fault["text"] and last["request"] in answer.content.decode(), "who quotes the number is found in the log"
    assert {one["kind"] for one in said if one["from"] == "yiwang.request"} >= {"/verify/<str:number>/", "/my/<str:ref>/", "/files/", "none"}


@pytest.mark.slow(reason="a small city is founded")
def test_of_what_is_refused_the_log_says_to_whom_by_number(town: small.Clock, person: Callable[[str], small.Person], log: io.StringIO) -> None:
    citizen = person("citizen").client
    citizen.get("/settings/accounts/")
    citizen.get("/services/")
    Client().get("/settings/nowhere/")
    refused, found, nobody = [one for one in lines(log) if one["from"] == "yiwang.request" and one["kind"] != "/login/"][-3:]
    assert refused["status"] == 404 and refused["account"] == identity.account_of("citizen")
    assert "account" not in found and "account" not in nobody and found["status"] == 200


def test_what_others_say_is_kept_without_what_was_put_into_it(log: io.StringIO) -> None:
    logging.getLogger("somebody.else").warning("could not reach %s of %s", PHONE, NAME)
    logging.getLogger("somebody.else").warning(f"already put together: {PHONE}")
    logging.getLogger("django.request").error("Internal Server Error: %s", f"/my/{NUMBER}/")
    logging.getLogger("django.db").error("%s", NUMBER, exc_info=ValueError(WORD))
    assert [one.get("text") for one in lines(log)] == ["could not reach %s of %s", "", "%s"]
    assert not [secret for secret in SECRETS if secret in log.getvalue()]


def test_a_fault_that_ends_a_process_is_a_line(log: io.StringIO) -> None:
    try:
        raise RuntimeError(WORD)
    except RuntimeError as error:
        logs.uncaught(RuntimeError, error, error.__traceback__)
    one, = lines(log)
    assert one["error"] == "RuntimeError" and one["level"] == "critical" and WORD not in log.getvalue()
    assert one["at"].endswith("+00:00") and abs(datetime.fromisoformat(one["at"]).timestamp() - logging.LogRecord("", 0, "", 0, "", (), None).created) < 60


@pytest.mark.database
@pytest.mark.slow(reason="starts the whole process tree")
def test_no_log_file_of_a_running_city_holds_a_secret(city: City) -> None:
    """Over the wire, with what no client library would send; then every file under `logs` is read."""
    city.up()

    class Wire:
        def get(self, path: str, headers: dict[str, str] | None = None) -> None:
            self.ask("GET", path, None, headers or {})

        def post(self, path: str, data: Any = b"", content_type: str = "", headers: dict[str, str] | None = None) -> None:
            text = data if isinstance(data, str) else "&".join(f"{name}={value}" for name, value in data.items() if isinstance(value, str))
            self.ask("POST", path, text.encode(), {"Content-Type": content_type or "application/x-www-form-urlencoded", **(headers or {})})

        def ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> None:
            line = http.client.HTTPConnection("127.0.0.1", city.port, timeout=20)
            line.request(method, quote(path, safe="/?=&%"), body, headers)
            line.getresponse().read()
            line.close()

    spill(Wire())
    for raw in (f"GET /{PHONE} HTTP/9.9\r\n\r\n", f"{WORD} {NUMBER}\r\n\r\n", f"POST /login/ HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{PHONE}"):
        with socket.create_connection(("127.0.0.1", city.port), timeout=5) as one:
            one.sendall(raw.encode())
    web = city.data / "logs" / "web.log"
    assert waited(lambda: web.read_text().count('"from": "yiwang.request"') >= 16)
    held = "".join(file.read_text(errors="replace") for file in (city.data / "logs").iterdir()) + city.said.read_text()
    assert not [secret for secret in SECRETS if secret in held]
    assert all(json.loads(line)["kind"] for line in web.read_text().splitlines() if "yiwang.request" in line)
    _both_workers_give_one_answer(city, web)


def _both_workers_give_one_answer(city: City, web: Path) -> None:
    """What the figures count is what the log has lines of, whichever of the two processes answered; and the city is ready."""
    token = (city.data / "keys" / "metrics").read_text()
    asked = urllib.request.Request(f"http://127.0.0.1:{city.port}/metrics", headers={"Authorization": f"Bearer {token}"})

    def agrees() -> bool:
        lines = web.read_text().count('"from": "yiwang.request"')
        text = urllib.request.urlopen(asked, timeout=10).read().decode()
        assert 'yiwang_processes{process="web"} 3\n' in text and "yiwang_database_up 1\n" in text
        return sum(float(row.rpartition(" ")[2]) for row in text.splitlines() if row.startswith("yiwang_requests_total{")) == lines

    assert waited(agrees), "a request that broke off may still be on its way; then they agree"
    assert waited(agrees), "and again, the one before counted too"
    with urllib.request.urlopen(f"http://127.0.0.1:{city.port}/health/ready", timeout=10) as answer:
        assert answer.status == 200 and json.load(answer)["ready"] is True


LATELY = datetime.fromisoformat("2026-11-20T10:00:00+08:00")
# A line is one write, as it is of whatever logs in a city: `print` unbuffered writes its words one by one, and a line could be cut between them.
COUNTS = "import os, time\nfor n in range(10**9): os.write(1, b'%d %s\\n' % (n, b'x' * 500)); n % 2 or time.sleep(0.001)"


def kept(place: Path) -> list[bytes]:
    return [line for one in sorted((place / logbook.KEPT).glob("web-*.log.gz")) for line in gzip.decompress(one.read_bytes()).splitlines()]


def test_a_log_that_grows_long_is_set_aside_whole_while_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logbook, "LONG", 200_000)
    log = tmp_path / "web.log"
    with log.open("ab") as output:
        member = subprocess.Popen([sys.executable, "-c", COUNTS], stdout=output)
    try:
        for n in range(4):
            assert waited(lambda: log.stat().st_size > 200_000)
            logbook.look(tmp_path, LATELY + timedelta(seconds=n))
        after = log.stat().st_size
        assert after < 200_000 and waited(lambda: log.stat().st_size > after), "it goes on writing, from the beginning"
    finally:
        member.kill()
        member.wait()
    numbers = [int(line.split()[0]) for line in (*kept(tmp_path), *log.read_bytes().splitlines()) if line.endswith(b"x" * 500)]
    assert len(list((tmp_path / logbook.KEPT).iterdir())) == 4 and b"\0" not in log.read_bytes()
    assert len(set(numbers)) > 1000 and max(numbers) - len(set(numbers)) <= 8, "but for the lines of four instants nothing is lost"


@pytest.mark.parametrize("line", ["fsync", "replace", "tail"])
def test_killed_at_any_line_of_it_no_line_is_lost(tmp_path: Path, line: str) -> None:
    (tmp_path / "web.log").write_bytes(b"".join(b"%d\n" % n for n in range(3000)))
    subprocess.run([sys.executable, "-c", DIES, str(tmp_path), line], check=False, timeout=20)
    assert (tmp_path / "web.log").stat().st_size > 0, "not emptied before it is safe"
    logbook.LONG, before = 1000, logbook.LONG
    try:
        logbook.look(tmp_path, LATELY + timedelta(seconds=1))
    finally:
        logbook.LONG = before
    assert set(kept(tmp_path)) >= {b"%d" % n for n in range(3000)} and not list((tmp_path / logbook.KEPT).glob("*.part"))


DIES = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from yiwang.city.launcher import logbook

logbook.LONG, place, line = 1000, Path(sys.argv[1]), sys.argv[2]
def die(*_, **__): os._exit(9)
if line == "fsync": os.fsync = die
if line == "replace": Path.replace = die
packs = logbook._pack
def first(held, out):
    packs(held, out)
    logbook._pack = die
if line == "tail": logbook._pack = first
logbook.look(place, datetime(2026, 11, 20, 2, tzinfo=UTC))
"""


def test_logs_are_kept_for_six_months_and_not_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """网络安全法 asks for six months at least; a city may ask for more, not for less."""
    place = tmp_path / logbook.KEPT
    place.mkdir()
    for days in (1, 183, 184, 300):
        (place / f"web-{(LATELY - timedelta(days=days, minutes=1)).astimezone(UTC):%Y%m%dT%H%M%SZ}.log.gz").write_bytes(b"")
    (place / "notes.txt").write_text("somebody's own")
    logbook.let_go(tmp_path, LATELY)
    assert len(list(place.iterdir())) == 3
    for said, kept_for in (("30", 184), ("400", 400), ("x", 184), ("", 184)):
        monkeypatch.setenv("YIWANG_LOG_DAYS", said)
        assert logbook.days() == kept_for


LOOKS = """
import os, sys, time
from pathlib import Path
from yiwang.city.launcher import logbook, tree

logbook.LONG, tree.LOOK, place = 500, 0, Path(sys.argv[1])
one, until = tree.Tree(place, dict(os.environ)), time.monotonic() + 10
one.add("web", "this")
while not any(place.glob("kept/web-*.log.gz")) and time.monotonic() < until:
    one.turn()
    time.sleep(0.01)
one.stop()
"""


def test_a_tree_looks_after_its_logs(tmp_path: Path) -> None:
    """In a process of its own: a tree ends every child of the one that holds it."""
    subprocess.run([sys.executable, "-c", LOOKS, str(tmp_path)], check=True, timeout=20)
    assert kept(tmp_path)


FULL = """
import os, sys
from pathlib import Path
from yiwang.city.launcher import logbook, tree

logbook.LONG, tree.LOOK, tree.LATER, place = 500, 0, 0, Path(sys.argv[1])
one, real = tree.Tree(place, dict(os.environ)), os.fsync
def full(*_): raise OSError(28, "No space left on device")
os.fsync = full
for _ in range(3): one.turn()
assert not list(place.glob("kept/*")), "nothing half done takes room on a full disk"
os.fsync = real
one.turn()
one.stop()
"""


def test_a_full_disk_does_not_end_the_city_that_sets_a_log_aside(tmp_path: Path) -> None:
    """The tree is told once, leaves nothing behind and tries again."""
    (tmp_path / "web.log").write_bytes(b"a line\n" * 1000)
    done = subprocess.run([sys.executable, "-c", FULL, str(tmp_path)], check=False, timeout=20, capture_output=True, text=True)
    assert not done.returncode and done.stdout.count("No space left on device") == 1, done.stderr
    assert len(kept(tmp_path)) == 1000 and not (tmp_path / "web.log").stat().st_size


def test_a_clock_set_back_writes_over_nothing_that_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logbook, "LONG", 3)
    for word in (b"first\n", b"second\n"):
        (tmp_path / "web.log").write_bytes(word)
        logbook.look(tmp_path, LATELY)
    assert kept(tmp_path) == [b"first", b"second"]


def test_what_is_too_old_goes_though_no_log_grows_and_other_peoples_files_stay(tmp_path: Path) -> None:
    place = tmp_path / logbook.KEPT
    place.mkdir()
    for name in ("web-20200101T000000Z.log.gz", "web-99999999T999999Z.log.gz", "web-x.part"):
        (place / name).write_bytes(b"")
    logbook.look(tmp_path, LATELY)
    assert [one.name for one in place.iterdir()] == ["web-99999999T999999Z.log.gz"]
