"""Values of scalars by the core schema of YAML 1.2, in which `16:9`, `no` and `2024-01-01` are texts."""

from __future__ import annotations

import re
from typing import TypeAlias

from promptlint.document.nodes import Mapping, Node, Scalar, Sequence

PlainValue: TypeAlias = str | int | float | bool | list["PlainValue"] | dict[str, "PlainValue"] | None

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_WORDS: dict[str, bool] = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_INT = re.compile(r"[-+]?[0-9]+\Z|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z|[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z"
)
_LONGEST_NUMBER = 400
"""Longer digit strings stay text: converting them takes quadratic time."""


def is_null(node: Node) -> bool:
    """Whether the node is an empty or null plain scalar."""
    return isinstance(node, Scalar) and node.style == "plain" and node.value in _NULLS and node.tag is None


def resolve(scalar: Scalar) -> str | int | float | bool | None:
    """The scalar's value: text unless it is unquoted and reads as null, a boolean or a number."""
    value = scalar.value
    if scalar.style != "plain" or scalar.tag is not None:
        return value
    first = value[:1]
    if first.isdigit() or first in "+-.":
        if not value or len(value) > _LONGEST_NUMBER:
            return value or None
        if _INT.match(value):
            return int(value, 0) if value.startswith(("0o", "0x")) else int(value)
        if _FLOAT.match(value):
            return float(value.lower().replace(".inf", "inf").replace(".nan", "nan"))
        return value
    if value in _NULLS:
        return None
    return _WORDS.get(value, value)


def to_instance(node: Node) -> PlainValue:
    """The node as plain Python values, as a JSON Schema validator takes them. Aliases are copied out."""
    if isinstance(node, Scalar):
        return resolve(node)
    if isinstance(node, Mapping):
        return {entry.key.value: to_instance(entry.value) for entry in node.entries}
    return [to_instance(item) for item in node.items]


def node_at(node: Node, path: tuple[str | int, ...]) -> Node | None:
    """The node at a path of keys and list indices, or None where the path leads nowhere."""
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str):
            entry = node.get(step)
            if entry is None:
                return None
            node = entry.value
        elif isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node
