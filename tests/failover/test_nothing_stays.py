"""Whoever started a cluster and is killed leaves none of its processes behind."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.city.conftest import family, gone, waited
from tests.city.test_up import name_of
from tests.support.sources import REPOSITORY

START = """
import sys, time
from pathlib import Path
from tests.failover.cluster import QUICK, Cluster
one = Cluster(Path(sys.argv[1]), "127.19.7", QUICK)
one.lay_out(); one.start("db1"); one.proxy()
while True: time.sleep(60)
"""


@pytest.mark.slow(reason="starts a third of a cluster")
def test_killed_with_its_parent(tmp_path: Path) -> None:
    folder = tmp_path / "cluster"
    folder.mkdir()
    for place in (tmp_path, *tmp_path.parents[:2]):
        place.chmod(0o755)  # Patroni runs as postgres
    with subprocess.Popen([sys.executable, "-c", START, str(folder)], cwd=REPOSITORY) as parent:
        assert waited(lambda: {"etcd", "patroni", "haproxy"} <= {word for one in family(parent.pid) for word in name_of(one).replace("/", " ").split()})
        below = family(parent.pid)
        parent.kill()
        parent.wait(30)
        assert waited(lambda: all(map(gone, below)), 10), [name_of(one) for one in below if not gone(one)]
    shutil.rmtree(folder)
