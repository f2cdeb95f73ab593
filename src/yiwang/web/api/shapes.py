"""Frozen values as JSON, and their JSON Schema: both from the type hints of the values the doors give, so that they cannot disagree."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

from yiwang.kernel import clock

PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"}, int: {"type": "integer"}, bool: {"type": "boolean"}, date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"}, Any: {}, object: {},
}


def written(value: Any) -> Any:
    """A value as JSON: instants as RFC 3339 in the city's time, days as ISO 8601, money in fen."""
    if isinstance(value, datetime):
        return clock.local(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: written(getattr(value, name)) for name in _fields(type(value))}
    if isinstance(value, Mapping):
        return {str(key): written(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [written(inner) for inner in value]
    return value


@cache
def _fields(cls: type) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(cls))


def schema(hint: Any, parts: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema of a type; what it consists of goes into `parts` by name. Raises TypeError for a type no door gives."""
    if hint in PLAIN:
        return dict(PLAIN[hint])
    if hint is None or hint is type(None):
        return {"type": "null"}
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [schema(one, parts) for one in inner]}
    if origin is tuple:
        return _tuple(inner, parts)
    if origin is list:
        return {"type": "array", "items": schema(inner[0], parts)}
    if origin is not None and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": schema(inner[1], parts)}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"type": "string", "enum": [one.value for one in hint]}
    if isinstance(hint, type) and issubclass(hint, Mapping):
        return {"type": "object"}
    if dataclasses.is_dataclass(hint):
        return _value(hint, parts)
    raise TypeError(f"no schema for {hint}")


def _tuple(inner: tuple[Any, ...], parts: dict[str, Any]) -> dict[str, Any]:
    if inner[-1] is Ellipsis:
        return {"type": "array", "items": schema(inner[0], parts)}
    return {"type": "array", "prefixItems": [schema(one, parts) for one in inner], "minItems": len(inner), "maxItems": len(inner)}


def _value(cls: Any, parts: dict[str, Any]) -> dict[str, Any]:
    name = f"{cls.__module__.split('.')[-2]}.{cls.__name__}"
    if name not in parts:
        parts[name] = {}  # it may hold itself
        hints = typing.get_type_hints(cls)
        fields = _fields(cls)
        parts[name] = {"type": "object", "description": (cls.__doc__ or "").split("\n")[0], "required": list(fields),
                       "properties": {field: schema(hints[field], parts) for field in fields}}
    return {"$ref": f"#/components/schemas/{name}"}
