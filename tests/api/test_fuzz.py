"""What nobody would send on purpose: every operation of our own description, as each kind of user, by schemathesis. No answer is broken, and each is
what the description says."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from tests.support import addresses, programs
from yiwang.engines.cases import api as cases
from yiwang.web.api import guard
from yiwang.web.throttle import Throttle

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_clock"),
              pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]  # its client closes no file that is sent to it
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
KINDS = ("nobody", "party", "agent", "window", "signatory", "asked", "watch", "system", "security", "audit")
RUN = ("system", "security", "signatory", "party", "window")  # who runs commands
SUBJECTS = ("unit:{}", "post:{}", "person:{}", "account:{}", "firm:{}", "mandate:{}", "register:items:410105.restaurant_joint", "policy:idle_minutes",
            "library:410105", "calendar:2027", "guardians:all", "client:water")


@pytest.fixture(autouse=True)
def no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of requests in a minute are the point here."""
    monkeypatch.setattr(guard, "ASKED", Throttle("api", 10**9, guard.MINUTE))
    monkeypatch.setattr(guard, "WRONG", Throttle("api-token", 10**9, guard.MINUTE))


@pytest.mark.slow(reason="a small city, and every operation as every kind of user")
def test_no_answer_breaks_the_description() -> None:
    ask_everything(3)


@pytest.mark.long
def test_no_answer_breaks_the_description_for_long() -> None:
    ask_everything(60)


def ask_everything(examples: int) -> None:
    """So many examples of every operation, sound ones and unsound ones. Raises with all that broke."""
    places = addresses.city(past=2)
    tokens = {kind: programs.secret(kind) for kind in KINDS}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    broken: dict[str, str] = {}
    for result in schema.get_all_operations():
        operation = result.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                asking(operation, mode, places, tokens, examples)()
            except Exception as error:
                broken[f"{operation.method.upper()} {operation.path} {mode.value}"] = said(error)
    assert not broken, "\n\n".join(f"{where}\n{what}" for where, what in broken.items())


def asking(operation: Any, mode: GenerationMode, places: addresses.Places, tokens: dict[str, str], examples: int) -> Any:
    command = re.search("/commands/([a-z._]+)/", operation.path)
    kinds, fit = (RUN, cases.command(command[1]).on) if command else (KINDS, ".*")
    there = [s for s in SUBJECTS if re.fullmatch(fit, s.format(7))]
    subjects = st.sampled_from(there) if there else st.from_regex(fit, fullmatch=True)
    known = {"ref": places.ref, "sha256": places.sha256, "register": "items", "key": "410105.restaurant_joint", "inquiry": "1"}

    @seed(20261120)
    @settings(max_examples=examples, deadline=None, database=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode), kind=st.sampled_from(kinds), real=st.integers(0, 3), subject=subjects,
           number=st.integers(0, 400))
    def ask(case: Any, kind: str, real: int, subject: str, number: int) -> None:
        if real:  # of what is there; else whatever was made up
            for name in case.path_parameters or {}:
                case.path_parameters[name] = subject.replace("{}", str(number)) if name == "subject" else known.get(name, case.path_parameters[name])
        headers = {"Authorization": f"Bearer {tokens[kind]}"} if tokens[kind] else {}
        if real > 1:
            headers |= {"Idempotency-Key": uuid4().hex, "Seen": f"{number % 5}.{number % 3}"}
        case.validate_response(case.call(headers=headers), checks=CHECKS)

    return ask


def said(error: BaseException) -> str:
    inner = getattr(error, "exceptions", ())
    return "\n".join(said(one) for one in inner) if inner else str(error)[:900]
