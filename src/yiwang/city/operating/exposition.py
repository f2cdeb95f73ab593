"""Figures as Prometheus reads them (text format 0.0.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)  # seconds
LAST, SUM = "+Inf", "sum"


@dataclass(frozen=True, slots=True)
class Figure:
    """A value just now."""

    name: str
    value: float
    labels: str = ""


FAMILIES = {  # name → kind and what it is
    "yiwang_requests_total": ("counter", "requests by kind of page (its address without what stands in it), method and status"),
    "yiwang_request_seconds": ("histogram", "seconds until the answer, by kind of page"),
    "yiwang_policy_violations_total": ("counter", "what browsers say the content policy stopped, by directive"),
    "yiwang_moves_total": ("counter", "entries of the record by procedure (or system, where procedures share an act) and kind, as readers pass them"),
    "yiwang_open_cases": ("gauge", "open cases by procedure, counted once a minute"),
    "yiwang_terms": ("gauge", "running terms by procedure and light, counted once a minute"),
    "yiwang_letters_owed": ("gauge", "letters owed and not made"),
    "yiwang_letters_oldest_seconds": ("gauge", "age of the oldest letter owed"),
    "yiwang_outbox_waiting": ("gauge", "mails and short messages that wait"),
    "yiwang_outbox_oldest_seconds": ("gauge", "age of the oldest of them"),
    "yiwang_outbox_given_up": ("gauge", "mails and short messages that were given up"),
    "yiwang_counted_age_seconds": ("gauge", "age of what is counted once a minute"),
    "yiwang_reader_lag_entries": ("gauge", "entries a reader has not passed"),
    "yiwang_reader_lag_seconds": ("gauge", "age of the first entry it has not passed"),
    "yiwang_reader_parked": ("gauge", "entries it put aside"),
    "yiwang_unsealed_entries": ("gauge", "entries without a position"),
    "yiwang_unsealed_seconds": ("gauge", "age of the first of them"),
    "yiwang_loop_failures": ("gauge", "failures in a row of a loop"),
    "yiwang_database_up": ("gauge", "1 when the database answered"),
    "yiwang_database_bytes": ("gauge", "size of the database"),
    "yiwang_database_wal_bytes": ("gauge", "size of SQLite's write-ahead log"),
    "yiwang_database_connections": ("gauge", "connections to PostgreSQL's database"),
    "yiwang_disk_free_bytes": ("gauge", "free on the data folder's disk"),
    "yiwang_disk_mark_bytes": ("gauge", "the marks below which it warns, takes nothing in, writes nothing"),
    "yiwang_disk_level": ("gauge", "0 well, 1 warns, 2 takes nothing in, 3 writes nothing"),
    "yiwang_processes": ("gauge", "processes of the tree"),
    "yiwang_process_resident_bytes": ("gauge", "their memory"),
    "yiwang_process_cpu_seconds": ("gauge", "processor time of those that run"),
}


def labels(**named: str) -> str:
    """Labels as they are shown."""
    return ",".join(f'{name}="{_escaped(value)}"' for name, value in named.items())


def text(figures: Iterable[Figure], counts: Mapping[tuple[str, str, str], float]) -> str:
    """Everything, family by family. A name that no family declares is refused: KeyError."""
    found: dict[str, list[str]] = {name: [] for name in FAMILIES}
    for figure in figures:
        found[figure.name].append(_line(figure.name, figure.labels, figure.value))
    histograms: dict[tuple[str, str], dict[str, float]] = {}
    for (name, labels, bucket), value in sorted(counts.items()):
        if FAMILIES[name][0] == "histogram":
            histograms.setdefault((name, labels), {})[bucket] = value
        else:
            found[name].append(_line(name, labels, value))
    for (name, labels), buckets in histograms.items():
        found[name] += _histogram(name, labels, buckets)
    lines = []
    for name, rows in found.items():
        if rows:
            kind, about = FAMILIES[name]
            lines += [f"# HELP {name} {about}", f"# TYPE {name} {kind}", *rows]
    return "\n".join(lines) + "\n"


def bucket(seconds: float) -> str:
    """The bucket a length of time is counted in."""
    return next((str(le) for le in BUCKETS if seconds <= le), LAST)


def _histogram(name: str, labels: str, buckets: Mapping[str, float]) -> list[str]:
    """Each bucket with all below it, as the format has it."""
    lines, whole, comma = [], 0.0, "," if labels else ""
    for le in (*map(str, BUCKETS), LAST):
        whole += buckets.get(le, 0.0)
        lines.append(_line(f"{name}_bucket", f'{labels}{comma}le="{le}"', whole))
    return [*lines, _line(f"{name}_sum", labels, buckets.get(SUM, 0.0)), _line(f"{name}_count", labels, whole)]


def _line(name: str, labels: str, value: float) -> str:
    return f"{name}{{{labels}}} {value:.15g}" if labels else f"{name} {value:.15g}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
