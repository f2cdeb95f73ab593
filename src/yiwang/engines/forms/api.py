"""The door to declared forms.

Declaring: `register`, `derive`, `check`, `get`, `every`, `schema`, `plug`. Showing: `blank`, `view`, `flat`. Taking: `parse`.
In steps: `judged`, `clean`, `stages`. Conditions of other things on answers: `met`. A rule of what is going to be public: `names_nobody`.
As a spreadsheet: `tables`, `load`, `at_cell`; before saying yes: `differences`; rows of a group: `rows_changed`; a firm by its code: `looked_up`.
Drafts: `save_draft`, `draft`, `drafts`, `draft_by_code`, `hold_draft`, `save_draft_of`, `drop_draft`, `drop_draft_of`, `sweep_drafts`.
"""

from __future__ import annotations

from yiwang.engines.forms.rooms.conditions import met
from yiwang.engines.forms.rooms.declared import check, derive, every, get, register
from yiwang.engines.forms.rooms.differences import differences
from yiwang.engines.forms.rooms.drafts import (
    draft,
    draft_by_code,
    drafts,
    drop_draft,
    drop_draft_of,
    drop_drafts_of,
    hold_draft,
    save_draft,
    save_draft_of,
    sweep_drafts,
)
from yiwang.engines.forms.rooms.firms import looked_up
from yiwang.engines.forms.rooms.flat import flat, said
from yiwang.engines.forms.rooms.nobody import names_nobody
from yiwang.engines.forms.rooms.pages import blank, view
from yiwang.engines.forms.rooms.parse import clean, judged, parse
from yiwang.engines.forms.rooms.ports import plug
from yiwang.engines.forms.rooms.rows import changed as rows_changed
from yiwang.engines.forms.rooms.schemas import schema
from yiwang.engines.forms.rooms.stages import stages
from yiwang.engines.forms.rooms.workbooks import at_cell, load, tables
from yiwang.engines.forms.types import (
    NOTHING,
    Clean,
    Difference,
    Divisions,
    DraftView,
    FaultView,
    Field,
    FieldKind,
    FieldView,
    Firms,
    Form,
    FormView,
    Initial,
    Judged,
    Loaded,
    LoadedBook,
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
    "NOTHING", "Clean", "Difference", "Divisions", "DraftView", "FaultView", "Field", "FieldKind", "FieldView", "Firms", "Form", "FormView",
    "Initial", "Judged", "Loaded", "LoadedBook", "Lookup", "Option", "PartView", "Stage", "StepView", "Upload", "Uploads", "When", "anchor",
    "at_cell", "blank", "check", "clean", "derive", "differences", "draft", "draft_by_code", "drafts", "drop_draft", "drop_draft_of",
    "drop_drafts_of", "every", "flat", "get", "hold_draft", "judged", "load", "looked_up", "met", "names_nobody", "parse", "plug",
    "register", "rows_changed", "said", "save_draft", "save_draft_of", "schema", "stages", "sweep_drafts", "tables", "view",
]
