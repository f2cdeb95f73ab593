"""W1 with the Django ORM and nothing else: 7 atomic blocks, 24 rows. What a plain application costs without any engine."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
import django
from django.conf import settings
from django.db import connection, models, transaction

from bench._host import Place, Worker, serve
from yiwang.kernel.clock import Clock

SUBJECT, OPINION = "建设工程规划许可证核发申请", "经审查,申请材料齐全,符合法定形式,同意。"
STEPS = (("accept", "clerk"), ("review", "unit-a"), ("review", "unit-b"), ("review", "unit-c"), ("decide", "chief"), ("close", "clerk"))
now = Clock().now
tables: dict[str, type[models.Model]] = {}


def configure(place: Place) -> None:
    if place.postgresql:
        parts = urlsplit(place.database)
        one = {"ENGINE": "django.db.backends.postgresql", "NAME": parts.path[1:], "USER": parts.username, "HOST": parse_qs(parts.query)["host"][0]}
    else:
        one = {"ENGINE": "django.db.backends.sqlite3", "NAME": place.database,
               "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 60, "init_command": "PRAGMA journal_mode=WAL"}}
    settings.configure(DATABASES={"default": one}, USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField")
    django.setup()
    declare()


def declare() -> None:
    key = {"Meta": type("Meta", (), {"app_label": "w1"}), "__module__": __name__}
    text, time = models.TextField, models.DateTimeField
    case = type("Case", (models.Model,), {**key, "subject": models.CharField(max_length=200), "state": models.CharField(max_length=16),
                                          "opened": time(auto_now_add=True), "changed": time(null=True)})
    tables["case"] = case
    tables["task"] = type("Task", (models.Model,), {
        **key, "Meta": type("Meta", (), {"app_label": "w1"}), "case": models.ForeignKey(case, models.CASCADE), "node": models.CharField(max_length=32),
        "unit": models.CharField(max_length=32, db_index=True), "state": models.CharField(max_length=8), "result": text(null=True),
        "created": time(auto_now_add=True), "ended": time(null=True)})
    tables["history"] = type("History", (models.Model,), {
        **key, "Meta": type("Meta", (), {"app_label": "w1"}), "case": models.ForeignKey(case, models.CASCADE), "actor": models.CharField(max_length=32),
        "event": models.CharField(max_length=32), "detail": text(), "at": time(auto_now_add=True)})
    tables["decision"] = type("Decision", (models.Model,), {
        **key, "Meta": type("Meta", (), {"app_label": "w1"}), "case": models.ForeignKey(case, models.CASCADE), "verdict": models.CharField(max_length=16),
        "at": time(auto_now_add=True)})


def case() -> None:
    kase, task, history = (tables[name].objects for name in ("case", "task", "history"))  # type: ignore[attr-defined]
    with transaction.atomic():  # noqa: TID251 (the peer is Django's own way)
        one = kase.create(subject=SUBJECT, state="new")
        task.create(case=one, node="accept", unit="clerk", state="open")
        history.create(case=one, actor="citizen", event="create", detail=SUBJECT)
    for node, unit in STEPS:
        with transaction.atomic():  # noqa: TID251 (the same)
            one = kase.select_for_update().get(pk=one.pk)
            waiting = task.get(case=one, node=node, unit=unit, state="open")
            waiting.state, waiting.result, waiting.ended = "done", OPINION, now()
            waiting.save(update_fields=["state", "result", "ended"])
            history.create(case=one, actor=unit, event=node, detail=OPINION)
            follow(one, node)


def follow(one: models.Model, node: str) -> None:
    task = tables["task"].objects  # type: ignore[attr-defined]
    if node == "accept":
        moved(one, "review")
        for unit in "abc":
            task.create(case=one, node="review", unit="unit-" + unit, state="open")
    elif node == "review":
        if not task.filter(case=one, node="review", state="open").exists():
            moved(one, "decide")
            task.create(case=one, node="decide", unit="chief", state="open")
    elif node == "decide":
        tables["decision"].objects.create(case=one, verdict="granted")  # type: ignore[attr-defined]
        task.create(case=one, node="close", unit="clerk", state="open")
    else:
        moved(one, "closed")


def moved(one: models.Model, state: str) -> None:
    one.state, one.changed = state, now()  # type: ignore[attr-defined]
    one.save(update_fields=["state", "changed"])


def prepare(place: Place) -> None:
    configure(place)
    with connection.schema_editor() as editor:
        for model in tables.values():
            editor.create_model(model)
    connection.close()


def analyse(place: Place) -> None:
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze" if place.postgresql else "analyze")
    connection.close()


def worker(place: Place) -> Worker:
    def mode(word: str) -> None:
        with connection.cursor() as cursor:
            if place.postgresql:
                cursor.execute(f"set synchronous_commit = {'on' if word == 'durable' else 'off'}")
            else:
                cursor.execute(f"pragma synchronous = {'full' if word == 'durable' else 'off'}")

    return Worker(case, mode)


if __name__ == "__main__":
    serve(prepare, worker, analyse)
