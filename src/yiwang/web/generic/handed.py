"""A form handed in, whoever's it is: what came is read and judged, done, or shown again with what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yiwang.engines.cases import api as cases
from yiwang.engines.files import api as files
from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import NOTHING, Clean, Form, FormView
from yiwang.kernel.errors import Invalid, Refused, Stale
from yiwang.kernel.reasons import Reason
from yiwang.web.components.basics import Alert
from yiwang.web.generic.looking import looked
from yiwang.web.generic.uploads import raw, received, seen

Make = Callable[[Clean, str, cases.Seen], object]  # data, key, what the page rested on


@dataclass(frozen=True, slots=True)
class Handed:
    """`done`, or what the page that comes back shows: the answers as they were sent, the faults, what stands above them, the HTTP status."""

    done: bool = False
    values: Mapping[str, Any] | None = None
    files: Mapping[str, Any] = field(default_factory=dict)
    faults: Sequence[Reason] = ()
    alert: Alert | None = None
    status: int = 200

    def shown(self, request: Any, form: Form) -> FormView:
        return forms.view(
            form=form, at=request.at, values=self.values, errors=self.faults, uploads=files.uploads(actor=request.actor), files=self.files
        )


def hand_in(request: Any, form: Form, make: Make, *, alert: Alert | None = None, values: Mapping[str, Any] | None = None) -> Handed:
    """Does what was asked for by POST; `alert` is what stands above the form when nothing is wrong, `values` what is filled in to begin with."""
    if request.method != "POST":
        return Handed(values=values, alert=alert)
    given = raw(request)
    sent: dict[str, Any] = {}
    try:
        sent = received(request, form)
        if (found := looked(request, form, given, str(given.get("go", "")))) is not None:
            return Handed(False, found, sent, (), alert)
        data = NOTHING
        if form.fields:
            data = forms.parse(form=form, raw=given, files=sent, uploads=files.uploads(actor=request.actor), at=request.at)
        make(data, request.POST["key"], seen(request))
    except Invalid as wrong:
        return Handed(False, given, sent, tuple(wrong.reasons), alert, 422)
    except Stale as stale:
        return Handed(False, given, sent, (), Alert("这件事刚刚有了变化", str(stale), "warn"), 409)
    except Refused as refused:
        whole = "".join(str(r) for r in refused.reasons if not r.field)
        return Handed(False, given, sent, tuple(r for r in refused.reasons if r.field), Alert("现在不能办", whole, "bad") if whole else alert, 409)
    return Handed(True)
