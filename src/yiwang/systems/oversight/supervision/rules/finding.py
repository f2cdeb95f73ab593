"""All rules asked about one entry. Pure: the same entry, past and catalogue find the same, for ever."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yiwang.engines.ledger.types import Recorded
from yiwang.kernel import clock
from yiwang.systems.oversight.supervision.rules import data, fees, people, ratings, records, steps, time, told
from yiwang.systems.oversight.supervision.rules.catalogue import Catalogue, bound, standing
from yiwang.systems.oversight.supervision.rules.detector import Detector
from yiwang.systems.oversight.supervision.rules.past import Past
from yiwang.systems.oversight.supervision.rules.types import Finding

DETECTORS: tuple[Detector, ...] = (
    *time.DETECTORS, *steps.DETECTORS, *told.DETECTORS, *fees.DETECTORS, *people.DETECTORS, *records.DETECTORS, *data.DETECTORS)
LOOKED_FOR_DAILY = (ratings.UNANSWERED, records.BATCH)
BY_CODE: Mapping[str, Detector] = {d.code: d for d in DETECTORS}
OWN = "oversight.supervision"  # what supervision itself does is watched by no other rules than its own
bound(standing(), (*BY_CODE, *LOOKED_FOR_DAILY))


def found(entry: Recorded, past: Past, catalogue: Catalogue | None = None) -> list[Finding]:
    """What an entry shows, by the versions in force on its day; what the same rule found in the same step before is not found again."""
    own = str(entry.facts.get("procedure", "")).startswith(OWN)
    rules, every = catalogue or standing(), list[Finding]()
    for detector in (d for d in DETECTORS if d.own is own):
        every += [f for f in _by(detector, entry, past, rules) if f.key not in {g.key for g in every} and not _known(detector, f, past, rules)]
    return every


def _by(detector: Detector, entry: Recorded, past: Past, rules: Catalogue) -> Sequence[Finding]:
    rule = rules.in_force(detector.code, clock.day(entry.at)) if detector.looks(entry) else None
    return tuple(detector.by(rule)(rule, entry, past)) if rule is not None else ()


def _known(detector: Detector, finding: Finding, past: Past, rules: Catalogue) -> bool:
    """Whether an earlier entry showed it already."""
    return any(finding.key == f.key for e in past.entries if detector.looks(e) for f in _by(detector, e, past.before(e.n), rules))
