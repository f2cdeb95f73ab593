"""W1 with SpiffWorkflow: the workflow is read, run one task further and stored with its own serializer in each of 7 transactions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from bench._host import Place, Worker, serve
from bench.peers.w1_raw import analyse, mode, opened

OPINION = "经审查,申请材料齐全,符合法定形式,同意。"
STEPS = ("accept", "review_a", "review_b", "review_c", "decide", "close")
POSTGRESQL = """create table kase(id bigserial primary key, state text);
create table history(id bigserial primary key, kase bigint references kase, event text, detail text, at timestamptz default now());
create index on history(kase)"""
SQLITE = """create table kase(id integer primary key, state text);
create table history(id integer primary key, kase int, event text, detail text, at default current_timestamp);
create index h on history(kase)"""


def prepare(place: Place) -> None:
    connection = opened(place)
    if place.postgresql:
        connection.execute(POSTGRESQL)
    else:
        connection.executescript(SQLITE)
    connection.close()


def worker(place: Place) -> Worker:
    parser = BpmnParser()
    parser.add_bpmn_file(str(Path(__file__).with_name("w1_case.bpmn")))
    spec, serializer = parser.get_spec("approval"), BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
    connection = opened(place)
    cursor: Any = connection.cursor()
    mark, begin, lock = ("%s", "begin", " for update") if place.postgresql else ("?", "begin immediate", "")
    made, read, kept, noted = (sql.replace("?", mark) for sql in (
        "insert into kase(state) values (?) returning id", "select state from kase where id=?" + lock, "update kase set state=? where id=?",
        "insert into history(kase,event,detail) values (?,?,?)"))

    def case() -> None:
        cursor.execute(begin)
        flow = BpmnWorkflow(spec)
        flow.do_engine_steps()
        k = cursor.execute(made, (serializer.serialize_json(flow),)).fetchone()[0]
        cursor.execute(noted, (k, "create", ""))
        cursor.execute("commit")
        for name in STEPS:
            cursor.execute(begin)
            flow = serializer.deserialize_json(cursor.execute(read, (k,)).fetchone()[0])
            task = next(t for t in flow.get_tasks(state=TaskState.READY) if t.task_spec.bpmn_id == name)
            task.data["opinion_" + name] = OPINION
            task.run()
            flow.do_engine_steps()
            cursor.execute(kept, (serializer.serialize_json(flow), k))
            cursor.execute(noted, (k, name, OPINION))
            cursor.execute("commit")
        assert flow.is_completed()

    return Worker(case, mode(connection, place))


if __name__ == "__main__":
    serve(prepare, worker, analyse)
