"""Every procedure of an approval, as 行政许可法 (2019) has them; the versions that open cases are still pinned to stand in `versions/`."""

from __future__ import annotations

from yiwang.engines.cases import api as cases
from yiwang.systems.public.services import forms
from yiwang.systems.public.services.procedures.holders import CANCELLATION, CHANGE, REISSUE, RENEWAL, REVOCATION
from yiwang.systems.public.services.procedures.inspected import INSPECTED
from yiwang.systems.public.services.procedures.permits import COMMITMENT, INSTANT, JOINT, ORDINARY
from yiwang.systems.public.services.procedures.yearly import ANNUAL_INSPECTION, ANNUAL_REPORT, FILING

IN_FORCE = (ORDINARY, JOINT, INSTANT, COMMITMENT, INSPECTED, CHANGE, RENEWAL, REISSUE, CANCELLATION, REVOCATION, FILING, ANNUAL_INSPECTION, ANNUAL_REPORT)
TO_SUPERVISION = cases.Referral(
    "oversight.supervision.signal", "signatory", "移送监察", tuple(p.code for p in IN_FORCE if "signatory" in p.roles), forms.CLUE, "移送监察")

__all__ = ["ANNUAL_INSPECTION", "ANNUAL_REPORT", "CANCELLATION", "CHANGE", "COMMITMENT", "FILING", "INSPECTED", "INSTANT", "IN_FORCE", "JOINT", "ORDINARY",
           "REISSUE", "RENEWAL", "REVOCATION", "TO_SUPERVISION"]
