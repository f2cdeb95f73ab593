"""Looking a firm up by its code, on a form that is being filled in. A citizen is told what anybody may know; an official's look-up is on record."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse

from yiwang.engines.forms import api as forms
from yiwang.engines.forms.types import Form
from yiwang.engines.identity import api as identity
from yiwang.kernel.errors import NotFound
from yiwang.web.generic.filling import Raw
from yiwang.web.permits import posts, signed_in

LONGEST = 100  # characters of what a form is called, as the record of a look-up has it


def looked(request: Any, form: Form, typed: Raw, go: str) -> Raw | None:
    """What is typed after the button 查询, or None when another one was pressed."""
    return forms.looked_up(fields=form.fields, raw=typed, go=go, find=lambda code: name_of(request, code, form.title))


def name_of(request: Any, code: str, about: str) -> str | None:
    """The registered name of a well-formed code, for whoever fills in the form that is called so."""
    if not request.actor.official:
        return identity.firm_named(code=code)
    purpose = f"填写：{about[:LONGEST]}"
    found = identity.look_up_applicant(actor=request.actor, kind="firm", number=code, purpose=purpose, at=request.at)
    return found.name if found else None


@posts
@signed_in
def firms(request: Any) -> HttpResponse:
    """`POST /firms/`: the registered name of a code, and in Chinese what follows."""
    if request.method != "POST":
        raise NotFound("firms")
    code = request.POST.get("code", "")[:40]
    if wrong := identity.applicant_faults(kind="firm", number=code):
        return JsonResponse({"said": wrong[0].text}, status=422)
    if name := name_of(request, code, request.POST.get("purpose", "")):
        return JsonResponse({"name": name, "said": "已核对，和登记的一致。"})
    return JsonResponse({"said": "本市登记库里没有这个代码。可以照执照填写名称，会标明“未核验”。"})
