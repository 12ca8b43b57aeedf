"""Facts as plain JSON values and back: frozen dataclasses of numbers, texts, tuples, and further dataclasses."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """A dataclass as a mapping with one key a field; tuples become lists."""
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    return value


def from_plain(kind: type[T], data: Any) -> T:
    """The value that ``to_plain`` wrote.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: the data has another shape.
    """
    value: T = _typed(kind, data)
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _typed(hint: Any, value: Any) -> Any:
    if is_dataclass(hint) and isinstance(hint, type):
        return hint(**{name: _typed(inner, value[name]) for name, inner in _hints(hint).items()})
    if isinstance(hint, type) and issubclass(hint, tuple):
        return hint(*value)
    if get_origin(hint) is tuple:
        inner = get_args(hint)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_typed(inner[0], item) for item in value)
        return tuple(_typed(kind, item) for kind, item in zip(inner, value, strict=True))
    if value is not None and (nested := [arg for arg in get_args(hint) if _is_nested(arg)]):
        return _typed(nested[0], value)
    return value


def _is_nested(hint: Any) -> bool:
    return is_dataclass(hint) or get_origin(hint) is tuple or (isinstance(hint, type) and issubclass(hint, tuple))
