"""The door to declared forms.

Declaring: `register`, `derive`, `check`, `get`, `every`, `schema`, `plug`. Showing: `blank`, `view`, `flat`. Taking: `parse`.
In steps: `judged`, `stages`. Conditions of other things on answers: `met`.
Drafts: `save_draft`, `draft`, `drafts`, `draft_by_code`, `drop_draft`, `sweep_drafts`.
"""

from __future__ import annotations

from yiwang.engines.forms.rooms.conditions import met
from yiwang.engines.forms.rooms.declared import check, derive, every, get, register
from yiwang.engines.forms.rooms.drafts import draft, draft_by_code, drafts, drop_draft, save_draft, sweep_drafts
from yiwang.engines.forms.rooms.flat import flat, said
from yiwang.engines.forms.rooms.pages import blank, view
from yiwang.engines.forms.rooms.parse import judged, parse
from yiwang.engines.forms.rooms.ports import plug
from yiwang.engines.forms.rooms.schemas import schema
from yiwang.engines.forms.rooms.stages import stages
from yiwang.engines.forms.types import (
    NOTHING,
    Clean,
    Divisions,
    DraftView,
    FaultView,
    Field,
    FieldKind,
    FieldView,
    Form,
    FormView,
    Initial,
    Judged,
    Lookup,
    Option,
    PartView,
    Stage,
    StepView,
    Upload,
    Uploads,
    When,
    anchor,
)

__all__ = [
    "NOTHING", "Clean", "Divisions", "DraftView", "FaultView", "Field", "FieldKind", "FieldView", "Form", "FormView", "Initial", "Judged", "Lookup",
    "Option", "PartView", "Stage", "StepView", "Upload", "Uploads", "When", "anchor", "blank", "check", "derive", "draft", "draft_by_code", "drafts",
    "drop_draft", "every", "flat", "get", "judged", "met", "parse", "plug", "register", "said", "save_draft", "schema", "stages",
    "sweep_drafts", "view",
]
