"""A declared form's description as parts of a page."""

from __future__ import annotations

from dataclasses import replace

from yiwang.engines.forms.types import FieldView, FormView
from yiwang.web import slots
from yiwang.web.components import fields as parts
from yiwang.web.components.part import Part
from yiwang.web.components.rows import RowOf, Rows
from yiwang.web.generic import compounds

KINDS = {
    "text": "text",
    "long_text": "textarea",
    "number": "number",
    "money": "money",
    "date": "date",
    "choice": "radios",
    "choices": "checks",
    "yes_no": "segments",
    "phone": "tel",
}
SEEN_AT_ONCE = 15  # choices: more than these are a list that opens
WIDTHS = ((6, "xs"), (12, "s"), (24, "m"))


def groups(form: FormView, upload_url: str = "") -> tuple[parts.Group, ...]:
    """Groups of fields, a group a step."""
    return tuple(parts.Group(s.title if len(form.steps) > 1 else "", tuple(part(f, upload_url) for f in s.fields)) for s in form.steps)


def groups_of_step(form: FormView, title: str, upload_url: str = "") -> tuple[parts.Group, ...]:
    """The fields of one step, a group a heading. What answers of other steps decide is decided here; the page's script sees only this step."""
    fields = next(s.fields for s in form.steps if s.title == title)
    here = {f.name for f in fields}
    found: dict[str, list[Part]] = {}
    for field in fields:
        inner = tuple(w for w in field.when if w.field in here)
        if field.shown or inner:
            found.setdefault(field.heading, []).append(part(replace(field, when=inner), upload_url))
    return tuple(parts.Group(heading, tuple(drawn)) for heading, drawn in found.items())


def errors(form: FormView) -> parts.ErrorSummary | None:
    return parts.ErrorSummary(tuple(parts.ErrorLine(e.text, e.anchor) for e in form.errors)) if form.errors else None


def part(field: FieldView, upload_url: str = "") -> Part:
    """One field."""
    when = f"{field.when[0].field}={'|'.join(field.when[0].values)}" if field.when else ""
    if field.locked:
        said = f"来自{field.source}" + (f"，{field.dated}" if field.dated else "")
        way = next(iter(slots.filled("locked.correct", field)), None)
        return parts.Locked(field.name, field.label, field.display or field.value, said, way.url if way else "", way.text if way else "")
    if field.kind == "file":
        sent = tuple(parts.Sent(f.name, size(f.size), f"/files/{f.sha256}/", remove=f.sha256) for f in field.files)
        return parts.Upload(field.name, field.label, field.help, field.error, many=field.most_files > 1, url=upload_url, sent=sent, earlier=_earlier(field),
                            optional=not field.required, shown_when=when)
    if field.kind == "rows":
        return _rows(field)
    if field.kind == "address":
        return _address(field, when)
    if field.kind in compounds.DRAWN:
        return compounds.DRAWN[field.kind](field, when)
    if field.parts:
        inner = tuple(parts.Field(p.name, p.label, "text", p.value, error=p.error, optional=not p.required) for p in field.parts)
        return parts.Person(field.label, inner, field.help, when)
    options = tuple(parts.Option(o.value, o.label, o.chosen) for o in field.options)
    opens = field.kind == "choice" and len(options) > SEEN_AT_ONCE
    return parts.Field(
        field.name,
        field.label,
        "select" if opens else KINDS.get(field.kind, "text"),
        field.value,
        field.help,
        field.error,
        optional=not field.required,
        width=_width(field),
        unit=field.unit,
        placeholder="请选择" if opens else f"例如：{field.example}" if field.example else "",
        options=options,
        shown_when=when,
        maxlength=field.longest if field.kind in ("text", "long_text") else None,
    )


def _earlier(field: FieldView) -> tuple[parts.Sent, ...]:
    return tuple(parts.Sent(one.name, f"{on:%Y-%m-%d} 交过", f"/files/{one.sha256}/", remove=one.sha256) for one, on in field.offered)


def size(count: int) -> str:
    """A file's size in words."""
    return f"{count / 1024 / 1024:.1f} MB" if count >= 1024 * 1024 else f"{max(1, count // 1024)} KB"


def _width(field: FieldView) -> str:
    if field.kind in ("number", "money", "phone"):
        return "s"
    return next((name for limit, name in WIDTHS if 0 < field.width <= limit), "")


OPEN_ROWS = 3  # more rows than these lie folded, but for new ones and those with a fault


def _rows(field: FieldView) -> Part:
    rows = []
    for number, inner in enumerate(field.rows, 1):
        faulty = any(one.error for one in inner)
        title = _title(next((one for one in inner if one.name.endswith(".title")), inner[0]))
        rows.append(RowOf(number, tuple(part(one) for one in inner), title, len(field.rows) <= OPEN_ROWS or faulty or not title, faulty))
    return Rows(field.name, field.label, tuple(rows), field.help, field.error, optional=not field.required, full=len(rows) >= field.most_rows)


def _title(field: FieldView) -> str:
    return next((o.label for o in field.options if o.chosen), "") if field.options else field.value[:60]


def _address(field: FieldView, when: str) -> Part:
    levels, detail = field.parts[:-1], field.parts[-1]
    selects = tuple(
        parts.Field(
            p.name,
            p.label,
            "select",
            p.value,
            error=p.error,
            placeholder="请选择",
            lookup=f"/divisions/?name={p.name}",
            options=tuple(parts.Option(o.value, o.label, o.chosen) for o in p.options),
        )
        for p in levels
    )
    return parts.Address(
        field.name, field.label, selects, parts.Field(detail.name, detail.label, "text", detail.value, error=detail.error), field.help, field.error,
        shown_when=when,
    )
