"""Findings of S002 about values that are not what their keys take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.document import Mapping, Node, Scalar, Sequence, resolve
from promptlint.edits import quote_scalar, replace_scalar
from promptlint.finding import Fix, Problem, Severity
from promptlint.nearest import nearest
from promptlint.spec.model import Field, KeyPath, Location, SpecFile, UnreadValue
from promptlint.spec.schema import Violation, describe, violation_of
from promptlint.spec.values import Reference

_RANGE: Final = re.compile(
    r"\s*(\d+(?:\.\d+)?)\s*(?:s|sec)?\s*(?:-|–|—|\.\.|to|or|/)\s*(\d+(?:\.\d+)?)\s*(?:s|sec)?\w*\s*"
)
_CLOCK: Final = re.compile(r"\s*(?:\d+:)?\d+:\d+(?:[.,]\d+)?\s*")
_PICTURES: Final = ("image", "end_image")


def unread_values(file: SpecFile) -> Iterator[Problem]:
    """Each value that could not be read; in a storyboard of another tool one finding for each key."""
    inside = [unknown.entry.key.start for unknown in file.unknown if unknown.place == "reference"]
    found = (
        unread
        for unread in file.unread
        if isinstance(unread.node, Scalar) or not any(unread.node.start <= start <= unread.node.end for start in inside)
    )
    if file.recognition != "content":
        for unread in found:
            yield _problem(file, unread)
        return
    groups: dict[tuple[str, str], list[UnreadValue]] = {}
    for unread in found:
        name = unread.key.value if unread.key else _last_key(unread.path) or "the list"
        groups.setdefault((name, type(unread.node).__name__), []).append(unread)
    for (name, _), places in groups.items():
        yield _foreign(file, name, places)


def prose_references(file: SpecFile) -> Iterator[Problem]:
    """Pictures that are described instead of named; in a storyboard of another tool one finding for each key."""
    foreign = file.recognition == "content"
    counts: dict[str, list[Field[Reference]]] = {}
    for shot in file.shots:
        for name in _PICTURES:
            field = shot.fields.get(name)
            if field is not None and field.value.kind == "prose":
                counts.setdefault(field.key.value if foreign else str(id(field)), []).append(field)
    for fields in counts.values():
        key = fields[0].key.value
        count = f" (in {len(fields)} places)" if len(fields) > 1 else ""
        yield Problem(
            fields[0].location,
            f"`{key}` is a description{count}, where the path of a picture is expected, so no picture is checked.",
            f"Give the path, such as `{key}: refs/mara.png`, and keep the description under `notes:`.",
            severity=Severity.WARNING if foreign else Severity.ERROR,
        )


def _problem(file: SpecFile, unread: UnreadValue) -> Problem:
    violation = violation_of(unread) or Violation(unread.node, unread.path, "another value")
    node = violation.node
    named = _last_key(violation.path)
    subject = f"`{named}`" if named else "This document"
    if violation.path and isinstance(violation.path[-1], int):
        subject = f"An entry of `{named}`" if named else "An entry of the list"
    return Problem(
        _place(file, unread, violation),
        f"{subject} is {describe(node)}. Expected {violation.expected}.",
        _advice(named, node, violation),
        fix=_fix(node, violation),
    )


def _last_key(path: KeyPath) -> str | None:
    return next((step for step in reversed(path) if isinstance(step, str)), None)


def _place(file: SpecFile, unread: UnreadValue, violation: Violation) -> Location:
    """The value where it is a word; the key where the value is a mapping, a list or missing."""
    node = violation.node
    if isinstance(node, Scalar) and node.value.strip():
        return file.at(node.content_span, violation.path)
    if node is unread.node and unread.key is not None:
        return file.at(unread.key.span, violation.path)
    if isinstance(node, Mapping) and node.entries and not node.entries[0].merged:
        return file.at(node.entries[0].key.span, violation.path)
    return file.at(node.span, violation.path)


def _advice(named: str | None, node: Node, violation: Violation) -> str:
    if isinstance(node, Scalar):
        if not node.value.strip():
            return "Give a value, or remove the key."
        if violation.expected.startswith("seconds"):
            if match := _RANGE.fullmatch(node.value):
                return f"A generation has one length: write `{match[1]}s` or `{match[2]}s`."
            if _CLOCK.fullmatch(node.value):
                return "Write the length in seconds."
        near = nearest(node.value, violation.choices)
        if near:
            return f"Did you mean `{near[0]}`?"
        return "Put it in quotes if it is a text." if _wants_quotes(node, violation) else ""
    if isinstance(node, Sequence) and violation.expected == "a text":
        return "Write one text, such as `prompt: >-` with the sentences below it, or one shot for each entry."
    if isinstance(node, Mapping) and violation.expected == "a text":
        return f"Write the text that is sent, and keep its parts under `x-{named}:`."
    if isinstance(node, Mapping) and violation.expected.startswith("a list with one"):
        return "Write `- id:` in front of each shot instead of its name."
    return ""


def _fix(node: Node, violation: Violation) -> Fix | None:
    if not isinstance(node, Scalar):
        return None
    near = nearest(node.value, violation.choices)
    if near:
        return Fix(f"Change to `{near[0]}`", (replace_scalar(node, near[0]),))
    return Fix("Put it in quotes", (quote_scalar(node),)) if _wants_quotes(node, violation) else None


def _wants_quotes(node: Scalar, violation: Violation) -> bool:
    """Whether a number or boolean stands where a text is expected."""
    return violation.expected in ("a text", "a name") and isinstance(resolve(node), bool | int | float)


def _foreign(file: SpecFile, name: str, places: list[UnreadValue]) -> Problem:
    first = places[0]
    violation = violation_of(first) or Violation(first.node, first.path, "another value")
    count = f" (in {len(places)} places)" if len(places) > 1 else ""
    subject = f"`{name}`" if first.key else f"An entry of `{name}`"
    return Problem(
        _place(file, first, violation),
        f"{subject} is {describe(violation.node)}{count}. Expected {violation.expected}, so it was not checked.",
        _advice(name, violation.node, violation),
        severity=Severity.WARNING,
    )
