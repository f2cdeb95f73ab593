"""The case's papers beside the form of a move: whoever decides reads what they decide on without leaving the page."""

from __future__ import annotations

from yiwang.engines.cases import api as cases
from yiwang.engines.files import api as files
from yiwang.engines.forms import api as forms
from yiwang.web.components.papers import Paper, Papers
from yiwang.web.generic import case
from yiwang.web.generic.fields import size

SHOWN = {files.PDF: "pdf", **dict.fromkeys(files.PICTURES, "picture")}


def papers(view: cases.CaseView) -> Papers | None:
    """What was handed in, as far as its reader may see it; None where there is nothing to read."""
    answers, labels = case.request_pairs(view), _labels(view)
    found = tuple(Paper(p["name"], f"/cases/{view.ref}/files/{p['sha256']}/", size(p["size"]), labels.get(p["sha256"], ""), SHOWN.get(p.get("type", ""), ""))
                  for p in case.papers(view))
    if answers is None and not found:
        return None
    return Papers(answers, found, "没有交材料。" if view.values is not None else "材料含个人信息，写明用途才能看。")


def _labels(view: cases.CaseView) -> dict[str, str]:
    """What each paper was handed in as."""
    found: dict[str, str] = {}
    for brought in (view.values or {}).values():
        form = forms.get(brought["form"], brought["version"])
        for field in form.fields if form else ():
            given = brought["answers"].get(field.code)
            if field.kind is forms.FieldKind.FILE and isinstance(given, list):
                found |= {one["sha256"]: field.label for one in given}
    return found
