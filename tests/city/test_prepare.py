"""What must be there before the first page: who may not make it is told who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import ProgrammingError
from psycopg import errors

from yiwang.city import prepare
from yiwang.city.words import Trouble


@pytest.mark.parametrize(("cause", "kind", "said"), [
    (errors.InsufficientPrivilege("must be owner of table files_file"), Trouble, "表的所有者"),
    (errors.UndefinedTable("no such table"), ProgrammingError, "as Django says it"),
])
def test_who_may_not_make_tables_is_told_who_may(monkeypatch: pytest.MonkeyPatch, cause: Exception, kind: type[Exception], said: str) -> None:
    def refused(*words: Any, **named: Any) -> None:
        raise ProgrammingError("as Django says it") from cause

    monkeypatch.setattr("django.core.management.call_command", refused)
    with pytest.raises(kind, match=said):
        prepare._migrate()
